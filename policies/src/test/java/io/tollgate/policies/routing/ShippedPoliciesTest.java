package io.tollgate.policies.routing;

import static io.tollgate.policies.routing.Town.NOON;
import static io.tollgate.policies.routing.Town.decision;
import static io.tollgate.policies.routing.Town.request;
import static io.tollgate.policies.routing.Town.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.builtin.BuiltIn;
import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.yaml.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedPoliciesTest {

  @Test
  void the_shipped_policies_are_valid_with_a_catalogue_of_any_one_class() {
    for (ModelClass modelClass : ModelClass.values()) {
      Town town = new Town().with("a/b", modelClass, 500_000, 1, 1);
      Router router = town.router(PolicyFile.shippedText());
      for (String name : List.of("auto", "auto/cheap", "auto/quality", "auto/fast")) {
        assertThat(decision(router.decide(request(name), Outlook.UNKNOWN, NOON)).plan())
            .as("%s %s", modelClass, name)
            .hasSize(1);
      }
    }
  }

  @Test
  void each_shipped_policy_is_true_to_its_name() {
    Router router = Town.ordinary().router(PolicyFile.shippedText());
    Estimate cheap = first(router, request("auto/cheap"));
    Estimate good = first(router, request("auto/quality"));
    Estimate fast = first(router, request("auto/fast"));
    Estimate balanced = first(router, request("auto"));
    assertThat(cheap.cost()).isLessThan(balanced.cost());
    assertThat(balanced.cost()).isLessThan(good.cost());
    assertThat(balanced.qualityPpm()).isBetween(cheap.qualityPpm() + 1, good.qualityPpm() - 1);
    assertThat(fast.totalMs()).isLessThanOrEqualTo(balanced.totalMs()).isLessThan(good.totalMs());
  }

  @Test
  void the_balanced_policy_sends_simple_tasks_down_and_tool_calls_up() {
    Router router = Town.ordinary().router(PolicyFile.shippedText());
    assertThat(modelClass(router, task("auto", "classify", 0))).isEqualTo(ModelClass.LOCAL);
    assertThat(modelClass(router, task("auto", "essay", 0))).isEqualTo(ModelClass.OPEN_MOE);
    assertThat(modelClass(router, task("auto", "essay", 2))).isEqualTo(ModelClass.FRONTIER);
  }

  @Test
  void the_shipped_policies_decide_over_the_shipped_catalogue_and_prices() {
    Catalog catalog = BuiltIn.catalog();
    assertThat(PolicyFile.shipped(catalog)).isInstanceOf(Parsed.Ok.class);
    if (PolicyFile.shipped(catalog) instanceof Parsed.Ok<PolicySet>(PolicySet policies)) {
      Router router = Router.of(policies, catalog, BuiltIn.prices());
      for (String name : List.of("auto", "auto/cheap", "auto/quality", "auto/fast")) {
        Decision decision = decision(router.decide(request(name), Outlook.UNKNOWN, NOON));
        assertThat(decision.plan()).as(name).hasSize(3);
        assertThat(decision.first().estimate().cost()).as(name).isNotNull();
      }
    }
  }

  private static Estimate first(Router router, RequestProfile profile) {
    return decision(router.decide(profile, Outlook.UNKNOWN, NOON)).first().estimate();
  }

  private static ModelClass modelClass(Router router, RequestProfile profile) {
    return decision(router.decide(profile, Outlook.UNKNOWN, NOON))
        .first()
        .deployment()
        .model()
        .modelClass();
  }
}
