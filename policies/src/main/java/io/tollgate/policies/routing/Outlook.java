package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;

/** What is known of each deployment's behaviour at the moment: an immutable or thread-safe view. */
@FunctionalInterface
public interface Outlook {

  /** The forecast for a deployment; {@link Forecast#UNKNOWN} where nothing was seen of it. */
  Forecast of(Deployment deployment);

  /** Nothing is known of any deployment. */
  Outlook UNKNOWN = deployment -> Forecast.UNKNOWN;

  /**
   * How a deployment has behaved lately.
   *
   * @param available whether it may be sent requests at all
   * @param ttftMs time to first token in milliseconds, or -1 where unknown
   * @param outputTokensPerSecond output speed, or -1 where unknown
   * @param outputTokens tokens of a usual answer, or -1 where unknown
   */
  record Forecast(boolean available, long ttftMs, long outputTokensPerSecond, long outputTokens) {

    /** Available, and nothing else known. */
    public static final Forecast UNKNOWN = new Forecast(true, -1, -1, -1);
  }
}
