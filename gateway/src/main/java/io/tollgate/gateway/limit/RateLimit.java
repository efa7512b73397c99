package io.tollgate.gateway.limit;

import io.tollgate.gateway.budget.Scope;
import java.time.Duration;

/**
 * What may be asked for a scope in a minute, and at one time. At least one of the three is bounded.
 *
 * @param id its name in files, headers, metrics and refusals
 * @param scope what it is for; for a model it holds for all callers together
 * @param requestsPerMinute requests, or 0 where they are not bounded
 * @param tokensPerMinute tokens of input and output, or 0 where they are not bounded
 * @param concurrent requests that run at one time, or 0 where they are not bounded
 * @param longestWait how long a request may wait before it is refused; zero where it may not
 */
public record RateLimit(
    String id,
    Scope scope,
    long requestsPerMinute,
    long tokensPerMinute,
    long concurrent,
    Duration longestWait) {

  /** The largest bound of requests there is, in a minute or at one time. */
  public static final long REQUESTS_MAX = 1_000_000_000L;

  /** The largest bound of tokens there is. */
  public static final long TOKENS_MAX = 1_000_000_000_000L;

  /** The longest wait there is: clients and what stands before the gateway give up, too. */
  public static final Duration WAIT_MAX = Duration.ofMinutes(1);

  public RateLimit {
    if (!Scope.isId(id)) {
      throw new IllegalArgumentException(
          "id \"" + id + "\" (expected: up to 64 of a-z, 0-9 and ._-)");
    }
    check("requests_per_minute", requestsPerMinute, REQUESTS_MAX);
    check("tokens_per_minute", tokensPerMinute, TOKENS_MAX);
    check("concurrent", concurrent, REQUESTS_MAX);
    if (requestsPerMinute == 0 && tokensPerMinute == 0 && concurrent == 0) {
      throw new IllegalArgumentException(
          "limit "
              + id
              + " bounds nothing (expected: requests_per_minute, tokens_per_minute or concurrent)");
    }
    if (longestWait.isNegative() || longestWait.compareTo(WAIT_MAX) > 0) {
      throw new IllegalArgumentException("wait: " + longestWait + " (expected: 0s to 1m)");
    }
  }

  private static void check(String name, long bound, long max) {
    if (bound < 0 || bound > max) {
      throw new IllegalArgumentException(name + ": " + bound + " (expected: 1 to " + max + ")");
    }
  }

  /** The bound of one kind, or 0 where there is none. */
  public long bound(LimitKind kind) {
    return switch (kind) {
      case REQUESTS -> requestsPerMinute;
      case TOKENS -> tokensPerMinute;
      case CONCURRENT -> concurrent;
    };
  }

  /** Whether it is for deployments and all their callers, not for who calls. */
  public boolean isForModels() {
    return scope.kind() == Scope.Kind.MODEL;
  }

  /** Whether a limit for models holds for a deployment. */
  boolean holdsFor(String deployment) {
    String names = scope.id();
    return names.endsWith("*")
        ? deployment.startsWith(names.substring(0, names.length() - 1))
        : deployment.equals(names);
  }

  long waitMs() {
    return longestWait.toMillis();
  }
}
