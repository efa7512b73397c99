package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import org.junit.jupiter.api.Test;

class DemoProvidersTest {

  @Test
  void there_is_one_provider_for_each_class_and_its_models_are_of_that_class() {
    assertThat(DemoProviders.all(1))
        .extracting(DemoProvider::modelClass)
        .containsExactly(ModelClass.values());
    for (DemoProvider demo : DemoProviders.all(1)) {
      assertThat(demo.deployments())
          .extracting(Deployment::upstreamModel)
          .containsExactlyElementsOf(
              demo.profile().models().stream().map(SimulatedModel::name).toList());
      assertThat(demo.deployments())
          .allSatisfy(deployment -> {
            assertThat(deployment.provider()).isEqualTo(demo.profile().name());
            assertThat(deployment.model().modelClass()).isEqualTo(demo.modelClass());
          });
    }
  }

  @Test
  void a_better_model_costs_more() {
    var deployments =
        DemoProviders.all(1).stream()
            .flatMap(demo -> demo.deployments().stream().map(d -> new Offer(demo, d)))
            .toList();
    for (Offer one : deployments) {
      for (Offer other : deployments) {
        boolean sameClass = one.demo.modelClass() == other.demo.modelClass();
        if (sameClass && one.quality() > other.quality()) {
          assertThat(one.prices().outputPico()).isGreaterThan(other.prices().outputPico());
        }
      }
    }
    assertThat(deployments).hasSize(5);
  }

  private record Offer(DemoProvider demo, Deployment deployment) {
    int quality() {
      return deployment.model().qualityPpm();
    }

    TokenPrices prices() {
      return demo.prices(deployment);
    }
  }
}
