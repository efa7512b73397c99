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
   * @param ttftMs time to first token in milliseconds, or -1 where unknown
   * @param outputTokensPerSecond output speed, or -1 where unknown
   * @param outputTokens tokens of a usual answer, or -1 where unknown
   */
  record Forecast(
      Availability availability,
      long pauseMs,
      long ttftMs,
      long outputTokensPerSecond,
      long outputTokens) {

    /** Available, and nothing else known. */
    public static final Forecast UNKNOWN = seen(-1, -1, -1);

    /** What an available deployment has done lately. */
    public static Forecast seen(long ttftMs, long outputTokensPerSecond, long outputTokens) {
      return new Forecast(Availability.AVAILABLE, 0, ttftMs, outputTokensPerSecond, outputTokens);
    }

    /** Milliseconds that its provider wants to be left alone; 0 where it wants nothing. */
    public long throttledMs() {
      return availability == Availability.THROTTLED ? pauseMs : 0;
    }

    /** The same, but for whether it may be sent requests. */
    public Forecast with(Availability other, long otherPauseMs) {
      return new Forecast(other, otherPauseMs, ttftMs, outputTokensPerSecond, outputTokens);
    }
  }
}
