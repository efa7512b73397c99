package io.tollgate.policies.routing;

import static io.tollgate.policies.routing.Town.NOON;
import static io.tollgate.policies.routing.Town.decision;
import static io.tollgate.policies.routing.Town.plan;
import static io.tollgate.policies.routing.Town.refusal;
import static io.tollgate.policies.routing.Town.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Parsed;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Models that make embeddings and models that answer are never taken for each other. */
class EmbeddingsRoutingTest {

  private static final String POLICIES =
      """
      policies:
        - name: default
        - name: one
          candidates: [acme/titan, swift/vector, slow/vector]
          limits: {min_quality: 0.9}
        - name: none
          candidates: [acme/titan]
      """;

  private static final Set<Capability> EMBEDDINGS = Set.of(Capability.EMBEDDINGS);

  private final Town town =
      Town.ordinary()
          .withUnpriced("swift/vector", ModelClass.FRONTIER, 500_000, 8_000, 1, EMBEDDINGS)
          .withUnpriced("slow/vector", ModelClass.FRONTIER, 500_000, 8_000, 1, EMBEDDINGS)
          .withUnpriced("acme/arrow", ModelClass.FRONTIER, 500_000, 8_000, 1, EMBEDDINGS);
  private final Router router = town.router(POLICIES);

  private static RequestProfile embed(String model, long inputTokens) {
    return request(model, inputTokens, 0, 1, EMBEDDINGS);
  }

  private Routing decide(RequestProfile profile) {
    return router.decide(profile, Outlook.UNKNOWN, NOON);
  }

  @Test
  void a_request_that_wants_an_answer_does_not_see_models_that_give_none() {
    Decision decision = decision(decide(request("auto")));
    assertThat(plan(decision)).isNotEmpty().noneMatch(id -> id.endsWith("vector"));
    assertThat(decision.rejected()).isEmpty();
    assertThat(refusal(decide(request("vector"))).sentence())
        .contains("swift/vector: makes embeddings and no answers");
    Refusal named = refusal(decide(request("swift/vector")));
    assertThat(named.code()).isEqualTo(Refusal.Code.NO_CANDIDATE);
    assertThat(named.sentence()).contains("makes embeddings and no answers");
  }

  @Test
  void a_request_for_embeddings_goes_to_deployments_of_one_model() {
    assertThat(plan(decide(embed("vector", 100)))).containsExactly("slow/vector", "swift/vector");
    assertThat(plan(decide(embed("swift/vector", 100)))).containsExactly("swift/vector");
    assertThat(refusal(decide(embed("titan", 100))).sentence())
        .contains("does not support embeddings");
    assertThat(refusal(decide(embed("acme/titan", 100))).sentence())
        .contains("does not support embeddings");
  }

  @Test
  void a_policy_may_choose_among_deployments_but_not_among_models_whose_vectors_differ() {
    Refusal mixed = refusal(decide(embed("auto", 100)));
    assertThat(mixed.code()).isEqualTo(Refusal.Code.NO_CANDIDATE);
    assertThat(mixed.sentence()).contains("cannot be compared").contains("policy default");
    assertThat(refusal(decide(embed("auto/one", 100))).sentence()).contains("no price");
    assertThat(refusal(decide(embed("auto/none", 100))).sentence())
        .contains("acme/titan: does not support embeddings");
  }

  @Test
  void many_texts_may_be_longer_together_than_the_context_of_one() {
    assertThat(plan(decide(embed("vector", 1_000_000)))).hasSize(2);
  }

  @Test
  void embeddings_are_priced_and_held_without_output() {
    Catalog catalog = BuiltIn.catalog();
    assertThat(PolicyFile.shipped(catalog)).isInstanceOf(Parsed.Ok.class);
    if (PolicyFile.shipped(catalog) instanceof Parsed.Ok<PolicySet>(PolicySet policies)) {
      Router shipped = Router.of(policies, catalog, BuiltIn.prices());
      Decision decision =
          decision(
              shipped.decide(embed("text-embedding-3-small", 1_000_000), Outlook.UNKNOWN, NOON));
      assertThat(plan(decision)).containsExactly("openai/text-embedding-3-small");
      Estimate estimate = decision.first().estimate();
      assertThat(estimate.usage()).isEqualTo(Usage.of(1_000_000, 0));
      assertThat(estimate.cost()).isEqualTo(Picodollars.ofDollars("0.02"));
      assertThat(estimate.toString()).doesNotContain("null");
    }
  }
}
