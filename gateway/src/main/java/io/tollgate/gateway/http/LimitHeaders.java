package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.gateway.limit.LimitKind;
import io.tollgate.gateway.limit.Standing;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers that tell a caller how the gateway's own limits on it stand: those of the IETF's
 * draft and those that its SDKs know. Of several limits the tightest counts, and what is left of it
 * is rounded down, so that none looks looser than it is.
 */
final class LimitHeaders {

  private LimitHeaders() {}

  /** Writes them; of a caller without limits there are none. */
  static void write(
      MultiMap headers, ClientDialect dialect, List<Standing> standings, Instant now) {
    StringBuilder policies = new StringBuilder();
    StringBuilder states = new StringBuilder();
    for (LimitKind kind : LimitKind.values()) {
      Standing tight = tightest(standings, kind);
      if (tight != null) {
        String separator = policies.isEmpty() ? "" : ", ";
        policies.append(separator).append(name(tight)).append(policy(tight));
        states
            .append(separator)
            .append(name(tight))
            .append(";r=")
            .append(tight.remaining())
            .append(";t=")
            .append(seconds(tight.fullMs()));
        vendor(headers, dialect, tight, now);
      }
    }
    if (!policies.isEmpty()) {
      headers.set("ratelimit-policy", policies.toString());
      headers.set("ratelimit", states.toString());
    }
  }

  private static @Nullable Standing tightest(List<Standing> standings, LimitKind kind) {
    Standing tight = null;
    for (Standing each : standings) {
      if (each.kind() == kind && (tight == null || each.isTighterThan(tight))) {
        tight = each;
      }
    }
    return tight;
  }

  private static String name(Standing standing) {
    return '"' + standing.limit().id() + '-' + standing.kind().key() + '"';
  }

  private static String policy(Standing standing) {
    String quota = ";q=" + standing.bound();
    return switch (standing.kind()) {
      case REQUESTS -> quota + ";w=60";
      case TOKENS -> quota + ";w=60;qu=\"tokens\"";
      case CONCURRENT -> quota + ";qu=\"concurrent-requests\"";
    };
  }

  private static void vendor(
      MultiMap headers, ClientDialect dialect, Standing standing, Instant now) {
    if (standing.kind() == LimitKind.CONCURRENT) {
      return;
    }
    String kind = standing.kind().key();
    String bound = Long.toString(standing.bound());
    String remaining = Long.toString(standing.remaining());
    switch (dialect) {
      case AnthropicClient _ -> {
        String before = "anthropic-ratelimit-" + kind;
        headers.set(before + "-limit", bound);
        headers.set(before + "-remaining", remaining);
        Instant full = now.plusMillis(standing.fullMs() + 999).truncatedTo(ChronoUnit.SECONDS);
        headers.set(before + "-reset", full.toString());
      }
      case GeminiClient _ -> {
        // Its SDKs know of none.
      }
      default -> {
        headers.set("x-ratelimit-limit-" + kind, bound);
        headers.set("x-ratelimit-remaining-" + kind, remaining);
        headers.set("x-ratelimit-reset-" + kind, goDuration(standing.fullMs()));
      }
    }
  }

  static long seconds(long millis) {
    return Math.ceilDiv(millis, 1_000);
  }

  /** As OpenAI writes it: {@code 120ms}, {@code 1s}, {@code 6m0s}. */
  private static String goDuration(long millis) {
    if (millis < 1_000) {
      return millis + "ms";
    }
    Duration whole = Duration.ofSeconds(seconds(millis));
    return whole.toMinutes() == 0
        ? whole.toSeconds() + "s"
        : whole.toMinutes() + "m" + whole.toSecondsPart() + "s";
  }
}
