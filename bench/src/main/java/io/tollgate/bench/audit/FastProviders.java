package io.tollgate.bench.audit;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.DemoProviders;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import java.time.Duration;
import java.util.List;

/** The demo's providers, hurried: an answer of 20 to 140 tokens takes 15 to 130 milliseconds. */
public final class FastProviders {

  /** Tries the three classes from cheap to dear, whatever they are good for. */
  public static final String POLICIES =
      """
      policies:
        - name: default
          objective: { quality_point_usd: 0.000001, latency_second_usd: 0.000002 }
          candidates: [class:local, class:open-moe, class:frontier]
        - name: cheap
          objective: { quality_point_usd: 0, latency_second_usd: 0 }
          candidates: [class:local, class:open-moe, class:frontier]
      """;

  private FastProviders() {}

  public static List<DemoProvider> all(long seed) {
    return DemoProviders.all(seed).stream().map(FastProviders::hurried).toList();
  }

  private static DemoProvider hurried(DemoProvider demo) {
    ProviderProfile profile = demo.profile();
    List<SimulatedModel> models =
        profile.models().stream().map(model -> model.paced(Duration.ofMillis(4), 1100)).toList();
    return new DemoProvider(
        demo.modelClass(),
        ProviderProfile.of(profile.name(), profile.seed(), profile.key(), models),
        demo.deployments());
  }
}
