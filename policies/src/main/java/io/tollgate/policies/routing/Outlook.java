package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;

/** What is known of each deployment's behaviour at the moment: an immutable or thread-safe view. */
@FunctionalInterface
public interface Outlook {

  /** The forecast for a deployment; {@link Forecast#UNKNOWN} where nothing was seen of it. */
  Forecast of(Deployment deployment);

  /** Nothing is known of any deployment. */
  Outlook UNKNOWN = deployment -> Forecast.UNKNOWN;

  /** Whether a deployment may be sent requests. */
  enum Availability {
    /** Like any other. */
    AVAILABLE,
    /** It has failed lately: only where nothing else is left, and then not by many at a time. */
    EJECTED,
    /** Not before its pause is over: its provider has said that it gets too much. */
    THROTTLED,
    /** Not before its pause is over: it has no room, or its account is spent. */
    PAUSED;

    /** Whether requests may be sent at all, be it as a last resort. */
    public boolean takesRequests() {
      return this == AVAILABLE || this == EJECTED;
    }
  }

  /**
   * How a deployment has behaved lately.
   *
   * @param availability whether it may be sent requests
   * @param pauseMs milliseconds until it may be again, where it is paused
   * @param ttftMs time to first token in milliseconds that half of its answers keep, or -1 where
   *     unknown
   * @param slowTtftMs the one that nine in ten keep, or -1 where unknown
   * @param outputTokensPerSecond output speed that half of its answers reach, or -1 where unknown
   * @param slowOutputTokensPerSecond the one that nine in ten reach, or -1 where unknown
   * @param outputTokens tokens of a usual answer, or -1 where unknown
   * @param longOutputTokens those of an answer that 99 in 100 do not exceed, or -1 where too few
   *     were seen to say
   * @param longestOutputTokens the longest that was seen, or -1 where too few were to tell
   * @param queueMs milliseconds that a request is expected to wait for a place there, besides
   * @param scarcityPpm how scarce the quota with its provider is, in millionths: 0 while there is
   *     enough, 1,000,000 when it is used up
   * @param cacheReadSharePpm share of the input that its provider's cache has served lately, in
   *     millionths
   */
  record Forecast(
      Availability availability,
      long pauseMs,
      long ttftMs,
      long slowTtftMs,
      long outputTokensPerSecond,
      long slowOutputTokensPerSecond,
      long outputTokens,
      long longOutputTokens,
      long longestOutputTokens,
      long queueMs,
      int scarcityPpm,
      int cacheReadSharePpm) {

    /** Available, and nothing else known. */
    public static final Forecast UNKNOWN = seen(-1, -1, -1);

    /** One whose answers all take the same time, with quota enough and nothing cached. */
    public Forecast(
        Availability availability,
        long pauseMs,
        long ttftMs,
        long outputTokensPerSecond,
        long outputTokens) {
      this(
          availability,
          pauseMs,
          ttftMs,
          ttftMs,
          outputTokensPerSecond,
          outputTokensPerSecond,
          outputTokens,
          -1,
          -1,
          0,
          0,
          0);
    }

    /** What an available deployment has done lately, if its answers all take the same time. */
    public static Forecast seen(long ttftMs, long outputTokensPerSecond, long outputTokens) {
      return new Forecast(Availability.AVAILABLE, 0, ttftMs, outputTokensPerSecond, outputTokens);
    }

    /** Milliseconds that its provider wants to be left alone; 0 where it wants nothing. */
    public long throttledMs() {
      return availability == Availability.THROTTLED ? pauseMs : 0;
    }

    /** The same, but for whether it may be sent requests. */
    public Forecast with(Availability other, long otherPauseMs) {
      return new Forecast(
          other,
          otherPauseMs,
          ttftMs,
          slowTtftMs,
          outputTokensPerSecond,
          slowOutputTokensPerSecond,
          outputTokens,
          longOutputTokens,
          longestOutputTokens,
          queueMs,
          scarcityPpm,
          cacheReadSharePpm);
    }

    /** The same, but for how long requests wait there, and how scarce its quota is. */
    public Forecast with(long otherQueueMs, int otherScarcityPpm) {
      return new Forecast(
          availability,
          pauseMs,
          ttftMs,
          slowTtftMs,
          outputTokensPerSecond,
          slowOutputTokensPerSecond,
          outputTokens,
          longOutputTokens,
          longestOutputTokens,
          otherQueueMs,
          otherScarcityPpm,
          cacheReadSharePpm);
    }
  }
}
