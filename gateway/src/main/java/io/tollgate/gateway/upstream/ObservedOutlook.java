package io.tollgate.gateway.upstream;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.routing.Outlook;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the gateway has seen of each deployment lately, as exponentially weighted averages.
 *
 * <p>Safe for use by several threads; a forecast is an immutable value.
 */
public final class ObservedOutlook implements Outlook {

  /** A new observation counts one part in this many. */
  private static final int WINDOW = 16;

  private final ConcurrentHashMap<String, Forecast> forecasts = new ConcurrentHashMap<>();

  @Override
  public Forecast of(Deployment deployment) {
    Forecast seen = forecasts.get(deployment.id());
    return seen == null ? Forecast.UNKNOWN : seen;
  }

  /**
   * Takes in a complete answer.
   *
   * @param ttftMs time to the first content byte in milliseconds, or -1 where there was none
   * @param totalMs time to the last byte in milliseconds
   * @param outputTokens tokens of the answer
   */
  public void observe(Deployment deployment, long ttftMs, long totalMs, long outputTokens) {
    long generatingMs = Math.max(1, totalMs - Math.max(0, ttftMs));
    long tokensPerSecond = ttftMs < 0 ? -1 : outputTokens * 1000 / generatingMs;
    forecasts.merge(
        deployment.id(),
        Forecast.seen(ttftMs, tokensPerSecond, outputTokens),
        (old, now) ->
            Forecast.seen(
                blend(old.ttftMs(), now.ttftMs()),
                blend(old.outputTokensPerSecond(), now.outputTokensPerSecond()),
                blend(old.outputTokens(), now.outputTokens())));
  }

  private static long blend(long old, long now) {
    if (old < 0 || now < 0) {
      return Math.max(old, now);
    }
    return old + Math.floorDiv(now - old + WINDOW / 2, (long) WINDOW);
  }
}
