package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.gateway.metrics.DeskMeters;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.WatchState.Standing;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.routing.Guidance;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.PolicyFile;
import io.tollgate.policies.routing.PolicySet;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.routing.Tolerance;
import io.tollgate.policies.routing.Yardstick;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityDeskTest {

  private static final Prompt QUESTION = Prompt.of("What is 2+2?");
  private static final String ONE = "tenant-one";
  private static final String OTHER = "tenant-other";

  private static final PolicySet POLICIES = policies();

  @TempDir private Path folder;

  private final Samples.Clock clock = new Samples.Clock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger asked = new AtomicInteger();
  private Function<Prompt, Forecasts> predictor =
      prompt -> {
        asked.incrementAndGet();
        return new Fixed();
      };

  /** The reference is right nine times of ten, the cheap model eight times. */
  private static class Fixed implements Forecasts {
    @Override
    public int qualityPpm(String model) {
      return model.equals("bright") ? 900_000 : 800_000;
    }

    @Override
    public int outputTokens(String model) {
      return 100;
    }

    @Override
    public boolean mayDisplace(String model, String reference, int maxLossPpm) {
      return maxLossPpm >= 100_000;
    }

    @Override
    public List<Agreement> agreements() {
      return List.of(new Agreement("swift", "swift", "bright", 850_000, 500_000));
    }
  }

  private static PolicySet policies() {
    String text =
        """
        policies:
          - name: default
            candidates: [cheap/swift, dear/bright]
          - name: thrifty
            candidates: [cheap/swift, dear/bright]
            quality_budget: { reference: dear/bright, loss: 0.02 }
            spend_budget: { usd: 1, window: 1d }
        """;
    return switch (PolicyFile.parse(
        "policies.yaml", text, Catalog.of(List.of(Samples.SWIFT, Samples.BRIGHT)))) {
      case Parsed.Ok<PolicySet>(PolicySet set) -> set;
      case Parsed.Failed<PolicySet> failed -> throw new AssertionError(failed.problems());
    };
  }

  private QualityDesk desk(DeskState state, int accounts) {
    return QualityDesk.of(
        () -> new Knowledge(POLICIES, PriceBook.EMPTY, prompt -> predictor.apply(prompt)),
        state,
        accounts,
        new DeskMeters(registry),
        clock,
        () -> 0);
  }

  private QualityDesk desk() {
    return desk(DeskState.EMPTY, 100);
  }

  private static Guidance guidance(QualityDesk desk, String key) {
    return desk.guidance(key, () -> QUESTION).under("thrifty");
  }

  private static Decision decision(int lossPpm) {
    return decision(lossPpm, Tactic.STRAIGHT);
  }

  private static Decision decision(int lossPpm, Tactic tactic) {
    Estimate estimate = new Estimate(Usage.of(10, 20), null, null, null, 1, 2, 800_000);
    return new Decision(
        "thrifty",
        "default",
        List.of(new Candidate(Samples.SWIFT, estimate, 0)),
        List.of(),
        "a test",
        Patience.ENDLESS,
        Tolerance.HINTS,
        tactic,
        new Yardstick(Samples.BRIGHT, Picodollars.ofDollars("0.01"), lossPpm, 1, Judgement.PPM));
  }

  private void spend(QualityDesk desk, String key, int requests, int lossPpm) {
    for (int i = 0; i < requests; i++) {
      guidance(desk, key);
      desk.decided(key + i, key, decision(lossPpm));
    }
  }

  private static Judgement judgement(String request, String key, int predicted, int score) {
    return judgement(request, key, Samples.SWIFT, predicted, score, Samples.BRIGHT);
  }

  private static Judgement judgement(
      String request, String key, Deployment whose, int predicted, int score, Deployment against) {
    return new Judgement(
        Samples.NOON,
        request,
        key,
        "thrifty",
        whose,
        predicted >= 0,
        predicted,
        score,
        against,
        1_000_000,
        JudgementSource.JUDGE,
        30_000,
        null,
        10,
        20,
        QUESTION);
  }

  @Test
  void nothing_is_predicted_for_a_policy_without_a_quality_budget() {
    Guidance.Source source =
        desk()
            .guidance(
                ONE,
                () -> {
                  throw new AssertionError("the prompt was read");
                });

    assertThat(source.under("default")).isEqualTo(Guidance.REFERENCE_ONLY);
    assertThat(source.under("unknown")).isEqualTo(Guidance.REFERENCE_ONLY);
    assertThat(asked).hasValue(0);
  }

  @Test
  void a_predictor_that_throws_leaves_the_request_to_the_reference() {
    predictor =
        prompt -> {
          throw new IllegalStateException("no good");
        };
    assertThat(guidance(desk(), ONE)).isEqualTo(Guidance.REFERENCE_ONLY);
    assertThat(registry.get("tollgate.predictor.failures").counter().count()).isEqualTo(1);
  }

  @Test
  void forecasts_that_throw_late_say_that_nothing_is_known() {
    predictor =
        prompt ->
            new Fixed() {
              @Override
              public boolean mayDisplace(String model, String reference, int maxLossPpm) {
                throw new IllegalStateException("no good");
              }
            };
    Forecasts forecasts = guidance(desk(), ONE).forecasts();

    assertThat(forecasts.mayDisplace("swift", "bright", 500_000)).isFalse();
    assertThat(forecasts.qualityPpm("swift")).isEqualTo(Forecasts.UNKNOWN);
    assertThat(forecasts.agreements()).isEmpty();
    assertThat(registry.get("tollgate.predictor.failures").counter().count()).isEqualTo(1);
  }

  @Test
  void a_key_that_overspends_freezes_and_no_other_does() {
    QualityDesk desk = desk();
    spend(desk, ONE, 200, 100_000);

    assertThat(guidance(desk, ONE).frozen()).isTrue();
    assertThat(guidance(desk, OTHER).frozen()).isFalse();
    assertThat(desk.look().budgets()).extracting(BudgetReading::key).containsExactly(ONE, OTHER);
  }

  @Test
  void quality_gets_dearer_as_it_is_lost_and_cheaper_as_it_is_not() {
    QualityDesk desk = desk();
    spend(desk, ONE, 1, 20_000);
    spend(desk, OTHER, 1, 20_000);
    long before = guidance(desk, ONE).shadowPicoPerPpm();
    spend(desk, ONE, 40, 100_000);
    spend(desk, OTHER, 40, 0);

    assertThat(guidance(desk, ONE).shadowPicoPerPpm()).isGreaterThan(before);
    assertThat(guidance(desk, OTHER).shadowPicoPerPpm()).isLessThan(before);
  }

  @Test
  void a_model_that_got_worse_is_held_back_for_all_and_charged_to_those_who_used_it() {
    QualityDesk desk = desk();
    spend(desk, ONE, 300, 0);
    guidance(desk, OTHER);
    long before = remaining(desk, ONE);
    int samples = 0;
    while (desk.look().models().stream()
        .noneMatch(model -> model.standing() == Standing.QUARANTINED)) {
      desk.judged(judgement(ONE + samples++, ONE, 800_000, 0));
      assertThat(samples).isLessThan(30);
    }

    assertThat(guidance(desk, OTHER).quarantined()).containsExactly("swift");
    assertThat(registry.get("tollgate.model.quarantined").tag("model", "swift").gauge().value())
        .isEqualTo(1);
    assertThat(remaining(desk, ONE)).isLessThan(before);
    assertThat(remaining(desk, OTHER)).isEqualTo(Judgement.PPM);
  }

  @Test
  void what_is_judged_of_an_agreement_holds_a_model_back_and_corrects_no_forecast() {
    QualityDesk desk = desk();
    guidance(desk, ONE);
    for (int i = 0; i < 20; i++) {
      desk.decided(ONE + i, ONE, decision(10_000, new Tactic.Agreement()));
      desk.judged(judgement(ONE + i, ONE, 800_000, 0));
    }

    assertThat(guidance(desk, ONE).quarantined()).containsExactly("swift");
    assertThat(guidance(desk, ONE).forecasts().qualityPpm("swift")).isEqualTo(800_000);
  }

  @Test
  void a_model_on_probation_is_asked_before_one_that_is_quarantined_already() {
    QualityDesk desk = desk();
    assertThat(desk.unsettled()).isEmpty();
    for (int i = 0; i < 20; i++) {
      desk.judged(judgement(ONE + i, ONE, 800_000, 0));
    }
    assertThat(desk.unsettled()).as("to be let back in").containsExactly("swift");

    for (int i = 0; !guidance(desk, ONE).quarantined().contains("bright"); i++) {
      desk.judged(judgement(OTHER + i, ONE, Samples.BRIGHT, 900_000, 0, Samples.SWIFT));
    }
    assertThat(desk.unsettled()).containsExactly("bright");
    for (int i = 0; i < 20; i++) {
      desk.judged(judgement(OTHER + i, ONE, Samples.BRIGHT, 900_000, 0, Samples.SWIFT));
    }
    assertThat(desk.unsettled())
        .as("both quarantined")
        .containsExactlyInAnyOrder("bright", "swift");
  }

  private static long remaining(QualityDesk desk, String key) {
    return desk.look().budgets().stream()
        .filter(budget -> budget.key().equals(key))
        .findFirst()
        .orElseThrow()
        .remainingPpm();
  }

  @Test
  void complaints_have_a_model_judged_more_often_and_hold_nothing_back() {
    QualityDesk desk = desk();
    spend(desk, ONE, 50, 0);
    int before = desk.ppm("thrifty", ONE, "swift", 30_000);
    for (int i = 0; i < 50; i++) {
      desk.judged(
          new Judgement(
              Samples.NOON,
              ONE + i,
              ONE,
              "thrifty",
              Samples.SWIFT,
              true,
              800_000,
              0,
              null,
              null,
              JudgementSource.FEEDBACK,
              Judgement.PPM,
              null,
              10,
              20,
              null));
    }

    assertThat(desk.ppm("thrifty", ONE, "swift", 30_000)).isGreaterThan(before);
    assertThat(guidance(desk, ONE).quarantined()).isEmpty();
  }

  @Test
  void corrections_lower_what_is_forecast() {
    Forecasts corrected =
        new GuardedForecasts(
            new Fixed(),
            model -> model.equals("swift") ? 100_000 : 0,
            model -> model.equals("bright"),
            () -> {});

    assertThat(corrected.qualityPpm("swift")).isEqualTo(700_000);
    assertThat(corrected.qualityPpm("bright")).isEqualTo(900_000);
    assertThat(corrected.mayDisplace("swift", "bright", 150_000)).isFalse();
    assertThat(corrected.mayDisplace("swift", "bright", 200_000)).isTrue();
    assertThat(corrected.agreements().getFirst().qualityPpm()).isEqualTo(800_000);
  }

  @Test
  void of_all_but_the_reference_less_is_expected_by_what_forecasts_of_a_choice_are_too_high() {
    predictor =
        prompt ->
            new Fixed() {
              @Override
              public int optimismPpm(String model) {
                return 10_000;
              }
            };
    Forecasts forecasts = guidance(desk(), ONE).forecasts();

    assertThat(forecasts.qualityPpm("swift")).isEqualTo(790_000);
    assertThat(forecasts.qualityPpm("bright")).isEqualTo(900_000);
    assertThat(forecasts.agreements().getFirst().qualityPpm()).isEqualTo(840_000);
  }

  @Test
  void what_was_spent_outlives_a_restart() throws Exception {
    QualityDesk desk = desk();
    spend(desk, ONE, 200, 100_000);
    desk.judged(judgement(ONE + "1", ONE, 800_000, 0));
    new DeskStateFile(folder).write(desk.state());

    QualityDesk next = desk(new DeskStateFile(folder).read(), 100);

    assertThat(next.state()).isEqualTo(desk.state());
    assertThat(guidance(next, ONE)).extracting(Guidance::frozen).isEqualTo(true);
    assertThat(guidance(next, ONE).shadowPicoPerPpm())
        .isEqualTo(guidance(desk, ONE).shadowPicoPerPpm());
  }

  @Test
  void a_damaged_state_is_set_aside_and_budgets_start_fresh() throws Exception {
    for (String damaged :
        List.of("", "{", "null", "{\"version\":2}", "[1]", "{\"version\":1,\"accounts\":[{}]}")) {
      Path file = folder.resolve("state.json");
      Files.writeString(file, damaged);

      assertThat(new DeskStateFile(folder).read()).as(damaged).isEqualTo(DeskState.EMPTY);
      assertThat(file).doesNotExist();
      assertThat(folder.resolve("state.json.damaged")).hasContent(damaged);
    }
  }

  @Test
  void there_are_never_more_accounts_than_the_bound() {
    QualityDesk desk = desk(DeskState.EMPTY, 3);
    for (int i = 0; i < 10; i++) {
      spend(desk, "key-" + i, 1, 0);
    }

    assertThat(desk.look().budgets())
        .extracting(BudgetReading::key)
        .containsExactlyInAnyOrder("key-7", "key-8", "key-9");
  }
}
