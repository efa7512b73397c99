package io.tollgate.bench.budget;

import io.tollgate.bench.provider.DemoProvider;
import io.tollgate.bench.provider.Prompter;
import io.tollgate.bench.provider.ProviderProfile;
import io.tollgate.bench.provider.SimulatedModel;
import io.tollgate.bench.provider.TokenPrices;
import io.tollgate.gateway.training.PriceList;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The simulated providers of a run, and the policy of the gateway in front of them. */
final class ExamProviders {

  private static final String MODELS = "recorded";

  /** Simulated models of some names are as particular as theirs; here only answers count. */
  private static final String PREFIX = "exam-";

  private static final String JUDGE = "judge";
  private static final String JUDGE_MODEL = "knows-all";
  private static final TokenPrices JUDGE_PRICES = new TokenPrices(150_000, 150_000, 600_000);
  private static final int CONTEXT_TOKENS = 1_000_000;
  private static final int OUTPUT_TOKENS = 8_192;
  private static final int PPM = 1_000_000;

  /** The fast alert's short span is so much of an interval. */
  private static final int INTERVAL_PARTS = 4;

  private final BudgetPlan plan;
  private final Exam exam;
  private final PriceList prices;
  private final RecordedAnswers answers;

  ExamProviders(BudgetPlan plan, Exam exam, PriceList prices, RecordedAnswers answers) {
    this.plan = plan;
    this.exam = exam;
    this.prices = prices;
    this.answers = answers;
  }

  /** The recorded model that a provider serves under a name of its own. */
  static String recorded(String upstream) {
    return upstream.substring(PREFIX.length());
  }

  /** The recorded model of a deployment. */
  static String model(String deployment) {
    return deployment.substring((MODELS + "/" + PREFIX).length());
  }

  /**
   * What a model charges.
   *
   * @throws IllegalArgumentException if it has no price
   */
  static TokenPrices prices(PriceList prices, String model) {
    PriceList.ModelPrice price = prices.of(model);
    if (price == null) {
      throw new IllegalArgumentException(
          "no price of " + model + " (expected: in prices.csv beside the sets, or in --prices)");
    }
    long input = pico(price.inputUsdPerMtok());
    return new TokenPrices(input, input, pico(price.outputUsdPerMtok()));
  }

  /** Dollars per million tokens are a million pico-dollars per token. */
  private static long pico(double usdPerMtok) {
    return BigDecimal.valueOf(usdPerMtok)
        .multiply(BigDecimal.valueOf(TokenPrices.DOLLAR_PER_MILLION))
        .longValue();
  }

  List<DemoProvider> all() {
    List<SimulatedModel> models = new ArrayList<>();
    List<Deployment> deployments = new ArrayList<>();
    for (int column = 0; column < exam.set().width(); column++) {
      String name = exam.set().models().get(column);
      models.add(SimulatedModel.instant(PREFIX + name).pricedAt(prices(prices, name)));
      deployments.add(deployment(MODELS, PREFIX, name, exam.qualityPpm(column)));
    }
    return List.of(
        provider(MODELS, models, deployments, new Candidates(answers)),
        provider(
            JUDGE,
            List.of(SimulatedModel.instant(JUDGE_MODEL).pricedAt(JUDGE_PRICES)),
            List.of(deployment(JUDGE, "", JUDGE_MODEL, PPM)),
            new KnowingJudge(answers)));
  }

  private static Deployment deployment(
      String provider, String prefix, String name, int qualityPpm) {
    Set<Capability> all = Set.of(Capability.TOOLS, Capability.JSON_SCHEMA);
    Model model =
        new Model(name, ModelClass.OPEN_MOE, qualityPpm, CONTEXT_TOKENS, OUTPUT_TOKENS, all);
    return new Deployment(provider, prefix + name, model);
  }

  private DemoProvider provider(
      String name, List<SimulatedModel> models, List<Deployment> deployments, Prompter prompter) {
    // Not a secret: the key of a server that exists only here and now.
    ProviderProfile profile =
        ProviderProfile.of(name, plan.seed(), "sk-upstream-" + name, models).toldBy(prompter);
    return new DemoProvider(ModelClass.OPEN_MOE, profile, deployments);
  }

  /** One policy with the budget, over all recorded models. */
  String policies() {
    return """
    policies:
      - name: %s
        candidates: [%s]
        quality_budget:
          reference: %s
          loss: %s
          window: %dh
          arms: [%s]
          judge: %s/%s
          judged_share: %s
          measurement_usd_per_day: 1000
          burn_alerts:
            - { name: fast, over: %s, still: %s, rate: 2 }
            - { name: slow, over: %s, still: %s, rate: 1 }
    """
        .formatted(
            Application.POLICY,
            exam.set().models().stream()
                .map(model -> MODELS + "/" + PREFIX + model)
                .collect(Collectors.joining(", ")),
            MODELS + "/" + PREFIX + exam.referenceModel(),
            share(plan.lossPpm()),
            BudgetPlan.WINDOW.toHours(),
            plan.arms() ? "agreement" : "",
            JUDGE,
            JUDGE_MODEL,
            share(plan.judgedSharePpm()),
            // At so few requests in a window, spans are chosen that have some hundreds of them.
            hours(plan.interval()),
            hours(plan.interval().dividedBy(INTERVAL_PARTS)),
            hours(BudgetPlan.WINDOW),
            hours(plan.interval()));
  }

  /** Further lines of the configuration. */
  String settings(Path model) {
    return "router: { model: \"" + model.toAbsolutePath() + "\" }\n";
  }

  private static String hours(Duration span) {
    return span.toHours() + "h";
  }

  private static String share(int ppm) {
    return BigDecimal.valueOf(ppm, 6).stripTrailingZeros().toPlainString();
  }
}
