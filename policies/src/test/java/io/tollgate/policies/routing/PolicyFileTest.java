package io.tollgate.policies.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PolicyFileTest {

  private final Town town = Town.ordinary();

  @Test
  void what_a_policy_does_not_state_has_a_default() {
    Policy policy = town.policySet("policies: [{name: default}]").defaultPolicy();
    assertThat(policy.terms())
        .isEqualTo(
            new Terms(
                Objective.CHEAPEST,
                Limits.NONE,
                List.copyOf(town.catalog().deployments()),
                400,
                3,
                false,
                Patience.ENDLESS,
                Tolerance.HINTS));
    assertThat(policy.description()).isEmpty();
    assertThat(policy.rules()).isEmpty();
  }

  @Test
  void every_key_maps_to_its_figure() {
    PolicySet set =
        town.policySet(
            """
            aliases: {gpt-4o: auto/all}
            policies:
              - name: default
              - name: all
                description: Everything set
                objective: {quality_point_usd: 0.0005, latency_second_usd: 0.000000001}
                limits: {max_cost_usd: 0.50, max_ttft: 5s, max_total: 2m, min_quality: 0.655}
                candidates: [class:open-moe, model:pebble, acme/titan, acme/titan]
                expected_output_tokens: 900
                max_attempts: 5
                allow_unpriced: true
                rules:
                  - name: one
                    when: request.tools > 0
                    limits: {max_ttft: 300ms}
            """);
    assertThat(set.aliases()).containsEntry("gpt-4o", "auto/all");
    Policy policy = Objects.requireNonNull(set.policy("all"));
    assertThat(policy.description()).isEqualTo("Everything set");
    Terms terms = policy.terms();
    assertThat(terms.objective()).isEqualTo(new Objective(50_000, 1));
    assertThat(terms.limits())
        .isEqualTo(new Limits(Picodollars.ofDollars("0.50"), 5_000, 120_000, 655_000));
    assertThat(terms.candidates())
        .extracting(deployment -> deployment.id())
        .containsExactly("swift/oak-120b", "slow/oak-120b", "local/pebble", "acme/titan");
    assertThat(terms.expectedOutputTokens()).isEqualTo(900);
    assertThat(terms.maxAttempts()).isEqualTo(5);
    assertThat(terms.allowUnpriced()).isTrue();
    Rule rule = policy.rules().getFirst();
    assertThat(rule.when().text()).isEqualTo("request.tools > 0");
    assertThat(rule.terms().limits())
        .isEqualTo(new Limits(Picodollars.ofDollars("0.50"), 300, 120_000, 655_000));
    assertThat(rule.terms().candidates()).isEqualTo(terms.candidates());
    assertThat(rule.terms().objective()).isEqualTo(terms.objective());
  }

  @Test
  void unknown_keys_are_named_where_they_stand() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: default
                    limits: {min_qualty: 0.6}
                    max_atempts: 2
                alias: {a: auto}
                """))
        .containsExactly(
            "p.yaml:3:14: policies[0].limits.min_qualty: unknown key;"
                + " did you mean \"min_quality\"?",
            "p.yaml:4:5: policies[0].max_atempts: unknown key; did you mean \"max_attempts\"?",
            "p.yaml:5:1: alias: unknown key; did you mean \"aliases\"?");
  }

  @Test
  void candidates_that_the_catalogue_does_not_have_are_named_with_the_nearest_one() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: default
                    candidates:
                      - class:open-mo
                      - model:oak-12b
                      - swift/oak-120
                      - oak-120b
                      - local
                      - class:huge
                      - [x]
                """))
        .containsExactly(
            "p.yaml:4:9: policies[0].candidates[0]: no class is named \"open-mo\";"
                + " did you mean \"open-moe\"?",
            "p.yaml:5:9: policies[0].candidates[1]: no model is named \"oak-12b\";"
                + " did you mean \"oak-120b\"?",
            "p.yaml:6:9: policies[0].candidates[2]: no deployment is named \"swift/oak-120\";"
                + " did you mean \"swift/oak-120b\"?",
            "p.yaml:7:9: policies[0].candidates[3]: no deployment is named \"oak-120b\";"
                + " did you mean \"model:oak-120b\"?",
            "p.yaml:8:9: policies[0].candidates[4]: no deployment is named \"local\";"
                + " did you mean \"class:local\"?",
            "p.yaml:9:9: policies[0].candidates[5]: no class is named \"huge\";"
                + " the classes are frontier, open-moe, local",
            "p.yaml:10:9: policies[0].candidates[6]: found a list; expected: a single value");
  }

  @Test
  void a_class_may_be_empty_but_not_all_candidates() {
    Town localOnly =
        new Town()
            .with("local/pebble", io.tollgate.policies.catalog.ModelClass.LOCAL, 600_000, 1, 1);
    assertThat(
            localOnly.problems(
                "policies: [{name: default, candidates: [class:frontier, class:local]}]"))
        .isEmpty();
    assertThat(localOnly.problems("policies:\n- name: default\n  candidates: [class:frontier]\n"))
        .containsExactly(
            "p.yaml:3:15: policies[0].candidates: these candidates match no deployment of the"
                + " catalogue; name a class, a model or a deployment that it has");
    assertThat(new Town().problems("policies:\n- name: default\n"))
        .containsExactly("p.yaml:2:3: policies[0]: the catalogue has no deployment to choose from");
  }

  @Test
  void names_are_unique_plain_and_not_reserved() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: Fast One
                  - name: direct
                  - name: default
                    rules:
                      - {name: a, when: "true"}
                      - {name: a, when: "true"}
                      - {name: default, when: "true"}
                  - name: default
                """))
        .containsExactly(
            "p.yaml:2:11: policies[0].name: found \"Fast One\"; expected: a name of a-z, 0-9,"
                + " '.', '_' and '-', up to 64 characters",
            "p.yaml:3:11: policies[1].name: the name direct is reserved; choose another",
            "p.yaml:7:16: policies[2].rules[1].name: a rule of this policy is named a already;"
                + " choose another",
            "p.yaml:8:16: policies[2].rules[2].name: the name default stands for no rule;"
                + " choose another",
            "p.yaml:9:11: policies[3].name: a policy is named default already; choose another");
  }

  @Test
  void there_must_be_a_default_policy() {
    assertThat(town.problems("policies:\n  - name: fast\n"))
        .containsExactly(
            "p.yaml:2:3: policies: no policy is named default;"
                + " add it: it answers requests for the model \"auto\"");
    assertThat(town.problems("aliases: {}\n").getFirst())
        .isEqualTo("p.yaml:1:1: missing key \"policies\"; expected: a list");
  }

  @Test
  void an_alias_must_stand_for_something_and_must_not_hide_a_policy() {
    assertThat(
            town.problems(
                """
                policies: [{name: default}]
                aliases:
                  auto: acme/titan
                  auto/x: acme/titan
                  a: auto/defalt
                  b: a
                  c: oak-120b
                """))
        .containsExactly(
            "p.yaml:3:3: aliases.auto: auto is the name of a policy; choose another alias",
            "p.yaml:4:3: aliases.auto/x: auto/x is the name of a policy; choose another alias",
            "p.yaml:5:6: aliases.a: \"auto/defalt\" is neither a policy, nor a deployment,"
                + " nor a model; did you mean \"auto/default\"?",
            "p.yaml:6:6: aliases.b: \"a\" is neither a policy, nor a deployment, nor a model;"
                + " an alias stands for auto, auto/POLICY, PROVIDER/MODEL or MODEL");
  }

  @Test
  void figures_out_of_range_or_too_fine_are_named() {
    assertThat(
            town.problems(
                """
                policies:
                  - name: default
                    objective: {quality_point_usd: 0.000000001, latency_second_usd: -1}
                    limits: {min_quality: 60, max_ttft: 0s, max_cost_usd: 1e-3}
                    max_attempts: 0
                """))
        .containsExactly(
            "p.yaml:3:36: policies[0].objective.quality_point_usd: 0.000000001 has more than 8"
                + " decimals; expected: a decimal number from 0 to 1000",
            "p.yaml:3:69: policies[0].objective.latency_second_usd: -1 is out of range;"
                + " expected: a decimal number from 0 to 1000",
            "p.yaml:4:27: policies[0].limits.min_quality: 60 is out of range;"
                + " expected: a decimal number from 0 to 1",
            "p.yaml:4:41: policies[0].limits.max_ttft: 0s is out of range;"
                + " expected: a duration from 1ms to 1h",
            "p.yaml:4:59: policies[0].limits.max_cost_usd: found \"1e-3\";"
                + " expected: a decimal number from 0 to 1000000",
            "p.yaml:5:19: policies[0].max_attempts: 0 is out of range;"
                + " expected: a whole number from 1 to 10");
  }

  @Test
  void a_file_that_is_not_yaml_is_named_at_the_place() {
    assertThat(town.problems("policies:\n  - name: default\n   description: x\n"))
        .singleElement()
        .asString()
        .startsWith("p.yaml:3:4: not valid YAML: ");
  }

  @Test
  void patience_is_stated_in_parts_and_a_rule_overrides_what_it_states() {
    Policy policy =
        town.policySet(
                """
                policies:
                  - name: default
                    patience: {first_token: 3s, hedge_after: 250ms}
                    rules:
                      - name: chat
                        when: request.stream
                        patience: {tokens_per_second: 10, first_token: 1s}
                """)
            .defaultPolicy();
    assertThat(policy.terms().patience()).isEqualTo(new Patience(3_000, 0, 250));
    assertThat(policy.rules().getFirst().terms().patience())
        .isEqualTo(new Patience(1_000, 10, 250));
    assertThat(policy.terms().patience().hedges()).isTrue();
    assertThat(Patience.ENDLESS.hedges()).isFalse();
  }
}
