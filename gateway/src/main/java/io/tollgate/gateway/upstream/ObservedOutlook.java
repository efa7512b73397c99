package io.tollgate.gateway.upstream;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.routing.Outlook;
import io.tollgate.policies.usage.Usage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What the gateway has seen of each deployment's answers lately, see {@link LatencySketch}.
 *
 * <p>Safe for use by several threads; a forecast is an immutable value.
 */
final class ObservedOutlook implements Outlook {

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, DeploymentOutlook> deployments =
      new ConcurrentHashMap<>();

  /** Nothing was seen yet. */
  ObservedOutlook(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public Forecast of(Deployment deployment) {
    DeploymentOutlook seen = deployments.get(deployment.id());
    return seen == null ? Forecast.UNKNOWN : seen.forecast();
  }

  /** Takes in a complete answer, see {@link UpstreamHealth#observe}. */
  void observe(Deployment deployment, long ttftMs, long totalMs, Usage usage, boolean reported) {
    DeploymentOutlook known = deployments.get(deployment.id());
    DeploymentOutlook outlook =
        known != null
            ? known
            : deployments.computeIfAbsent(deployment.id(), _ -> new DeploymentOutlook());
    outlook.observe(ttftMs, totalMs, usage, reported, nanoTime.getAsLong());
  }
}
