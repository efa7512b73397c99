package io.tollgate.policies.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.Rating;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuiltInTest {

  private static final Catalog CATALOG = BuiltIn.catalog();
  private static final PriceBook PRICES = BuiltIn.prices();
  private static final Instant KNOWN = Instant.parse("2026-11-21T00:00:00Z");
  private static final Usage MILLION_EACH = Usage.of(1_000_000, 1_000_000);

  /** What a usage costs at a time, by what is known on one day. */
  private static String dollars(String deployment, Usage usage, String when) {
    Rating rating = PRICES.rate(deployment, usage, Instant.parse(when), KNOWN);
    assertThat(rating).as("%s", rating).isInstanceOf(Rating.Priced.class);
    return String.valueOf(rating.total());
  }

  private static String input(String deployment, String when) {
    return dollars(deployment, Usage.of(100_000, 0), when);
  }

  @Test
  void every_deployment_has_a_price_and_every_price_a_deployment() {
    assertThat(PRICES.deployments())
        .containsExactlyInAnyOrderElementsOf(
            CATALOG.deployments().stream().map(Deployment::id).toList());
  }

  @Test
  void the_same_weights_at_several_hosts_are_one_model() {
    assertThat(CATALOG.ofModel("gpt-oss-120b"))
        .extracting(Deployment::provider)
        .containsExactly("groq", "cerebras", "fireworks", "deepinfra");
  }

  @Test
  void nothing_shipped_claims_to_run_on_the_operators_hardware() {
    assertThat(CATALOG.ofClass(ModelClass.FRONTIER)).isNotEmpty();
    assertThat(CATALOG.ofClass(ModelClass.OPEN_MOE)).isNotEmpty();
    assertThat(CATALOG.ofClass(ModelClass.LOCAL)).isEmpty();
  }

  @Test
  void deepseek_v4_pro_changed_in_the_afternoon_and_has_had_peak_hours_since() {
    String model = "deepseek/deepseek-v4-pro";
    assertThat(input(model, "2026-08-16T02:00:00Z")).isEqualTo("$0.0435");
    assertThat(input(model, "2026-08-16T15:59:59.999999999Z")).isEqualTo("$0.0435");
    assertThat(input(model, "2026-08-16T16:00:00Z")).isEqualTo("$0.066");
    assertThat(input(model, "2026-08-17T00:59:59Z")).isEqualTo("$0.066");
    assertThat(input(model, "2026-08-17T01:00:00Z")).isEqualTo("$0.132");
    assertThat(input(model, "2026-08-17T04:00:00Z")).isEqualTo("$0.066");
    assertThat(input(model, "2026-08-17T09:59:59Z")).isEqualTo("$0.132");
    assertThat(input(model, "2026-08-17T10:00:00Z")).isEqualTo("$0.066");
    assertThat(
            dollars(
                model,
                new Usage(0, 1_000_000, 0, 0, 0, 0, 1_000_000, 0, 0),
                "2026-08-17T07:00:00Z"))
        .isEqualTo("$4.004");
  }

  @Test
  void deepseek_flash_doubles_for_the_peak() {
    assertThat(dollars("deepseek/deepseek-flash", MILLION_EACH, "2026-09-10T12:00:00Z"))
        .isEqualTo("$0.75");
    assertThat(dollars("deepseek/deepseek-flash", MILLION_EACH, "2026-09-10T06:00:00Z"))
        .isEqualTo("$1.5");
  }

  @Test
  void the_cuts_of_july_and_the_rise_of_new_year_take_effect_on_their_days() {
    assertThat(input("openai/gpt-5.6-terra", "2026-07-29T23:59:59Z")).isEqualTo("$0.25");
    assertThat(input("openai/gpt-5.6-terra", "2026-07-30T00:00:00Z")).isEqualTo("$0.2");
    assertThat(input("openai/gpt-5.6-luna", "2026-07-29T23:59:59Z")).isEqualTo("$0.1");
    assertThat(input("openai/gpt-5.6-luna", "2026-07-30T00:00:00Z")).isEqualTo("$0.02");
    for (String flash : List.of("google/gemini-3.8-flash", "google/gemini-3.7-flash")) {
      assertThat(dollars(flash, MILLION_EACH, "2026-12-31T23:59:59Z")).isEqualTo("$4.5");
      assertThat(dollars(flash, MILLION_EACH, "2027-01-01T00:00:00Z")).isEqualTo("$9");
    }
  }

  @Test
  void the_cancelled_rise_of_sonnet_5_is_not_there() {
    assertThat(PRICES.versions("anthropic/claude-sonnet-5")).hasSize(1);
    assertThat(dollars("anthropic/claude-sonnet-5", MILLION_EACH, "2026-09-02T00:00:00Z"))
        .isEqualTo("$12");
  }

  @Test
  void terra_reprices_every_token_one_above_272_000_cached_ones_included() {
    String when = "2026-09-01T12:00:00Z";
    assertThat(
            dollars(
                "openai/gpt-5.6-terra", new Usage(72_000, 200_000, 0, 0, 0, 0, 1_000, 0, 0), when))
        .isEqualTo("$0.196");
    assertThat(
            dollars(
                "openai/gpt-5.6-terra", new Usage(72_001, 200_000, 0, 0, 0, 0, 1_000, 0, 0), when))
        .isEqualTo("$0.386004");
  }

  @Test
  void a_write_to_claudes_cache_has_a_price_for_each_life() {
    String when = "2026-09-01T12:00:00Z";
    String opus = "anthropic/claude-opus-5";
    assertThat(dollars(opus, new Usage(0, 0, 1_000_000, 0, 0, 0, 0, 0, 0), when))
        .isEqualTo("$6.25");
    assertThat(dollars(opus, new Usage(0, 0, 0, 1_000_000, 0, 0, 0, 0, 0), when)).isEqualTo("$10");
    assertThat(dollars(opus, new Usage(0, 0, 0, 0, 1_000_000, 0, 0, 0, 0), when))
        .isEqualTo("$6.25");
  }
}
