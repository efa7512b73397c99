package io.tollgate.bench.provider;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import java.util.List;

/**
 * A simulated provider together with what a gateway has to know about it.
 *
 * @param modelClass the class of all its models
 * @param profile what it is started from
 * @param deployments its models as a catalogue lists them, in the order of {@link
 *     ProviderProfile#models()}
 */
public record DemoProvider(
    ModelClass modelClass, ProviderProfile profile, List<Deployment> deployments) {

  public DemoProvider {
    deployments = List.copyOf(deployments);
  }

  /**
   * The prices of one of its deployments.
   *
   * @throws IllegalArgumentException if it is not one of its own
   */
  public TokenPrices prices(Deployment deployment) {
    return profile.models().stream()
        .filter(model -> model.name().equals(deployment.upstreamModel()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not ours: " + deployment.id()))
        .prices();
  }
}
