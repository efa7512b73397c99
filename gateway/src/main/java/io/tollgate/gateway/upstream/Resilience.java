package io.tollgate.gateway.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's faults are dealt with.
 *
 * @param breaker when one of its deployments is taken out of routing, and for how long
 * @param retries how many requests may be sent to it once more
 * @param concurrency how many requests one of its deployments is sent at a time, or {@code null}
 *     where that is the provider's own business; meant for owned capacity
 * @param departure what becomes of an answer whose client has left
 */
public record Resilience(
    Breaker breaker, Retries retries, @Nullable Concurrency concurrency, Departure departure) {

  /** Breakers, a retry budget, no limit of concurrency, and calls that end with their client. */
  public static final Resilience DEFAULTS =
      new Resilience(Breaker.DEFAULTS, Retries.DEFAULTS, null, Departure.CANCEL);

  /** The same with another breaker. */
  public Resilience withBreaker(Breaker other) {
    return new Resilience(other, retries, concurrency, departure);
  }

  /** The same with other retries. */
  public Resilience withRetries(Retries other) {
    return new Resilience(breaker, other, concurrency, departure);
  }

  /** The same with this limit of concurrency. */
  public Resilience withConcurrency(@Nullable Concurrency other) {
    return new Resilience(breaker, retries, other, departure);
  }

  /** The same with another way to deal with clients that leave. */
  public Resilience withDeparture(Departure other) {
    return new Resilience(breaker, retries, concurrency, other);
  }

  /**
   * When the circuit breaker of a deployment opens, and when it lets a request through again.
   *
   * @param consecutiveFailures so many in a row open it, at least 1
   * @param errorPercent so many of the latest {@code windowCalls} open it, 1 to 100
   * @param slowFirstToken an answer whose first token takes longer is slow
   * @param slowPercent so many slow ones of the latest {@code windowCalls} open it, 1 to 100
   * @param windowCalls the calls that are looked back at; percentages count from half of them on
   * @param openMin how long it stays open the first time
   * @param openMax how long it stays open at most; each failed trial doubles the time until then
   * @param trials requests that are let through to find out whether it has healed
   */
  public record Breaker(
      int consecutiveFailures,
      int errorPercent,
      Duration slowFirstToken,
      int slowPercent,
      int windowCalls,
      Duration openMin,
      Duration openMax,
      int trials) {

    /** 5 in a row, half of 20, 80 % over 30 s; open for 1 s to 15 s; 3 trials. */
    public static final Breaker DEFAULTS =
        new Breaker(
            5,
            50,
            Duration.ofSeconds(30),
            80,
            20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            3);
  }

  /**
   * The retry budget: what may be sent to a provider because an attempt elsewhere, or there, came
   * to nothing. A retry that succeeds gives back what it took.
   *
   * @param budgetPercent retries that first attempts earn, in percent of them
   * @param reserve retries that may be saved up, at least 1
   * @param sameDeployment retries of one request to one deployment where no other is left
   * @param pauseMin the first pause before such a retry is between nothing and this long
   * @param pauseMax the longest pause; a provider that asks for a longer one is not asked again
   */
  public record Retries(
      int budgetPercent, int reserve, int sameDeployment, Duration pauseMin, Duration pauseMax) {

    /** 10 % of the first attempts, 100 saved up, one to the same deployment within 2 s. */
    public static final Retries DEFAULTS =
        new Retries(10, 100, 1, Duration.ofMillis(200), Duration.ofSeconds(2));
  }

  /**
   * How many requests a deployment is sent at a time.
   *
   * @param max never more than this, at least 1
   * @param min never less than this where the limit adapts, 1 to {@code max}
   * @param adaptive whether the limit follows what the time to the first token says of queueing
   */
  public record Concurrency(int max, int min, boolean adaptive) {}

  /**
   * What becomes of an answer whose client has left: it is cancelled, or read on to its usage for
   * providers that bill it in full anyway.
   *
   * @param drain how long it may be read on; zero cancels at once
   * @param drainBytes how much of it may be read on, in bytes
   */
  public record Departure(Duration drain, long drainBytes) {

    /** Cancels at once. */
    public static final Departure CANCEL = new Departure(Duration.ZERO, 1 << 20);

    /** Whether the answer is read on at all. */
    public boolean drains() {
      return !drain.isZero();
    }
  }
}
