package io.tollgate.bench.provider;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Three simulated providers, one for each class of model, with prices and speeds as such classes
 * have them: a dear frontier vendor, a host of open mixture-of-experts models, a box of one's own.
 */
public final class DemoProviders {

  private static final Set<Capability> TEXT = Set.of(Capability.TOOLS, Capability.JSON_SCHEMA);

  private DemoProviders() {}

  /** The three providers, each on a free port, behaving as the seed decides. */
  public static List<DemoProvider> all(long seed) {
    return List.of(frontier(seed), openMoe(seed), local(seed));
  }

  /** Dear and strong, with hidden reasoning and half of each input from the prompt cache. */
  private static DemoProvider frontier(long seed) {
    return new Builder(ModelClass.FRONTIER, "sim-frontier")
        .add(
            model("aurora-pro", 350, 80, dollars(5_000, 500, 25_000), UsageStyle.OPENAI)
                .sharing(500_000, 300_000),
            new Model("aurora-pro", ModelClass.FRONTIER, 960_000, 1_000_000, 128_000, TEXT))
        .add(
            model("aurora-mini", 350, 80, dollars(750, 75, 4_500), UsageStyle.OPENAI)
                .sharing(500_000, 150_000),
            new Model("aurora-mini", ModelClass.FRONTIER, 880_000, 400_000, 128_000, TEXT))
        .build(seed);
  }

  /** Nearly as good for a tenth of the money; reports usage as DeepSeek and as vLLM do. */
  private static DemoProvider openMoe(long seed) {
    return new Builder(ModelClass.OPEN_MOE, "sim-open-moe")
        .add(
            model("meadow-400b", 200, 120, dollars(600, 60, 2_400), UsageStyle.DEEPSEEK)
                .sharing(300_000, 200_000),
            new Model("meadow-400b", ModelClass.OPEN_MOE, 900_000, 262_144, 65_536, TEXT))
        .add(
            model("meadow-100b", 200, 120, dollars(150, 15, 600), UsageStyle.VLLM_CONTINUOUS)
                .sharing(300_000, 0),
            new Model("meadow-100b", ModelClass.OPEN_MOE, 820_000, 131_072, 32_768, TEXT))
        .build(seed);
  }

  /** Nearly free, near and slow; often good enough. */
  private static DemoProvider local(long seed) {
    return new Builder(ModelClass.LOCAL, "sim-local")
        .add(
            model("pebble-8b", 80, 40, dollars(20, 2, 50), UsageStyle.ON_FINISH_CHUNK),
            new Model("pebble-8b", ModelClass.LOCAL, 700_000, 32_768, 8_192, TEXT))
        .build(seed);
  }

  private static SimulatedModel model(
      String name, int ttftMillis, int tokensPerSecond, TokenPrices prices, UsageStyle style) {
    return new SimulatedModel(
        name, Duration.ofMillis(ttftMillis), tokensPerSecond, prices, style, 0, 0, 60);
  }

  /** Prices in thousandths of a dollar per million tokens. */
  private static TokenPrices dollars(long input, long cachedInput, long output) {
    long thousandth = TokenPrices.DOLLAR_PER_MILLION / 1000;
    return new TokenPrices(input * thousandth, cachedInput * thousandth, output * thousandth);
  }

  /** Collects behaviour and catalogue entry of each model side by side. */
  private static final class Builder {
    private final ModelClass modelClass;
    private final String provider;
    private final List<SimulatedModel> models = new ArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();

    Builder(ModelClass modelClass, String provider) {
      this.modelClass = modelClass;
      this.provider = provider;
    }

    Builder add(SimulatedModel behaviour, Model model) {
      models.add(behaviour);
      deployments.add(new Deployment(provider, behaviour.name(), model));
      return this;
    }

    DemoProvider build(long seed) {
      // Not a secret: the key of a server that exists only on this machine, for a demo.
      String key = "sk-simulated-" + provider;
      ProviderProfile profile = ProviderProfile.of(provider, seed, key, models);
      return new DemoProvider(modelClass, profile, deployments);
    }
  }
}
