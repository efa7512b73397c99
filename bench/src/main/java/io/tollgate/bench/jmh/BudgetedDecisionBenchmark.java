package io.tollgate.bench.jmh;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.quality.QualityModel;
import io.tollgate.policies.routing.Guidance;
import io.tollgate.policies.routing.Outlook;
import io.tollgate.policies.routing.PolicyFile;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.RequestProfile;
import io.tollgate.policies.routing.Router;
import io.tollgate.policies.routing.Routing;
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

/**
 * Deciding under a quality budget among 14 models of the shipped predictor, for a prompt of 800
 * characters: from the text to the plan.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BudgetedDecisionBenchmark {

  private static final int MODELS = 14;
  private static final int CHARS = 800;
  private static final long SHADOW_PICO_PER_PPM = 20_000;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** One text for each, so that no cache of a single prompt could help. */
  private static final List<String> QUESTIONS =
      List.of(
          "A block of mass 2 kg slides down a plane that is inclined by 30 degrees. ",
          "Which of the following statements about contracts under seal is correct? ",
          "Let G be a group of order 45; show that G is abelian and list its subgroups. ",
          "A patient of 54 years complains of pain in the chest after meals, not at rest. ");

  private final QualityModel model = QualityModel.shipped();
  private final List<Prompt> prompts =
      QUESTIONS.stream()
          .map(text -> Prompt.of(text.repeat(CHARS / text.length() + 1).substring(0, CHARS)))
          .toList();
  private final RequestProfile profile =
      new RequestProfile(
          "auto", true, false, 2L * CHARS, 1, CHARS, CHARS / 4 + 8, -1, 1, 0, Set.of(), null, null);
  private Router router;
  private int next;

  /** A benchmark that {@link #prepare} makes ready. */
  @SuppressWarnings("NullAway.Init") // prepare() runs before anything else
  public BudgetedDecisionBenchmark() {}

  /** Makes a deployment of each model, the last one the reference. */
  @Setup
  public void prepare() {
    List<String> names = model.modelIds().subList(0, MODELS);
    List<Deployment> deployments = new ArrayList<>();
    StringBuilder yaml = new StringBuilder("prices:\n");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < MODELS; i++) {
      Model one =
          new Model(
              names.get(i),
              ModelClass.OPEN_MOE,
              700_000,
              200_000,
              32_000,
              Set.of(Capability.TOOLS));
      Deployment deployment = new Deployment("host", names.get(i), one);
      deployments.add(deployment);
      ids.add(deployment.id());
      yaml.append("  ").append(deployment.id()).append(":\n");
      yaml.append("    {input: ").append(i + 1).append(", output: ").append(4 * i + 2);
      yaml.append(", source: bench, as_of: 2026-11-01}\n");
    }
    Catalog catalog = Catalog.of(deployments);
    PriceBook prices = value(PriceFile.parse("prices.yaml", yaml.toString()));
    String policy =
        """
        policies:
          - name: default
            candidates: [%s]
            quality_budget: { reference: %s, loss: 0.02, arms: [agreement, verified] }
        """
            .formatted(String.join(", ", ids), ids.getLast());
    PolicySet policies = value(PolicyFile.parse("policies.yaml", policy, catalog));
    router = Router.of(policies, catalog, prices);
  }

  private static <T> T value(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Failed<T> failed -> throw new IllegalStateException(failed.problems().toString());
    };
  }

  private Forecasts forecasts() {
    next = (next + 1) % prompts.size();
    return model.forecasts(prompts.get(next));
  }

  /** Forecasts every model and decides. */
  @Benchmark
  public Routing decide() {
    return router.decide(
        profile,
        Outlook.UNKNOWN,
        policy -> new Guidance(forecasts(), SHADOW_PICO_PER_PPM, false, Set.of()),
        NOW);
  }

  /** Only reads the prompt: what forecasts are made of. */
  @Benchmark
  public Forecasts read() {
    return forecasts();
  }
}
