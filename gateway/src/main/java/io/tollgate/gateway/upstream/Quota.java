package io.tollgate.gateway.upstream;

import java.util.List;

/**
 * What a provider said last of the quota of one deployment.
 *
 * @param windows requests, tokens and so on
 * @param nanos when it was said, by the monotonic clock
 */
record Quota(List<Window> windows, long nanos) {

  /** A quota is scarce from here on, in millionths of it. */
  static final int LOW_PPM = 200_000;

  private static final int PPM = 1_000_000;
  private static final long NANOS_PER_MS = 1_000_000;

  /** What a limit is of. */
  enum Kind {
    REQUESTS,
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS;

    /** The part of it that a limit of this kind is about. */
    long of(long requests, long input, long output) {
      return switch (this) {
        case REQUESTS -> requests;
        case TOKENS -> input + output;
        case INPUT_TOKENS -> input;
        case OUTPUT_TOKENS -> output;
      };
    }
  }

  /**
   * One limit of several.
   *
   * @param kind what it is of
   * @param remaining what may still be used, at least 0
   * @param limit what there is when it is full, more than 0, or -1 where the provider did not say
   * @param resetMs milliseconds until it is full again, more than 0
   */
  record Window(Kind kind, long remaining, long limit, long resetMs) {

    /**
     * How scarce it is after a time, in millionths: from nothing, where a fifth is left, to all
     * where nothing is. Until the reset it fills up evenly, as a token bucket does; both OpenAI and
     * Anthropic have them.
     */
    int scarcityPpm(long passedMs) {
      if (passedMs >= resetMs) {
        return 0;
      }
      long left = limit <= 0 ? (remaining > 0 ? PPM : 0) : leftPpm();
      long filled = left + (PPM - left) * Math.max(0, passedMs) / resetMs;
      return filled >= LOW_PPM ? 0 : (int) ((LOW_PPM - filled) * PPM / LOW_PPM);
    }

    /** What is left after a time, if nobody has used it since; -1 where that is not known. */
    long left(long passedMs) {
      if (limit <= 0) {
        return passedMs >= resetMs ? -1 : remaining;
      }
      return passedMs >= resetMs || remaining >= limit
          ? limit
          : remaining + (long) ((double) (limit - remaining) * passedMs / resetMs);
    }

    private long leftPpm() {
      return remaining >= limit ? PPM : remaining * PPM / limit;
    }
  }

  Quota {
    windows = List.copyOf(windows);
  }

  /** What is left of one at a moment of the monotonic clock, or -1 where that is not known. */
  long left(Kind kind, long nowNanos) {
    long passedMs = Math.max(0, nowNanos - nanos) / NANOS_PER_MS;
    for (Window window : windows) {
      if (window.kind() == kind) {
        return window.left(passedMs);
      }
    }
    return -1;
  }

  /** How scarce the scarcest of it is at a moment of the monotonic clock, in millionths. */
  int scarcityPpm(long nowNanos) {
    int most = 0;
    long passedMs = Math.max(0, nowNanos - nanos) / NANOS_PER_MS;
    for (Window window : windows) {
      most = Math.max(most, window.scarcityPpm(passedMs));
    }
    return most;
  }
}
