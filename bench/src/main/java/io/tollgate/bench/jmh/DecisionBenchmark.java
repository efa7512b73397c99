package io.tollgate.bench.jmh;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.routing.Outlook;
import io.tollgate.policies.routing.PolicyFile;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.RequestProfile;
import io.tollgate.policies.routing.Router;
import io.tollgate.policies.routing.Routing;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Deciding among 20 deployments, with and without CEL rules, and rating one usage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

  private static final int CANDIDATES = 20;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String POLICIES =
      """
      policies:
        - name: default
          objective: {quality_point_usd: 0.0001, latency_second_usd: 0.00005}
          limits: {max_cost_usd: 0.5, min_quality: 0.3}
        - name: rules
          objective: {quality_point_usd: 0.0001, latency_second_usd: 0.00005}
          limits: {max_cost_usd: 0.5, min_quality: 0.3}
          rules:
            - name: tools
              when: request.tools > 3 && request.input_tokens > 2000
            - name: task
              when: request.task in ["classify", "extract"]
      """;

  private final RequestProfile profile = profile("auto");
  private final RequestProfile ruledProfile = profile("auto/rules");
  private final Usage usage = new Usage(1200, 800, 0, 0, 0, 0, 350, 120, 0);
  private Router router;
  private PriceBook prices;

  /** A benchmark that {@link #prepare} makes ready. */
  @SuppressWarnings("NullAway.Init") // prepare() runs before anything else
  public DecisionBenchmark() {}

  private static RequestProfile profile(String model) {
    return new RequestProfile(
        model, true, true, 4_000, 3, 3_600, 900, 400, 1, 0, Set.of(), "chat", null);
  }

  /** Makes 20 deployments of three classes with prices. */
  @Setup
  public void prepare() {
    List<Deployment> deployments = new ArrayList<>();
    StringBuilder yaml = new StringBuilder("prices:\n");
    ModelClass[] classes = ModelClass.values();
    for (int i = 0; i < CANDIDATES; i++) {
      Model model =
          new Model(
              "model-" + i,
              classes[i % classes.length],
              500_000 + 20_000 * i,
              200_000,
              32_000,
              Set.of(Capability.TOOLS));
      deployments.add(new Deployment("host-" + i % 5, "model-" + i, model));
      yaml.append("  host-").append(i % 5).append("/model-").append(i).append(":\n");
      yaml.append("    {input: ").append(i + 1).append(", cache_read: 0.1, output: ");
      yaml.append(4 * i + 2).append(", source: bench, as_of: 2026-11-01}\n");
    }
    Catalog catalog = Catalog.of(deployments);
    prices = value(PriceFile.parse("prices.yaml", yaml.toString()));
    PolicySet policies = value(PolicyFile.parse("policies.yaml", POLICIES, catalog));
    router = Router.of(policies, catalog, prices);
  }

  private static <T> T value(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Failed<T> failed -> throw new IllegalStateException(failed.problems().toString());
    };
  }

  /** Decides among 20 candidates. */
  @Benchmark
  public Routing decide() {
    return router.decide(profile, Outlook.UNKNOWN, NOW);
  }

  /** The same after two CEL rules that do not match. */
  @Benchmark
  public Routing decideAfterTwoRules() {
    return router.decide(ruledProfile, Outlook.UNKNOWN, NOW);
  }

  /** Rates a usage with four meters. */
  @Benchmark
  public Rating rate() {
    return prices.rate("host-0/model-5", usage, NOW, NOW);
  }
}
