package io.tollgate.policies.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.pacing.Arm;
import io.tollgate.policies.pacing.BurnAlert;
import io.tollgate.policies.pacing.QualityBudget;
import io.tollgate.policies.pacing.SpendBudget;
import io.tollgate.policies.pacing.Window;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetFileTest {

  private final Town town = Town.ordinary();

  @Test
  void a_policy_has_no_budget_where_it_states_none() {
    Policy policy = town.policySet("policies: [{name: default}]").defaultPolicy();
    assertThat(policy.qualityBudget()).isNull();
    assertThat(policy.spendBudget()).isNull();
  }

  @Test
  void what_a_quality_budget_does_not_state_has_a_default() {
    QualityBudget budget =
        quality(
            """
            policies:
              - name: default
                quality_budget: {reference: acme/titan, loss: 0.02}
            """);
    assertThat(budget)
        .isEqualTo(
            new QualityBudget(
                List.of(deployment("acme/titan")),
                20_000,
                Duration.ofDays(7),
                250_000,
                Set.of(),
                0,
                List.of(),
                Picodollars.ofDollars("1"),
                BurnAlert.forWindow(Duration.ofDays(7))));
  }

  @Test
  void every_key_of_a_quality_budget_maps_to_its_figure() {
    QualityBudget budget =
        quality(
            """
            policies:
              - name: default
                quality_budget:
                  reference: model:oak-120b
                  loss: 0.005
                  window: 1d
                  max_loss: 0.1
                  arms: [verified, agreement]
                  judge: model:titan
                  judged_share: 0.03
                  measurement_usd_per_day: 5.00
                  burn_alerts: [{name: one, over: 1h, still: 5m, rate: 14.4}]
            """);
    assertThat(budget)
        .isEqualTo(
            new QualityBudget(
                List.of(deployment("swift/oak-120b"), deployment("slow/oak-120b")),
                5_000,
                Duration.ofDays(1),
                100_000,
                Set.of(Arm.VERIFIED, Arm.AGREEMENT),
                30_000,
                List.of(deployment("acme/titan")),
                Picodollars.ofDollars("5"),
                List.of(new BurnAlert("one", Duration.ofHours(1), Duration.ofMinutes(5), 14.4))));
  }

  @Test
  void a_judge_judges_three_requests_in_a_hundred_where_no_share_is_stated() {
    assertThat(
            quality(
                    """
                    policies:
                      - name: default
                        quality_budget: {reference: acme/titan, loss: 0.02, judge: acme/titan}
                    """)
                .judgedSharePpm())
        .isEqualTo(30_000);
  }

  @Test
  void a_spend_budget_is_for_a_calendar_window_or_a_rolling_one() {
    assertThat(spend("{usd: 500.25, window: month}"))
        .isEqualTo(new SpendBudget(Picodollars.ofDollars("500.25"), Window.Calendar.MONTH));
    assertThat(spend("{usd: 20, window: 24h}"))
        .isEqualTo(
            new SpendBudget(Picodollars.ofDollars("20"), new Window.Rolling(Duration.ofHours(24))));
  }

  @Test
  void the_policies_with_a_budget_are_known_from_the_others() {
    PolicySet set =
        town.policySet(
            """
            policies:
              - name: default
              - {name: good, quality_budget: {reference: acme/titan, loss: 0.02}}
              - {name: thrifty, spend_budget: {usd: 20, window: day}}
            """);
    assertThat(set.budgeted("good")).isNotNull().isEqualTo(set.policy("good"));
    assertThat(set.budgeted("thrifty")).isNotNull().isEqualTo(set.policy("thrifty"));
    assertThat(set.policy("default")).isNotNull();
    assertThat(set.budgeted("default")).isNull();
    assertThat(set.budgeted("none")).isNull();
  }

  @Test
  void every_mistake_in_a_quality_budget_is_named_where_it_stands() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: default
                    candidates: [class:local]
                    quality_budget:
                      reference: model:titan
                      loss: 2
                      window: 5m
                      max_loss: -0.1
                      arms: [verified, agrement]
                      judged_share: 0.03
                      measurement_usd_per_day: -1
                      budget: 7
                """))
        .containsExactly(
            "p.yaml:5:18: policies[0].quality_budget.reference: the reference is not among the"
                + " candidates of the policy; add it to candidates: it answers whenever nothing"
                + " cheaper is known to be good enough",
            "p.yaml:6:13: policies[0].quality_budget.loss: 2 is out of range;"
                + " expected: a decimal number from 0.000001 to 1",
            "p.yaml:7:15: policies[0].quality_budget.window: 5m is out of range;"
                + " expected: a duration from 10m to 366d",
            "p.yaml:8:17: policies[0].quality_budget.max_loss: -0.1 is out of range;"
                + " expected: a decimal number from 0 to 1",
            "p.yaml:9:24: policies[0].quality_budget.arms[1]: found \"agrement\": did you mean"
                + " \"agreement\"?; expected: one of verified, agreement",
            "p.yaml:10:21: policies[0].quality_budget.judged_share: there is no judge;"
                + " add judge: model:NAME",
            "p.yaml:11:32: policies[0].quality_budget.measurement_usd_per_day: -1 is out of range;"
                + " expected: a decimal number from 0 to 1000000",
            "p.yaml:12:7: policies[0].quality_budget.budget: unknown key; did you mean \"judge\"?");
  }

  @Test
  void a_reference_is_one_model_that_the_catalogue_has() {
    assertThat(problemsOfReference("class:frontier"))
        .containsExactly(
            "p.yaml:3:31: policies[0].quality_budget.reference: a class is more than one model;"
                + " expected: model:MODEL or PROVIDER/MODEL");
    assertThat(problemsOfReference("model:oak"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:3:31: policies[0].quality_budget.reference: no model is named \"oak\"");
    assertThat(problemsOfReference("acme/titann"))
        .containsExactly(
            "p.yaml:3:31: policies[0].quality_budget.reference: no deployment is named"
                + " \"acme/titann\"; did you mean \"acme/titan\"?");
    assertThat(problemsOfReference("[acme/titan]"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:3:31: policies[0].quality_budget.reference: found a list");
  }

  @Test
  void a_quality_budget_needs_a_reference_and_something_to_lose() {
    assertThat(town.problems("policies:\n- name: default\n  quality_budget: {window: 1d}\n"))
        .containsExactly(
            "p.yaml:3:19: policies[0].quality_budget: missing key \"reference\"; expected: a text",
            "p.yaml:3:19: policies[0].quality_budget: missing key \"loss\"; expected: a decimal"
                + " number from 0.000001 to 1");
    assertThat(
            town.problems(
                "policies:\n- name: default\n  quality_budget: {reference: acme/titan, loss: 0}\n"))
        .containsExactly(
            "p.yaml:3:49: policies[0].quality_budget.loss: 0 is out of range; expected: a"
                + " decimal number from 0.000001 to 1");
    assertThat(town.problems("policies:\n- name: default\n  quality_budget: 0.02\n"))
        .containsExactly(
            "p.yaml:3:19: policies[0].quality_budget: found \"0.02\"; expected: a map");
  }

  @Test
  void mistakes_in_burn_alerts_are_named_where_they_stand() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: default
                    quality_budget:
                      reference: acme/titan
                      loss: 0.02
                      window: 1d
                      burn_alerts:
                        - {name: fast, over: 2d, still: 5m, rate: 14.4}
                        - {name: fast, over: 1h, still: 5m, rate: 0}
                        - {name: Slow, over: 1h, still: 5m, rate: 6}
                        - {name: odd, over: 5m, still: 1h, rate: 6}
                """))
        .containsExactly(
            "p.yaml:8:30: policies[0].quality_budget.burn_alerts[0].over: is longer than the"
                + " window of the budget; expected: at most the window",
            "p.yaml:9:18: policies[0].quality_budget.burn_alerts[1].name: an alert of this budget"
                + " is named fast already; choose another",
            "p.yaml:9:51: policies[0].quality_budget.burn_alerts[1].rate: 0 is out of range;"
                + " expected: a decimal number from 0.1 to 1000",
            "p.yaml:10:18: policies[0].quality_budget.burn_alerts[2].name: found \"Slow\";"
                + " expected: a name of a-z, 0-9 and '-', up to 32 characters",
            "p.yaml:11:11: policies[0].quality_budget.burn_alerts[3]: alert over PT5M, still over"
                + " PT1H (expected: 0 < still <= over)");
  }

  @Test
  void mistakes_in_a_spend_budget_are_named_where_they_stand() {
    assertThat(problemsOfSpend("{usd: 0, window: year}"))
        .containsExactly(
            "p.yaml:3:23: policies[0].spend_budget.usd: 0 is out of range; expected: a decimal"
                + " number from 0.01 to 1000000",
            "p.yaml:3:34: policies[0].spend_budget.window: found \"year\", whose units are not ms,"
                + " s, m, h or d; expected: day, week, month or a duration from 10m to 366d");
    assertThat(problemsOfSpend("{amount: 3}"))
        .containsExactly(
            "p.yaml:3:17: policies[0].spend_budget: missing key \"usd\"; expected: a decimal number"
                + " from 0.01 to 1000000",
            "p.yaml:3:17: policies[0].spend_budget: missing key \"window\"; expected: day, week,"
                + " month or a duration from 10m to 366d",
            "p.yaml:3:18: policies[0].spend_budget.amount: unknown key; known keys: usd, window");
  }

  @Test
  void a_rule_has_no_budget_of_its_own() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: default
                    rules:
                      - {name: a, when: "true", spend_budget: {usd: 1, window: day}}
                """))
        .singleElement()
        .asString()
        .startsWith("p.yaml:4:33: policies[0].rules[0].spend_budget: unknown key");
  }

  private QualityBudget quality(String policies) {
    return Objects.requireNonNull(town.policySet(policies).defaultPolicy().qualityBudget());
  }

  private SpendBudget spend(String text) {
    return Objects.requireNonNull(
        town.policySet("policies: [{name: default, spend_budget: " + text + "}]")
            .defaultPolicy()
            .spendBudget());
  }

  private List<String> problemsOfReference(String text) {
    return town.problems(
        "policies:\n- name: default\n  quality_budget: {reference: " + text + ", loss: 0.02}\n");
  }

  private List<String> problemsOfSpend(String text) {
    return town.problems("policies:\n- name: default\n  spend_budget: " + text + "\n");
  }

  private Deployment deployment(String id) {
    return Objects.requireNonNull(town.catalog().deployment(id));
  }
}
