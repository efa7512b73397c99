package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A deployment with what decisions ask of it, looked up once when the router is built. */
final class Option {

  final Deployment deployment;
  final String id;
  final int qualityPpm;
  final long contextWindow;
  final long maxOutput;
  final long priorTtftMs;
  final long priorTokensPerSecond;

  /** Whether it makes embeddings, and so no answers. */
  final boolean embeds;

  private final Set<Capability> capabilities;

  Option(Deployment deployment) {
    Model model = deployment.model();
    this.deployment = deployment;
    this.id = deployment.id();
    this.qualityPpm = model.qualityPpm();
    this.contextWindow = model.contextWindow();
    this.maxOutput = model.maxOutput();
    this.priorTtftMs = Priors.ttftMs(model.modelClass());
    this.priorTokensPerSecond = Priors.outputTokensPerSecond(model.modelClass());
    this.capabilities = model.capabilities();
    this.embeds = capabilities.contains(Capability.EMBEDDINGS);
  }

  /** Whether the deployment does everything that is needed. */
  boolean supports(Set<Capability> needs) {
    return needs.isEmpty() || capabilities.containsAll(needs);
  }

  /** The needs it lacks, in the order of the enum: that of a set is another on every start. */
  List<Capability> lacking(Set<Capability> needs) {
    List<Capability> lacking = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      if (needs.contains(capability) && !capabilities.contains(capability)) {
        lacking.add(capability);
      }
    }
    return lacking;
  }
}
