package io.tollgate.gateway.capacity;

import io.tollgate.policies.usage.EngineTimes;
import io.tollgate.policies.usage.Usage;

/**
 * What requests gave machines to do, and how long it took.
 *
 * <p>Seconds are those of requests: of two that run at the same time, each counts its own.
 *
 * @param requests how many
 * @param timed how many of them the engine's own clock timed; of the others the times are estimated
 * @param prefillTokens tokens of input that were read in full, not from a cache
 * @param cachedTokens tokens of input that lay in the engine's cache
 * @param decodeTokens tokens of output
 * @param prefillMicros microseconds for reading the input
 * @param decodeMicros microseconds for writing the output
 */
public record Work(
    long requests,
    long timed,
    long prefillTokens,
    long cachedTokens,
    long decodeTokens,
    long prefillMicros,
    long decodeMicros) {

  /** No work. */
  public static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

  private static final long MICROS_PER_MILLI = 1_000;

  public Work {
    if (requests < 0
        || timed < 0
        || timed > requests
        || prefillTokens < 0
        || cachedTokens < 0
        || decodeTokens < 0
        || prefillMicros < 0
        || decodeMicros < 0) {
      throw new IllegalArgumentException(
          "work: %d requests, %d timed, %d + %d tokens in, %d out, %d + %d us (expected: none < 0)"
              .formatted(
                  requests,
                  timed,
                  prefillTokens,
                  cachedTokens,
                  decodeTokens,
                  prefillMicros,
                  decodeMicros));
    }
  }

  /** One request, by the engine's own clock. */
  public static Work timed(Usage usage, EngineTimes times) {
    return of(usage, 1, times.prefillMicros(), times.decodeMicros());
  }

  /**
   * One request whose engine states no times: until the first token it read, after it it wrote. The
   * network and the engine's queue are in it, so that it is at least as long as the work was.
   *
   * @param ttftMs milliseconds from dispatch to the first content, or -1: the whole answer came at
   *     once, and all of the time is taken for writing where anything was written
   * @param totalMs milliseconds from dispatch to the end
   */
  public static Work estimated(Usage usage, long ttftMs, long totalMs) {
    long total = Math.max(0, totalMs) * MICROS_PER_MILLI;
    long first =
        ttftMs >= 0
            ? Math.min(total, ttftMs * MICROS_PER_MILLI)
            : usage.totalOutput() > 0 ? 0 : total;
    return of(usage, 0, first, total - first);
  }

  private static Work of(Usage usage, int timed, long prefillMicros, long decodeMicros) {
    return new Work(
        1,
        timed,
        usage.totalInput() - usage.totalCacheRead(),
        usage.totalCacheRead(),
        usage.totalOutput(),
        prefillMicros,
        decodeMicros);
  }

  /** Both. */
  public Work plus(Work other) {
    return new Work(
        Math.addExact(requests, other.requests),
        Math.addExact(timed, other.timed),
        Math.addExact(prefillTokens, other.prefillTokens),
        Math.addExact(cachedTokens, other.cachedTokens),
        Math.addExact(decodeTokens, other.decodeTokens),
        Math.addExact(prefillMicros, other.prefillMicros),
        Math.addExact(decodeMicros, other.decodeMicros));
  }

  /** Microseconds in all. */
  public long micros() {
    return prefillMicros + decodeMicros;
  }

  /** Whether nothing was done. */
  public boolean isNone() {
    return requests == 0;
  }
}
