package io.tollgate.policies.routing;

import static io.tollgate.policies.routing.Town.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.money.Picodollars;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a caller may have, and for how much, is decided together with where a request goes. */
final class AllowanceTest {

  private static final String POLICIES =
      """
      policies:
        - name: default
          objective: {quality_point_usd: 0.01}
          candidates: [acme/titan, swift/oak-120b, local/pebble]
      """;

  private final Router router = Town.ordinary().router(POLICIES);

  private Routing decide(String model, Allowance allowance) {
    return router.decide(
        Town.request(model), Outlook.UNKNOWN, Guidance.Source.NONE, allowance, NOON);
  }

  /** Only deployments of these providers. */
  private static Allowance only(String... providers) {
    return new Allowance() {
      @Override
      public @Nullable Objection toDeployment(Deployment deployment) {
        return Set.of(providers).contains(deployment.provider())
            ? null
            : new Objection(Refusal.Code.FORBIDDEN, "not for you");
      }
    };
  }

  /** Only what is not likely to cost more. */
  private static Allowance upTo(String dollars) {
    return new Allowance() {
      @Override
      public boolean limitsCost() {
        return true;
      }

      @Override
      public @Nullable Objection toCost(
          @Nullable Picodollars cost, @Nullable Picodollars hold, @Nullable Picodollars worst) {
        return hold != null && hold.compareTo(Picodollars.ofDollars(dollars)) <= 0
            ? null
            : new Objection(Refusal.Code.OVER_BUDGET, "too much for you");
      }
    };
  }

  @Test
  void what_the_caller_may_not_have_is_no_candidate() {
    Decision decision = Town.decision(decide("auto", only("swift", "local")));
    assertThat(decision.plan())
        .extracting(candidate -> candidate.deployment().provider())
        .containsExactlyInAnyOrder("swift", "local");
    assertThat(decision.rejected()).extracting(Rejection::reason).containsExactly("not for you");
  }

  @Test
  void a_cheaper_candidate_is_taken_before_the_request_is_refused() {
    assertThat(Town.decision(decide("auto", upTo("1"))).plan()).hasSize(3);
    Decision shortOfMoney = Town.decision(decide("auto", upTo("0.002")));
    assertThat(shortOfMoney.plan())
        .extracting(candidate -> candidate.deployment().provider())
        .doesNotContain("acme");
    Refusal refusal = (Refusal) decide("auto", upTo("0"));
    assertThat(refusal.code()).isEqualTo(Refusal.Code.OVER_BUDGET);
    assertThat(refusal.sentence()).contains("acme/titan: too much for you");
  }

  @Test
  void a_model_that_is_named_is_held_to_it_as_well() {
    assertThat(((Refusal) decide("acme/titan", only("swift"))).code())
        .isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(((Refusal) decide("titan", only("swift"))).code()).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(((Refusal) decide("acme/titan", upTo("0.001"))).code())
        .isEqualTo(Refusal.Code.OVER_BUDGET);
  }

  @Test
  void a_policy_may_be_forbidden_and_names_that_offer_nothing_are_not_offered() {
    Allowance direct =
        new Allowance() {
          @Override
          public @Nullable Objection toPolicy(String policy) {
            return policy.equals(Policy.DIRECT)
                ? null
                : new Objection(Refusal.Code.FORBIDDEN, "no policy");
          }
        };
    assertThat(((Refusal) decide("auto", direct)).code()).isEqualTo(Refusal.Code.FORBIDDEN);
    assertThat(decide("acme/titan", direct)).isInstanceOf(Decision.class);
    assertThat(router.offers("auto", direct)).isFalse();
    assertThat(router.offers("titan", direct)).isTrue();
    assertThat(router.offers("titan", only("swift"))).isFalse();
    assertThat(router.offers("auto", only("swift"))).isTrue();
    assertThat(router.offers("nobody", Allowance.ANYTHING)).isFalse();
  }

  @Test
  void what_has_no_price_is_asked_about_even_where_costs_are_not_limited() {
    Router unpriced =
        new Town()
            .withUnpriced(
                "new/moon", ModelClass.LOCAL, 500_000, 100_000, 8_000, Set.<Capability>of())
            .router("policies: [{name: default, candidates: [new/moon], allow_unpriced: true}]");
    Allowance priced =
        new Allowance() {
          @Override
          public @Nullable Objection toCost(
              @Nullable Picodollars cost, @Nullable Picodollars hold, @Nullable Picodollars worst) {
            return hold == null ? new Objection(Refusal.Code.OVER_BUDGET, "no price") : null;
          }
        };
    Routing routing =
        unpriced.decide(
            Town.request("new/moon"), Outlook.UNKNOWN, Guidance.Source.NONE, priced, NOON);
    assertThat(((Refusal) routing).code()).isEqualTo(Refusal.Code.OVER_BUDGET);
  }
}
