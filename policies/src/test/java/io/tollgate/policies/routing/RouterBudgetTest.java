package io.tollgate.policies.routing;

import static io.tollgate.policies.routing.Town.NOON;
import static io.tollgate.policies.routing.Town.decision;
import static io.tollgate.policies.routing.Town.plan;
import static io.tollgate.policies.routing.Town.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.routing.Outlook.Forecast;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterBudgetTest {

  private static final String POLICIES =
      """
      policies:
        - name: default
          quality_budget: {reference: acme/titan, loss: 0.02, max_loss: 0.10}
        - name: arms
          max_attempts: 1
          quality_budget: {reference: acme/titan, loss: 0.02, max_loss: 0.10, arms: [agreement]}
        - name: checked
          quality_budget: {reference: acme/titan, loss: 0.02, max_loss: 0.10, arms: [verified]}
        - name: floor
          limits: {min_quality: 0.80}
          quality_budget: {reference: acme/titan, loss: 0.02, max_loss: 0.50}
      """;

  private final Router router = Town.ordinary().router(POLICIES);

  /** What is forecast, and which models judged outcomes support. */
  private record Known(Map<String, Integer> quality, Set<String> proven, List<Agreement> agreements)
      implements Forecasts {

    @Override
    public int qualityPpm(String model) {
      return quality.getOrDefault(model, UNKNOWN);
    }

    @Override
    public int outputTokens(String model) {
      return 400;
    }

    @Override
    public boolean mayDisplace(String model, String reference, int maxLossPpm) {
      return proven.contains(model);
    }
  }

  private static final Map<String, Integer> QUALITY =
      Map.of("titan", 900_000, "oak-120b", 880_000, "pebble", 850_000);

  private static Known proven(String... models) {
    return new Known(QUALITY, Set.of(models), List.of());
  }

  /** At $0.10 for a whole quality a point costs $0.001: 10^11 pico-dollars over 10^6. */
  private static final long TENTH_OF_A_DOLLAR = 100_000;

  private Decision decide(String model, Forecasts forecasts, long shadow) {
    return decide(model, new Guidance(forecasts, shadow, false, Set.of()));
  }

  private Decision decide(String model, Guidance guidance) {
    return decision(router.decide(request(model), Outlook.UNKNOWN, policy -> guidance, NOON));
  }

  @Test
  void without_evidence_the_reference_answers_and_the_others_are_only_fallbacks() {
    Decision decision = decide("auto", proven(), 0);
    assertThat(plan(decision)).startsWith("acme/titan").hasSize(3);
    assertThat(decision.reason()).startsWith("the reference, for nothing that may take its place");
    assertThat(Objects.requireNonNull(decision.yardstick()).lossPpm()).isZero();
  }

  @Test
  void the_cheapest_proven_model_takes_its_place_where_quality_has_no_price() {
    Decision decision = decide("auto", proven("pebble", "oak-120b"), 0);
    assertThat(plan(decision)).containsExactly("local/pebble", "slow/oak-120b", "swift/oak-120b");
    Yardstick yardstick = Objects.requireNonNull(decision.yardstick());
    assertThat(yardstick.reference().id()).isEqualTo("acme/titan");
    assertThat(yardstick.referenceCost()).isEqualTo(Picodollars.ofDollars("0.006"));
    assertThat(yardstick.lossPpm()).isEqualTo(50_000);
    assertThat(decision.reason()).contains("5.0 points expected below acme/titan");
  }

  @Test
  void a_higher_price_of_quality_moves_the_choice_to_the_better_model_and_then_to_the_reference() {
    Known known = proven("pebble", "oak-120b");
    assertThat(plan(decide("auto", known, TENTH_OF_A_DOLLAR / 100)).getFirst())
        .isEqualTo("local/pebble");
    assertThat(plan(decide("auto", known, TENTH_OF_A_DOLLAR)).getFirst())
        .isEqualTo("slow/oak-120b");
    assertThat(plan(decide("auto", known, TENTH_OF_A_DOLLAR * 10)).getFirst())
        .isEqualTo("acme/titan");
  }

  @Test
  void the_floor_is_the_cheapest_of_what_may_take_its_place() {
    Known known = proven("pebble", "oak-120b");
    assertThat(floor(decide("auto", known, TENTH_OF_A_DOLLAR * 10)))
        .as("adequate, though quality is worth more now")
        .isEqualTo("local/pebble");
    assertThat(floor(decide("auto", proven("oak-120b"), 0))).isEqualTo("slow/oak-120b");
    assertThat(floor(decide("auto", proven(), 0))).isEqualTo("acme/titan");
    assertThat(floor(decide("auto", new Guidance(known, 0, true, Set.of()))))
        .as("a budget that is used up")
        .isEqualTo("acme/titan");
    assertThat(floor(decide("auto", new Guidance(known, 0, false, Set.of("pebble")))))
        .as("in quarantine")
        .isEqualTo("slow/oak-120b");
  }

  private static String floor(Decision decision) {
    return Objects.requireNonNull(decision.floor()).id();
  }

  @Test
  void a_used_up_budget_leaves_the_reference_alone() {
    Guidance frozen = new Guidance(proven("pebble", "oak-120b"), 0, true, Set.of());
    Decision decision = decide("auto", frozen);
    assertThat(plan(decision)).startsWith("acme/titan");
    assertThat(decision.reason()).startsWith("the reference, for the quality budget is used up");
  }

  @Test
  void a_quarantined_model_takes_nobodys_place() {
    Guidance guidance = new Guidance(proven("pebble", "oak-120b"), 0, false, Set.of("pebble"));
    assertThat(plan(decide("auto", guidance))).startsWith("slow/oak-120b").doesNotContain("pebble");
  }

  @Test
  void no_request_risks_more_than_the_policy_allows_in_one() {
    Known weak =
        new Known(Map.of("titan", 900_000, "pebble", 790_000), Set.of("pebble"), List.of());
    assertThat(plan(decide("auto", weak, 0))).startsWith("acme/titan");
  }

  @Test
  void the_floor_of_a_request_is_held_against_what_is_forecast_for_it() {
    Known weak =
        new Known(Map.of("titan", 900_000, "pebble", 790_000), Set.of("pebble"), List.of());
    Decision decision = decide("auto/floor", weak, 0);
    assertThat(plan(decision)).doesNotContain("local/pebble");
    assertThat(decision.rejected())
        .anySatisfy(rejection ->
            assertThat(rejection.reason()).isEqualTo("quality 0.79 is under the floor 0.80"));
  }

  @Test
  void two_that_agree_compete_by_the_same_objective() {
    Known known =
        new Known(
            QUALITY,
            Set.of("pebble", "oak-120b"),
            List.of(new Forecasts.Agreement("oak-120b", "pebble", "titan", 910_000, 900_000)));
    Decision decision = decide("auto/arms", known, TENTH_OF_A_DOLLAR * 10);
    assertThat(decision.tactic()).isEqualTo(new Tactic.Agreement());
    assertThat(plan(decision)).containsExactly("slow/oak-120b", "local/pebble", "acme/titan");
    assertThat(Objects.requireNonNull(decision.yardstick()).lossPpm()).isEqualTo(-10_000);
    assertThat(decide("auto", known, TENTH_OF_A_DOLLAR * 10).tactic())
        .as("only where the policy allows it")
        .isEqualTo(Tactic.STRAIGHT);
  }

  @Test
  void a_cheap_answer_is_held_back_and_looked_at_where_the_policy_says_so() {
    Decision decision = decide("auto/checked", proven("pebble"), 0);
    assertThat(decision.tactic()).isEqualTo(new Tactic.Verified());
    assertThat(plan(decision)).startsWith("local/pebble", "acme/titan");
    assertThat(decide("auto/checked", proven(), 0).tactic()).isEqualTo(Tactic.STRAIGHT);
  }

  @Test
  void while_the_reference_takes_nothing_others_answer_and_no_loss_is_booked() {
    Outlook outlook =
        deployment ->
            deployment.provider().equals("acme")
                ? Forecast.UNKNOWN.with(Availability.PAUSED, 1_000)
                : Forecast.UNKNOWN;
    Decision decision =
        decision(
            router.decide(
                request("auto"),
                outlook,
                policy -> new Guidance(proven("pebble"), 0, false, Set.of()),
                NOON));
    assertThat(plan(decision)).isNotEmpty().doesNotContain("acme/titan");
    assertThat(decision.yardstick()).isNull();
    assertThat(decision.reason()).endsWith("the reference of the quality budget takes no requests");
  }

  @Test
  void nobody_is_asked_for_guidance_where_there_is_no_budget() {
    Decision decision =
        decision(
            router.decide(
                request("acme/titan"),
                Outlook.UNKNOWN,
                policy -> {
                  throw new AssertionError(policy);
                },
                NOON));
    assertThat(decision.yardstick()).isNull();
  }
}
