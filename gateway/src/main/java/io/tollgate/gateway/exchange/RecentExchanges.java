package io.tollgate.gateway.exchange;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest finished exchanges, by their numbers: each takes the place of one as many before it as
 * there are places.
 *
 * <p>Arrays of numbers, and one object for what many exchanges have in common. As objects, each
 * would be young whenever the collector comes, and be copied by it: most of what a collection found
 * alive.
 *
 * <p>Not safe for use by several threads.
 */
final class RecentExchanges {

  /** What many exchanges have in common. */
  private record Circumstances(
      String key,
      String dialect,
      int losses,
      String policy,
      String rule,
      Deployment deployment,
      int attempts,
      boolean stream,
      int status,
      String outcome,
      UsageQuality quality,
      Extras extras,
      String reason,
      List<String> accounts) {

    static Circumstances of(FinishedExchange exchange) {
      return new Circumstances(
          exchange.key(),
          exchange.dialect(),
          exchange.losses(),
          exchange.policy(),
          exchange.rule(),
          exchange.deployment(),
          exchange.attempts(),
          exchange.stream(),
          exchange.status(),
          exchange.outcome(),
          exchange.quality(),
          exchange.usage().extras(),
          exchange.reason(),
          exchange.accounts());
    }

    boolean areOf(FinishedExchange exchange) {
      return losses == exchange.losses()
          && attempts == exchange.attempts()
          && stream == exchange.stream()
          && status == exchange.status()
          && quality == exchange.quality()
          && key.equals(exchange.key())
          && reason.equals(exchange.reason())
          && dialect.equals(exchange.dialect())
          && policy.equals(exchange.policy())
          && rule.equals(exchange.rule())
          && outcome.equals(exchange.outcome())
          && extras.equals(exchange.usage().extras())
          && deployment.equals(exchange.deployment())
          && accounts.equals(exchange.accounts());
    }
  }

  /** The gateway's own ids have 30 characters. */
  private static final int ID_BYTES = 30;

  /** A power of two. */
  private static final int CIRCUMSTANCES = 64;

  // The figures of an exchange, in the order in which they stand.
  private static final int SECOND = 0;
  private static final int NANO = 1;
  private static final int IN_UNCACHED = 2;
  private static final int IN_CACHE_READ = 3;
  private static final int IN_CACHE_WRITE_5M = 4;
  private static final int IN_CACHE_WRITE_1H = 5;
  private static final int IN_CACHE_WRITE_OTHER = 6;
  private static final int IN_TOOL = 7;
  private static final int OUT_VISIBLE = 8;
  private static final int OUT_REASONING = 9;
  private static final int OUT_OTHER = 10;
  private static final int PRICED = 11;
  private static final int COST_PICO = 12;
  private static final int TTFT_MS = 13;
  private static final int TOTAL_MS = 14;
  private static final int FIGURES = 15;

  private final int places;
  private final byte[] ids;
  private final long[] figures;
  private final @Nullable Circumstances[] circumstances;

  /** The latest of each hash; all others are only shared by luck. */
  private final @Nullable Circumstances[] latest = new Circumstances[CIRCUMSTANCES];

  RecentExchanges(int places) {
    this.places = places;
    ids = new byte[places * ID_BYTES];
    figures = new long[places * FIGURES];
    circumstances = new Circumstances[places];
  }

  /**
   * Remembers one.
   *
   * @param number how many came before it
   * @throws IllegalArgumentException if its id is longer than any of the gateway's own
   */
  void put(long number, FinishedExchange exchange) {
    String request = exchange.request();
    if (request.length() > ID_BYTES) {
      throw new IllegalArgumentException(
          "request: " + request + " (expected: at most 30 characters)");
    }
    int place = placeOf(number);
    byte[] id = request.getBytes(StandardCharsets.ISO_8859_1);
    int idAt = place * ID_BYTES;
    System.arraycopy(id, 0, ids, idAt, id.length);
    Arrays.fill(ids, idAt + id.length, idAt + ID_BYTES, (byte) 0);
    int first = place * FIGURES;
    Instant at = exchange.at();
    figures[first + SECOND] = at.getEpochSecond();
    figures[first + NANO] = at.getNano();
    Usage usage = exchange.usage();
    figures[first + IN_UNCACHED] = usage.inUncached();
    figures[first + IN_CACHE_READ] = usage.inCacheRead();
    figures[first + IN_CACHE_WRITE_5M] = usage.inCacheWrite5m();
    figures[first + IN_CACHE_WRITE_1H] = usage.inCacheWrite1h();
    figures[first + IN_CACHE_WRITE_OTHER] = usage.inCacheWriteOther();
    figures[first + IN_TOOL] = usage.inTool();
    figures[first + OUT_VISIBLE] = usage.outVisible();
    figures[first + OUT_REASONING] = usage.outReasoning();
    figures[first + OUT_OTHER] = usage.outOther();
    Picodollars cost = exchange.cost();
    figures[first + PRICED] = cost == null ? 0 : 1;
    figures[first + COST_PICO] = cost == null ? 0 : cost.pico();
    figures[first + TTFT_MS] = exchange.ttftMs();
    figures[first + TOTAL_MS] = exchange.totalMs();
    circumstances[place] = shared(exchange);
  }

  private Circumstances shared(FinishedExchange exchange) {
    int hash = 31 * exchange.key().hashCode() + exchange.reason().hashCode();
    int bucket = (hash ^ hash >>> 16) & CIRCUMSTANCES - 1;
    Circumstances same = latest[bucket];
    if (same != null && same.areOf(exchange)) {
      return same;
    }
    Circumstances one = Circumstances.of(exchange);
    latest[bucket] = one;
    return one;
  }

  /**
   * The one of a number.
   *
   * @throws IllegalStateException if none of this number or one that had its place was put here
   */
  FinishedExchange get(long number) {
    int place = placeOf(number);
    Circumstances shared = circumstances[place];
    if (shared == null) {
      throw new IllegalStateException("no exchange number " + number);
    }
    int at = place * ID_BYTES;
    int end = at;
    while (end < at + ID_BYTES && ids[end] != 0) {
      end++;
    }
    int first = place * FIGURES;
    return new FinishedExchange(
        Instant.ofEpochSecond(figures[first + SECOND], figures[first + NANO]),
        new String(ids, at, end - at, StandardCharsets.ISO_8859_1),
        shared.key(),
        shared.dialect(),
        shared.losses(),
        shared.policy(),
        shared.rule(),
        shared.deployment(),
        shared.attempts(),
        shared.stream(),
        shared.status(),
        shared.outcome(),
        new Usage(
            figures[first + IN_UNCACHED],
            figures[first + IN_CACHE_READ],
            figures[first + IN_CACHE_WRITE_5M],
            figures[first + IN_CACHE_WRITE_1H],
            figures[first + IN_CACHE_WRITE_OTHER],
            figures[first + IN_TOOL],
            figures[first + OUT_VISIBLE],
            figures[first + OUT_REASONING],
            figures[first + OUT_OTHER],
            shared.extras()),
        shared.quality(),
        figures[first + PRICED] == 0 ? null : new Picodollars(figures[first + COST_PICO]),
        figures[first + TTFT_MS],
        figures[first + TOTAL_MS],
        shared.reason(),
        shared.accounts());
  }

  private int placeOf(long number) {
    return (int) (number % places);
  }
}
