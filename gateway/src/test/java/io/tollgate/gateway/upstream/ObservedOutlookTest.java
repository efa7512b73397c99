package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.routing.Outlook.Forecast;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ObservedOutlookTest {

  private static final Model MODEL =
      new Model("m", ModelClass.LOCAL, 500_000, 8192, 1024, Set.of());
  private static final Deployment ONE = new Deployment("p", "one", MODEL);
  private static final Deployment TWO = new Deployment("p", "two", MODEL);

  private final ObservedOutlook outlook = new ObservedOutlook();

  @Test
  void nothing_is_known_of_a_deployment_that_was_not_seen() {
    outlook.observe(ONE, 100, 1100, 50);

    assertThat(outlook.of(TWO)).isEqualTo(Forecast.UNKNOWN);
  }

  @Test
  void the_first_observation_is_the_forecast() {
    outlook.observe(ONE, 100, 1100, 50);

    assertThat(outlook.of(ONE)).isEqualTo(Forecast.seen(100, 50, 50));
  }

  @Test
  void a_plain_answer_tells_the_length_and_neither_the_first_token_nor_the_speed() {
    outlook.observe(ONE, -1, 1100, 50);
    assertThat(outlook.of(ONE)).isEqualTo(Forecast.seen(-1, -1, 50));
    outlook.observe(ONE, 100, 1100, 50);
    assertThat(outlook.of(ONE)).isEqualTo(Forecast.seen(100, 50, 50));
    outlook.observe(ONE, -1, 9000, 50);
    assertThat(outlook.of(ONE)).as("kept").isEqualTo(Forecast.seen(100, 50, 50));
  }

  @Test
  void an_answer_that_comes_at_once_has_a_finite_speed() {
    outlook.observe(ONE, 5, 5, 50);

    assertThat(outlook.of(ONE).outputTokensPerSecond()).isEqualTo(50_000);
  }

  @Test
  void one_observation_in_sixteen_parts_moves_the_forecast() {
    outlook.observe(ONE, 1600, 2600, 1600);
    outlook.observe(ONE, 0, 1000, 0);

    assertThat(outlook.of(ONE)).isEqualTo(Forecast.seen(1500, 1500, 1500));
  }

  @Test
  void a_forecast_lies_between_what_it_was_and_what_was_seen() {
    SplittableRandom random = new SplittableRandom(21);
    for (int i = 0; i < 20_000; i++) {
      long before = Math.max(0, outlook.of(ONE).ttftMs());
      long seen = random.nextLong(random.nextBoolean() ? 20 : 60_000);
      outlook.observe(ONE, seen, seen + 1000, 10);
      if (i > 0) {
        assertThat(outlook.of(ONE).ttftMs())
            .as("seed 21, observation %d", i)
            .isBetween(Math.min(before, seen), Math.max(before, seen));
      }
    }
  }

  @Test
  void a_change_that_lasts_is_learnt() {
    outlook.observe(ONE, 10_000, 11_000, 10);
    for (int i = 0; i < 200; i++) {
      outlook.observe(ONE, 100, 1100, 10);
    }
    assertThat(outlook.of(ONE).ttftMs()).isBetween(92L, 108L);
    for (int i = 0; i < 200; i++) {
      outlook.observe(ONE, 5_000, 6_000, 10);
    }
    assertThat(outlook.of(ONE).ttftMs()).isBetween(4_992L, 5_008L);
  }
}
