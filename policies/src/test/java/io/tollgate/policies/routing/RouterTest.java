package io.tollgate.policies.routing;

import static io.tollgate.policies.routing.Town.NOON;
import static io.tollgate.policies.routing.Town.decision;
import static io.tollgate.policies.routing.Town.plan;
import static io.tollgate.policies.routing.Town.refusal;
import static io.tollgate.policies.routing.Town.request;
import static io.tollgate.policies.routing.Town.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.price.Rates;
import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.routing.Outlook.Forecast;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {

  private static final String POLICIES =
      """
      aliases: {gpt-4o: auto/careful, oak: oak-120b, my-titan: acme/titan}
      policies:
        - name: default
        - name: careful
          objective: {quality_point_usd: 0.01}
          max_attempts: 2
        - name: fast
          objective: {latency_second_usd: 1}
        - name: floor
          limits: {min_quality: 0.70}
      """;

  private final Town town = Town.ordinary();
  private final Router router = town.router(POLICIES);

  @Test
  void auto_is_the_default_policy_and_without_an_objective_the_cheapest_wins() {
    Decision decision = decision(decide("auto"));
    assertThat(plan(decision)).containsExactly("local/pebble", "slow/oak-120b", "swift/oak-120b");
    assertThat(decision.policy()).isEqualTo("default");
    assertThat(decision.rule()).isEqualTo("default");
    assertThat(decision.reason())
        .isEqualTo("cheapest of 4 candidates: $0.0000018 expected, 250 ms to first token");
    assertThat(decision.rejected()).isEmpty();
  }

  @Test
  void a_named_policy_weighs_quality_and_cuts_its_plan_to_the_attempts() {
    Decision decision = decision(decide("auto/careful"));
    assertThat(plan(decision)).containsExactly("acme/titan", "slow/oak-120b");
    assertThat(decision.policy()).isEqualTo("careful");
    assertThat(decision.reason())
        .isEqualTo(
            "best in quality of 4 candidates, worth its price: $0.006 expected,"
                + " 900 ms to first token");
  }

  @Test
  void a_score_is_cost_plus_latency_minus_quality_in_exact_picodollars() {
    Candidate first = decision(decide("auto/careful")).first();
    // 1,000 x 2 + 400 x 10 micro-dollars, less 92 points at 1 cent. A quarter more to
    // read than estimated is held for, and at worst it is half as much more, and the longest answer
    // there is.
    assertThat(first.scorePico()).isEqualTo(6_000_000_000L - 920_000_000_000L);
    assertThat(first.estimate())
        .isEqualTo(
            new Estimate(
                Usage.of(1_000, 400),
                Picodollars.ofDollars("0.006"),
                Picodollars.ofDollars("0.0185"),
                Picodollars.ofDollars("0.083"),
                900,
                900 + 400 * 1000 / 60,
                920_000));
  }

  @Test
  void waiting_has_a_price() {
    Outlook outlook =
        deployment ->
            deployment.provider().equals("swift") ? Forecast.seen(90, 900, -1) : Forecast.UNKNOWN;
    Decision decision = decision(router.decide(request("auto/fast"), outlook, NOON));
    assertThat(plan(decision).getFirst()).isEqualTo("swift/oak-120b");
    assertThat(decision.first().estimate().ttftMs()).isEqualTo(90);
    assertThat(decision.first().estimate().totalMs()).isEqualTo(90 + 400 * 1000 / 900);
    assertThat(decision.reason())
        .startsWith("fastest of 4 candidates, worth its price: $0.00039 expected, 90 ms");
  }

  @Test
  void a_candidate_under_the_quality_floor_is_rejected_with_both_figures() {
    Decision decision = decision(decide("auto/floor"));
    assertThat(plan(decision)).containsExactly("slow/oak-120b", "swift/oak-120b", "acme/titan");
    assertThat(decision.rejected())
        .singleElement()
        .satisfies(rejection -> {
          assertThat(rejection.deployment().id()).isEqualTo("local/pebble");
          assertThat(rejection.reason()).isEqualTo("quality 0.60 is under the floor 0.70");
        });
    assertThat(decision.reason())
        .startsWith("cheapest of 3 candidates over the quality floor 0.70: ");
  }

  @Test
  void a_paused_deployment_is_left_out_and_the_caller_told_when_to_come_back() {
    Outlook outlook =
        deployment ->
            deployment.provider().equals("local")
                ? Forecast.UNKNOWN.with(Availability.PAUSED, 2_500)
                : Forecast.UNKNOWN;
    Decision decision = decision(router.decide(request("auto"), outlook, NOON));
    assertThat(plan(decision).getFirst()).isEqualTo("slow/oak-120b");
    assertThat(decision.rejected())
        .extracting(Rejection::reason)
        .containsExactly("takes no requests for 3 s");
    Refusal refusal = refusal(router.decide(request("local/pebble"), outlook, NOON));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.UNAVAILABLE);
    assertThat(refusal.retryAfterMs()).isEqualTo(2_500);
    assertThat(refusal.sentence())
        .isEqualTo(
            "No deployment can take this request at the moment: local/pebble: takes no requests for"
                + " 3 s");
  }

  @Test
  void an_ejected_deployment_comes_after_all_others_and_is_never_left_out() {
    Outlook outlook =
        deployment ->
            deployment.provider().equals("acme")
                ? Forecast.UNKNOWN
                : Forecast.UNKNOWN.with(Availability.EJECTED, 900);
    List<String> plan = plan(decision(router.decide(request("auto"), outlook, NOON)));
    assertThat(plan.getFirst()).isEqualTo("acme/titan");
    assertThat(plan).hasSizeGreaterThan(1);

    Outlook allEjected = deployment -> Forecast.UNKNOWN.with(Availability.EJECTED, 900);
    Decision decision = decision(router.decide(request("auto"), allEjected, NOON));
    Decision calm = decision(router.decide(request("auto"), Outlook.UNKNOWN, NOON));
    assertThat(plan(decision)).isEqualTo(plan(calm));
    assertThat(decision.reason()).endsWith("; a last resort, for it has failed lately");
  }

  @Test
  void a_direct_request_goes_to_its_deployment_whatever_the_limits() {
    RequestProfile tooLong = request("acme/titan", 5_000_000, 90_000, 1, Set.of(Capability.AUDIO));
    Decision decision = decision(router.decide(tooLong, Outlook.UNKNOWN, NOON));
    assertThat(plan(decision)).containsExactly("acme/titan");
    assertThat(decision.policy()).isEqualTo("direct");
    assertThat(decision.rule()).isEqualTo("direct");
    assertThat(decision.reason())
        .isEqualTo("named by the caller: $10.004 expected, 900 ms to first token");
  }

  @Test
  void a_model_is_served_by_any_of_its_deployments() {
    Decision decision = decision(decide("oak-120b"));
    assertThat(plan(decision)).containsExactly("slow/oak-120b", "swift/oak-120b");
    assertThat(decision.policy()).isEqualTo("direct");
    assertThat(decision.rule()).isEqualTo("model");
  }

  @Test
  void an_alias_stands_for_a_policy_a_model_or_a_deployment() {
    assertThat(decide("gpt-4o")).isEqualTo(decide("auto/careful"));
    assertThat(decide("oak")).isEqualTo(decide("oak-120b"));
    assertThat(decide("my-titan")).isEqualTo(decide("acme/titan"));
  }

  @Test
  void an_alias_is_resolved_once() {
    Router crossed =
        town.router(
            """
            aliases: {acme/titan: local/pebble, local/pebble: acme/titan}
            policies: [{name: default}]
            """);
    assertThat(plan(crossed.decide(request("acme/titan"), Outlook.UNKNOWN, NOON)))
        .containsExactly("local/pebble");
    assertThat(plan(crossed.decide(request("local/pebble"), Outlook.UNKNOWN, NOON)))
        .containsExactly("acme/titan");
  }

  @Test
  void every_name_is_listed_once() {
    assertThat(router.names())
        .doesNotHaveDuplicates()
        .startsWith("auto", "auto/default", "auto/careful", "auto/fast", "auto/floor")
        .contains("acme/titan", "titan", "oak-120b", "gpt-4o", "oak");
  }

  @Test
  void an_unknown_name_is_refused_with_the_nearest_known_one() {
    Refusal refusal = refusal(decide("gtp-4o"));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.UNKNOWN_MODEL);
    assertThat(refusal.sentence())
        .isEqualTo("The model \"gtp-4o\" does not exist; did you mean \"gpt-4o\"?");
    assertThat(refusal(decide("auto/carefull")).sentence()).endsWith("\"auto/careful\"?");
    assertThat(refusal(decide("\r\nevil" + "x".repeat(5_000))).sentence())
        .doesNotContain("\n")
        .hasSizeLessThan(200)
        .endsWith("ask for auto, auto/POLICY, PROVIDER/MODEL or one of GET /v1/models");
  }

  @Test
  void every_check_says_its_figure_and_its_limit() {
    Town strict =
        new Town()
            .with("a/dear", ModelClass.FRONTIER, 900_000, 2_000_000, 10_000_000)
            .with("b/slow-start", ModelClass.OPEN_MOE, 900_000, 1, 1)
            .with("c/slow-end", ModelClass.OPEN_MOE, 900_000, 1, 1)
            .withUnpriced("d/unpriced", ModelClass.LOCAL, 900_000, 9_000, 8_000, Set.of());
    Router strictRouter =
        strict.router(
            """
            policies:
              - name: default
                limits: {max_cost_usd: 0.005, max_ttft: 1s, max_total: 30s}
            """);
    Map<String, Forecast> forecasts =
        Map.of(
            "b/slow-start", Forecast.seen(1_001, 100, -1),
            "c/slow-end", Forecast.seen(100, 10, -1));
    Refusal refusal =
        refusal(
            strictRouter.decide(
                request("auto"),
                deployment -> forecasts.getOrDefault(deployment.id(), Forecast.UNKNOWN),
                NOON));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.NO_CANDIDATE);
    assertThat(refusal.sentence())
        .isEqualTo(
            "No deployment qualifies for this request under policy default:"
                + " a/dear: $0.006 expected is over the limit of $0.005;"
                + " b/slow-start: 1001 ms expected to the first token is over the limit of 1000 ms;"
                + " c/slow-end: 40100 ms expected to the last token is over the limit of 30000 ms;"
                + " d/unpriced: d/unpriced has no price: no price file names it");
  }

  @Test
  void limits_of_time_are_held_against_slow_answers_and_the_objective_against_usual_ones() {
    Router limited =
        town.router(
            """
            policies:
              - name: default
                objective: {latency_second_usd: 1}
                candidates: [swift/oak-120b]
                limits: {max_ttft: 1s, max_total: 10s}
            """);
    Decision decision =
        decision(limited.decide(request("auto"), _ -> forecast(100, 1_000, 100, 50), NOON));
    assertThat(decision.first().estimate().ttftMs()).isEqualTo(100);
    assertThat(decision.first().estimate().totalMs()).isEqualTo(100 + 400 * 10);
    assertThat(
            refusal(limited.decide(request("auto"), _ -> forecast(100, 1_001, 100, 50), NOON))
                .sentence())
        .contains("1001 ms expected to the first token is over the limit of 1000 ms");
    assertThat(
            refusal(limited.decide(request("auto"), _ -> forecast(100, 1_000, 100, 44), NOON))
                .sentence())
        .contains("10090 ms expected to the last token is over the limit of 10000 ms");
  }

  private static Forecast forecast(long ttftMs, long slowTtftMs, long speed, long slowSpeed) {
    return new Forecast(
        Availability.AVAILABLE, 0, ttftMs, slowTtftMs, speed, slowSpeed, 400, -1, -1, 0, 0, 0);
  }

  @Test
  void the_wait_for_a_place_is_part_of_the_time_to_the_first_token() {
    Outlook busy =
        deployment ->
            deployment.provider().equals("local")
                ? Forecast.UNKNOWN.with(700, 0)
                : Forecast.UNKNOWN;
    Decision decision = decision(router.decide(request("local/pebble"), busy, NOON));
    assertThat(decision.first().estimate().ttftMs()).isEqualTo(250 + 700);
    assertThat(decision.first().estimate().totalMs()).isEqualTo(250 + 700 + 400 * 1000 / 40);
  }

  @Test
  void a_scarce_quota_makes_a_deployment_look_dearer_and_cost_the_same() {
    Outlook scarce =
        deployment ->
            deployment.provider().equals("local")
                ? Forecast.UNKNOWN.with(0, 500_000)
                : Forecast.UNKNOWN;
    Candidate usual =
        decision(router.decide(request("local/pebble"), _ -> Forecast.UNKNOWN, NOON)).first();
    Candidate last = decision(router.decide(request("local/pebble"), scarce, NOON)).first();
    assertThat(last.estimate()).isEqualTo(usual.estimate());
    assertThat(last.scorePico()).isEqualTo(2 * usual.scorePico());
    Outlook gone =
        deployment ->
            deployment.provider().equals("slow")
                ? Forecast.UNKNOWN.with(0, 1_000_000)
                : Forecast.UNKNOWN;
    // Three times 0.26 thousandths is more than 0.39.
    assertThat(plan(router.decide(request("auto"), gone, NOON)))
        .containsExactly("local/pebble", "swift/oak-120b", "slow/oak-120b");
  }

  @Test
  void input_that_the_cache_will_serve_is_expected_at_its_price_and_held_at_the_full_one() {
    Town caching =
        new Town()
            .with(
                "a/m",
                Rates.of(
                    Map.of(
                        Meter.IN_UNCACHED,
                        2_000_000L,
                        Meter.IN_CACHE_READ,
                        200_000L,
                        Meter.OUT_VISIBLE,
                        10_000_000L)))
            .with(
                "b/unknown",
                Rates.of(
                    Map.of(Meter.IN_UNCACHED, 2_000_000L, Meter.OUT_VISIBLE, 10_000_000L),
                    Set.of(Meter.IN_CACHE_READ)));
    Outlook warm =
        _ -> new Forecast(Availability.AVAILABLE, 0, 100, 100, 100, 100, 50, -1, -1, 0, 0, 750_000);
    Router one = caching.router("policies: [{name: default}]");
    Estimate cached = decision(one.decide(request("a/m"), warm, NOON)).first().estimate();
    assertThat(cached.usage()).isEqualTo(new Usage(250, 750, 0, 0, 0, 0, 50, 0, 0));
    assertThat(cached.cost()).isEqualTo(Picodollars.ofDollars("0.00115"));
    assertThat(cached.hold()).isEqualTo(Picodollars.ofDollars("0.0045"));
    Estimate unknown = decision(one.decide(request("b/unknown"), warm, NOON)).first().estimate();
    assertThat(unknown.usage()).isEqualTo(Usage.of(1_000, 50));
    assertThat(unknown.cost()).isEqualTo(Picodollars.ofDollars("0.0025"));
  }

  @Test
  void the_worst_is_reckoned_beyond_a_cliff_that_the_input_may_cross_and_as_cache_writes() {
    PriceBook cliff =
        ((Parsed.Ok<PriceBook>)
                PriceFile.parse(
                    "prices.yaml",
                    """
                    prices:
                      acme/titan:
                        input: 2
                        output: 10
                        cache_write: 2.5
                        per_call: 0.01
                        tiers: [{above_input: 1400, input: 4, output: 15, cache_write: 5}]
                        source: test
                        as_of: 2026-01-01
                    """))
            .value();
    Town dear = new Town().with("acme/titan", Rates.of(2_000_000, 10_000_000));
    Estimate estimate =
        decision(
                Router.of(dear.policySet("policies: [{name: default}]"), dear.catalog(), cliff)
                    .decide(request("acme/titan", 1_000, 20, 1, Set.of()), Outlook.UNKNOWN, NOON))
            .first()
            .estimate();
    assertThat(estimate.cost()).isEqualTo(Picodollars.ofDollars("0.0122"));
    assertThat(estimate.hold()).isEqualTo(Picodollars.ofDollars("0.0127"));
    assertThat(estimate.worst()).isEqualTo(Picodollars.ofDollars("0.0178"));
  }

  @Test
  void a_deployment_that_was_never_tried_is_not_passed_over_for_one_that_once_answered_briefly() {
    Router twoPrices =
        new Town()
            .with("a/untried", ModelClass.OPEN_MOE, 900_000, 1_000_000, 4_000_000)
            .with("b/thrice-the-price", ModelClass.OPEN_MOE, 900_000, 3_000_000, 12_000_000)
            .router("policies: [{name: default}]");
    Outlook outlook =
        deployment ->
            deployment.provider().equals("b") ? Forecast.seen(-1, -1, 5) : Forecast.UNKNOWN;
    Decision decision = decision(twoPrices.decide(request("auto"), outlook, NOON));
    assertThat(plan(decision)).containsExactly("a/untried", "b/thrice-the-price");
    assertThat(decision.first().estimate().usage().totalOutput()).isEqualTo(5);
  }

  @Test
  void what_a_model_cannot_do_is_said() {
    Town narrow =
        new Town()
            .withUnpriced("a/m", ModelClass.LOCAL, 500_000, 9_000, 2_000, Set.of(Capability.TOOLS));
    Router narrowRouter = narrow.router("policies: [{name: default, allow_unpriced: true}]");
    assertThat(
            refusal(
                    narrowRouter.decide(
                        request(
                            "auto",
                            10,
                            -1,
                            1,
                            Set.of(Capability.LOGPROBS, Capability.IMAGES, Capability.TOOLS)),
                        Outlook.UNKNOWN,
                        NOON))
                .sentence())
        .endsWith("a/m: does not support images, logprobs");
    assertThat(
            refusal(
                    narrowRouter.decide(
                        request("auto", 8_500, 501, 1, Set.of()), Outlook.UNKNOWN, NOON))
                .sentence())
        .endsWith(
            "a/m: context window of 9000 tokens is less than 8500 of input and 501 of output");
    assertThat(
            refusal(
                    narrowRouter.decide(
                        request("auto", 10, 2_001, 1, Set.of()), Outlook.UNKNOWN, NOON))
                .sentence())
        .endsWith("a/m: answers at most 2000 tokens, and up to 2001 were asked for");
    assertThat(
            plan(
                narrowRouter.decide(
                    request("auto", 8_500, 500, 1, Set.of()), Outlook.UNKNOWN, NOON)))
        .containsExactly("a/m");
  }

  @Test
  void a_refusal_lists_a_few_reasons_and_counts_the_rest() {
    Router many = town.router("policies: [{name: default, limits: {min_quality: 1}}]");
    town.with("more/x", ModelClass.LOCAL, 0, 1, 1).with("more/y", ModelClass.LOCAL, 1, 1, 1);
    assertThat(refusal(many.decide(request("auto"), Outlook.UNKNOWN, NOON)).sentence())
        .doesNotContain("more");
    Router more = town.router("policies: [{name: default, limits: {min_quality: 1}}]");
    assertThat(refusal(more.decide(request("auto"), Outlook.UNKNOWN, NOON)).sentence())
        .contains("acme/titan: quality 0.92 is under the floor 1.00; ")
        .endsWith("; and 2 more");
  }

  @Test
  void an_unpriced_deployment_needs_permission_and_comes_last() {
    town.withUnpriced("free/gem", ModelClass.FRONTIER, 990_000, 100_000, 8_000, Set.of());
    Router both =
        town.router(
            """
            policies:
              - {name: default, objective: {quality_point_usd: 1}, max_attempts: 9}
              - {name: open, objective: {quality_point_usd: 1}, max_attempts: 9, allow_unpriced: true}
            """);
    assertThat(plan(both.decide(request("auto"), Outlook.UNKNOWN, NOON)))
        .doesNotContain("free/gem");
    Decision open = decision(both.decide(request("auto/open"), Outlook.UNKNOWN, NOON));
    assertThat(plan(open)).hasSize(5).last().isEqualTo("free/gem");
    assertThat(open.plan().getLast().estimate().cost()).isNull();
    assertThat(open.plan().getLast().estimate().hold()).isNull();
    assertThat(decision(both.decide(request("free/gem"), Outlook.UNKNOWN, NOON)).reason())
        .isEqualTo("named by the caller: cost unknown, no price, 900 ms to first token");
  }

  @Test
  void the_hold_covers_what_the_caller_allowed_and_the_cost_what_is_usual() {
    Outlook seen = deployment -> Forecast.seen(100, 100, 50);
    Estimate bounded =
        decision(router.decide(request("acme/titan", 1_000, 3_000, 2, Set.of()), seen, NOON))
            .first()
            .estimate();
    assertThat(bounded.usage()).isEqualTo(Usage.of(1_000, 100));
    assertThat(bounded.cost()).isEqualTo(Picodollars.ofDollars("0.003"));
    assertThat(bounded.hold()).isEqualTo(Picodollars.ofDollars("0.0625"));
    Estimate free = decision(router.decide(request("acme/titan"), seen, NOON)).first().estimate();
    assertThat(free.cost()).isEqualTo(Picodollars.ofDollars("0.0025"));
    assertThat(free.hold()).isEqualTo(Picodollars.ofDollars("0.0045"));
    Estimate short1 =
        decision(router.decide(request("acme/titan", 1_000, 20, 1, Set.of()), seen, NOON))
            .first()
            .estimate();
    assertThat(short1.usage().totalOutput()).isEqualTo(20);
    // A quarter more input than estimated, and all of the output that is allowed.
    assertThat(short1.hold()).isEqualTo(Picodollars.ofDollars("0.0027"));
    assertThat(short1.worst()).isEqualTo(Picodollars.ofDollars("0.0032"));
  }

  @Test
  void the_first_matching_rule_decides_and_inherits_what_it_does_not_state() {
    Router ruled =
        town.router(
            """
            policies:
              - name: default
                limits: {min_quality: 0.7}
                max_attempts: 1
                rules:
                  - name: agents
                    when: request.tools > 0 && "tools" in request.needs || request.tools > 5
                    objective: {quality_point_usd: 0.01}
                  - name: labels
                    when: request.task.startsWith("label") && request.user == "ann" && request.stream
                    limits: {min_quality: 0}
                  - name: rest
                    when: hour_utc == 12
                    candidates: [class:frontier]
            """);
    Decision agents = decision(ruled.decide(task("auto", "label", 6), Outlook.UNKNOWN, NOON));
    assertThat(agents.rule()).isEqualTo("agents");
    assertThat(plan(agents)).containsExactly("acme/titan");
    assertThat(agents.rejected()).hasSize(1);
    Decision labels = decision(ruled.decide(task("auto", "label-it", 1), Outlook.UNKNOWN, NOON));
    assertThat(labels.rule()).isEqualTo("labels");
    assertThat(plan(labels)).containsExactly("local/pebble");
    Decision rest = decision(ruled.decide(request("auto"), Outlook.UNKNOWN, NOON));
    assertThat(rest.rule()).isEqualTo("rest");
    assertThat(plan(rest)).containsExactly("acme/titan");
    Decision night =
        decision(ruled.decide(request("auto"), Outlook.UNKNOWN, NOON.plusSeconds(3_600)));
    assertThat(night.rule()).isEqualTo("default");
    assertThat(plan(night)).containsExactly("slow/oak-120b");
  }

  @Test
  void a_rule_that_fails_at_run_time_does_not_match_and_the_reason_says_so() {
    Router ruled =
        town.router(
            """
            policies:
              - name: default
                rules:
                  - {name: broken, when: 100 / request.tools > 2, candidates: [acme/titan]}
                  - {name: regex, when: "request.user.matches(request.model + '(')"}
            """);
    Decision decision = decision(ruled.decide(request("auto"), Outlook.UNKNOWN, NOON));
    assertThat(decision.rule()).isEqualTo("default");
    assertThat(plan(decision)).hasSize(3);
    assertThat(decision.reason())
        .startsWith("cheapest of 4 candidates: ")
        .contains("; rule broken was passed over: ")
        .contains("/ by zero")
        .contains("; rule regex was passed over: ");
    assertThat(decision(ruled.decide(task("auto", "", 9), Outlook.UNKNOWN, NOON)).rule())
        .isEqualTo("broken");
  }

  private Routing decide(String model) {
    return router.decide(request(model), Outlook.UNKNOWN, NOON);
  }
}
