package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.routing.Outlook.Forecast;
import io.tollgate.policies.usage.Usage;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObservedOutlookTest {

  private static final Model MODEL =
      new Model("m", ModelClass.LOCAL, 500_000, 8192, 1024, Set.of());
  private static final Deployment ONE = new Deployment("p", "one", MODEL);
  private static final Deployment TWO = new Deployment("p", "two", MODEL);

  private final AtomicLong nanos = new AtomicLong();
  private final ObservedOutlook outlook = new ObservedOutlook(nanos::get);

  private void observe(long ttftMs, long totalMs, long outputTokens) {
    outlook.observe(ONE, ttftMs, totalMs, Usage.of(10, outputTokens), true);
  }

  private Forecast forecast() {
    return outlook.of(ONE);
  }

  @Test
  void nothing_is_known_of_a_deployment_that_was_not_seen() {
    observe(100, 1100, 50);

    assertThat(outlook.of(TWO)).isEqualTo(Forecast.UNKNOWN);
  }

  @Test
  void the_first_observation_is_the_forecast_as_near_as_a_sketch_is() {
    observe(100, 1100, 50);

    assertThat(forecast().ttftMs()).isBetween(94L, 106L).isEqualTo(forecast().slowTtftMs());
    assertThat(forecast().outputTokensPerSecond())
        .isBetween(47L, 53L)
        .isEqualTo(forecast().slowOutputTokensPerSecond());
    assertThat(forecast().outputTokens()).isEqualTo(50);
  }

  @Test
  void a_plain_answer_tells_the_length_and_neither_the_first_token_nor_the_speed() {
    observe(-1, 1100, 50);
    assertThat(forecast()).isEqualTo(Forecast.seen(-1, -1, 50));
    observe(100, 1100, 50);
    Forecast streamed = forecast();
    observe(-1, 9000, 50);
    assertThat(forecast()).as("kept").isEqualTo(streamed);
  }

  @Test
  void an_answer_that_comes_at_once_has_a_finite_speed() {
    observe(5, 5, 50);
    assertThat(forecast().outputTokensPerSecond()).isBetween(47_000L, 53_000L);
    observe(5, 5, 1_000_000);
    assertThat(forecast().outputTokensPerSecond()).isBetween(47_000L, 1_000_000L);
  }

  @Test
  void an_answer_without_tokens_has_no_speed() {
    observe(5, 500, 0);
    assertThat(forecast().outputTokensPerSecond()).isEqualTo(-1);
    assertThat(forecast().ttftMs()).isEqualTo(5);
  }

  @Test
  void one_answer_in_five_that_is_slow_is_not_expected_and_yet_held_to_limits() {
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 500; i++) {
      boolean slow = random.nextInt(5) == 0;
      observe(slow ? 4_000 : 100, slow ? 14_000 : 1_100, 100);
    }
    assertThat(forecast().ttftMs()).isBetween(94L, 106L);
    assertThat(forecast().slowTtftMs()).isBetween(3_750L, 4_250L);
    assertThat(forecast().outputTokensPerSecond()).isBetween(94L, 107L);
    assertThat(forecast().slowOutputTokensPerSecond()).isBetween(9L, 11L);
  }

  @Test
  void one_observation_in_sixteen_parts_moves_the_usual_length() {
    observe(-1, 1000, 1600);
    observe(-1, 1000, 0);

    assertThat(forecast().outputTokens()).isEqualTo(1500);
  }

  @Test
  void a_change_that_lasts_is_learnt() {
    observe(10_000, 11_000, 10);
    for (int i = 0; i < 40; i++) {
      observe(100, 1100, 10);
    }
    assertThat(forecast().ttftMs()).isBetween(94L, 106L);
    for (int i = 0; i < 40; i++) {
      observe(5_000, 6_000, 10);
    }
    assertThat(forecast().ttftMs()).isBetween(4_687L, 5_313L);
  }

  @Test
  void the_share_of_input_that_caches_serve_follows_what_providers_report() {
    outlook.observe(ONE, 5, 9, new Usage(900, 100, 0, 0, 0, 0, 5, 0, 0), true);
    assertThat(forecast().cacheReadSharePpm()).isEqualTo(100_000);
    outlook.observe(ONE, 5, 9, Usage.of(100_000, 5), false);
    assertThat(forecast().cacheReadSharePpm()).as("an estimate").isEqualTo(100_000);
    for (int i = 0; i < 200; i++) {
      outlook.observe(ONE, 5, 9, new Usage(100, 500, 200, 0, 0, 0, 5, 0, 0), true);
    }
    assertThat(forecast().cacheReadSharePpm()).isBetween(624_000, 625_000);
  }
}
