package io.tollgate.policies.price;

import static io.tollgate.policies.price.Prices.NOON;
import static io.tollgate.policies.price.Prices.book;
import static io.tollgate.policies.price.Prices.lines;
import static io.tollgate.policies.price.Prices.pico;
import static io.tollgate.policies.price.Prices.rate;
import static io.tollgate.policies.price.Prices.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructuresTest {

  private static final CallTerms BATCH = CallTerms.of("batch", null);
  private static final CallTerms IN_US = CallTerms.of(null, "us");

  @Test
  void a_cliff_reprices_everything_from_the_first_token_beyond_it() {
    PriceBook book =
        book(
            """
            input: 1
            output: 10
            tiers: [{above_input: 200000, input: 2, output: 15}]
            """);
    assertThat(pico(book, Usage.of(199_999, 7))).isEqualTo(199_999_000_000L + 70_000_000L);
    assertThat(pico(book, Usage.of(200_000, 7))).isEqualTo(200_000_000_000L + 70_000_000L);
    assertThat(pico(book, Usage.of(200_001, 7))).isEqualTo(2 * 200_001_000_000L + 105_000_000L);
  }

  @Test
  void a_marginal_tier_reprices_only_the_input_beyond_it() {
    PriceBook book =
        book(
            """
            input: 1
            output: 10
            mode: marginal
            tiers: [{above_input: 200000, input: 2}]
            """);
    assertThat(pico(book, Usage.of(199_999, 7))).isEqualTo(199_999_000_000L + 70_000_000L);
    assertThat(pico(book, Usage.of(200_000, 7))).isEqualTo(200_000_000_000L + 70_000_000L);
    Rating.Priced beyond = rate(book, Usage.of(200_001, 7));
    assertThat(lines(beyond))
        .containsExactly(
            "in_uncached 200000*1000000 200000000000 200000000000",
            "in_uncached 1*2000000 2000000 2000000",
            "out_visible 7*10000000 70000000 70000000");
  }

  @Test
  void a_prompt_fills_marginal_tiers_from_its_cached_start() {
    PriceBook book =
        book(
            """
            input: 1
            output: 10
            cache_read: 0.1
            cache_write_5m: 1.25
            mode: marginal
            tiers:
              - {above_input: 100, input: 2, cache_read: 0.2, cache_write_5m: 2.5}
              - {above_input: 150, input: 4, cache_read: 0.4, cache_write_5m: 5}
            """);
    // 80 read and 20 of the 60 written fill the first tier, 40 written and 10 read in full the
    // second, and 30 read in full and 5 of a tool the third.
    assertThat(lines(rate(book, new Usage(40, 80, 60, 0, 0, 5, 1, 0, 0))))
        .containsExactly(
            "in_cache_read 80*100000 8000000 8000000",
            "in_cache_write_5m 20*1250000 25000000 25000000",
            "in_cache_write_5m 40*2500000 100000000 100000000",
            "in_uncached 10*2000000 20000000 20000000",
            "in_uncached 30*4000000 120000000 120000000",
            "in_tool 5*4000000 20000000 20000000",
            "out_visible 1*10000000 10000000 10000000");
  }

  @Test
  void a_service_tier_may_have_prices_of_its_own_and_keeps_the_fees() {
    PriceBook book =
        book(
            """
            input: 2
            output: 10
            per_call: 0.000001
            service_tiers:
              flex: 0.5
              batch: {input: 1.5, output: 4, tiers: [{above_input: 10, input: 3, output: 5}]}
            """);
    assertThat(lines(rate(book, BATCH, Usage.of(10, 1), NOON)))
        .containsExactly(
            "in_uncached 10*1500000 15000000 15000000",
            "out_visible 1*4000000 4000000 4000000",
            "calls 1*1000000 1000000 1000000");
    assertThat(rate(book, BATCH, Usage.of(11, 1), NOON).total().pico())
        .isEqualTo(11 * 3_000_000L + 5_000_000L + 1_000_000L);
    assertThat(lines(rate(book, CallTerms.of("flex", null), Usage.of(10, 1), NOON)))
        .as("a fee is not halved")
        .contains("in_uncached 10*2000000 10000000 10000000", "calls 1*1000000 1000000 1000000");
    assertThat(rate(book, BATCH, Usage.of(1, 1), NOON).priceVersion()).endsWith("+batch");
  }

  @Test
  void a_region_multiplies_what_the_model_does_and_no_fee_in_one_rounding() {
    PriceBook book =
        book(
            """
            input: 0.000003
            output: 10
            per_1000_searches: 10
            regions: {us: 1.1, EU-west: 1.5}
            """);
    Usage usage = Usage.of(5, 0).with(Extras.of(Meter.SEARCHES, 3));
    assertThat(lines(rate(book, IN_US, usage, NOON)))
        .as("5 * 3 * 1.1 = 16.5 is rounded to the even neighbour")
        .containsExactly("in_uncached 5*3 16 16", "searches 3*10000000000 30000000000 30000000000");
    assertThat(rate(book, CallTerms.of(null, "eu-WEST"), Usage.of(5, 0), NOON).total().pico())
        .as("22.5 is rounded to the even neighbour")
        .isEqualTo(22);
    for (String anywhere : new String[] {"global", "not_available", "", "GLOBAL"}) {
      assertThat(rate(book, CallTerms.of(null, anywhere), Usage.of(5, 0), NOON).total().pico())
          .isEqualTo(15);
    }
    assertThat(reason(book, CallTerms.of(null, "mars"), Usage.of(5, 0), NOON))
        .startsWith("acme/m states no price for the region mars: add it to the regions of acme/m@");
    assertThat(rate(book("{input: 1, output: 1}"), IN_US, Usage.of(1, 0), NOON).total().pico())
        .as("a price that names no region is the same in all")
        .isEqualTo(1_000_000);
  }

  @Test
  void band_tier_and_region_are_one_multiplier() {
    PriceBook book =
        book(
            """
            input: 0.000001
            output: 1
            service_tiers: {flex: 0.5}
            regions: {us: 1.1}
            bands: [{from: 12:00, to: 12:01, multiplier: 3}]
            """);
    CallTerms terms = CallTerms.of("flex", "us");
    assertThat(rate(book, terms, Usage.of(1, 0), NOON).lines().getFirst().multiplier().reduced())
        .isEqualTo(new Ratio(33, 20));
    assertThat(rate(book, terms, Usage.of(1, 0), NOON).total().pico()).isEqualTo(2);
    assertThat(rate(book, terms, Usage.of(1, 0), NOON).priceVersion()).endsWith("+flex+us");
    assertThat(rate(book, terms, Usage.of(1, 0), NOON.minusNanos(1)).total().pico()).isEqualTo(1);
    assertThat(rate(book, terms, Usage.of(10, 0), NOON.plusSeconds(60)).total().pico())
        .as("5.5 is rounded to the even neighbour")
        .isEqualTo(6);
  }

  @Test
  void a_price_that_changes_at_noon_is_exact_at_noon() {
    PriceBook book =
        Prices.file(
            """
            prices:
              acme/m:
                - {valid_to: 2026-11-03T12:00:00Z, input: 1, output: 1, source: a, as_of: 2026-01}
                - {valid_from: 2026-11-03T12:00:00Z, input: 2, output: 2, source: a, as_of: 2026-01}
            """);
    Usage usage = Usage.of(1, 0);
    assertThat(rate(book, CallTerms.STANDARD, usage, NOON.minusNanos(1)).total().pico())
        .isEqualTo(1_000_000);
    assertThat(rate(book, CallTerms.STANDARD, usage, NOON).total().pico()).isEqualTo(2_000_000);
    assertThat(rate(book, CallTerms.STANDARD, usage, NOON.plusNanos(1)).total().pico())
        .isEqualTo(2_000_000);
  }

  @Test
  void pictures_that_are_read_cost_what_text_costs_and_sound_is_never_guessed() {
    PriceBook text = book("{input: 1, output: 10}");
    for (Meter meter : new Meter[] {Meter.IN_IMAGE, Meter.IN_VIDEO}) {
      assertThat(pico(text, Usage.NONE.with(Extras.of(meter, 3)))).isEqualTo(3_000_000);
    }
    for (Meter meter :
        new Meter[] {
          Meter.IN_AUDIO,
          Meter.IN_AUDIO_CACHE_READ,
          Meter.OUT_AUDIO,
          Meter.OUT_IMAGE,
          Meter.SEARCHES,
          Meter.IMAGES,
          Meter.AUDIO_MILLIS,
          Meter.VIDEO_MILLIS,
          Meter.CHARACTERS,
          Meter.PAGES,
          Meter.CACHE_TOKEN_HOURS
        }) {
      assertThat(reason(text, CallTerms.STANDARD, Usage.of(1, 1).with(Extras.of(meter, 3)), NOON))
          .startsWith("acme/m states no price for " + meter.key());
    }
    PriceBook spoken = book("{input: 1, output: 10, audio_input: 40, audio_output: 80}");
    Map<Meter, Long> sound =
        Map.of(Meter.IN_AUDIO, 2L, Meter.IN_AUDIO_CACHE_READ, 1L, Meter.OUT_AUDIO, 3L);
    assertThat(lines(rate(spoken, Usage.of(1, 0).with(Extras.of(sound)))))
        .containsExactly(
            "in_uncached 1*1000000 1000000 1000000",
            "in_audio 2*40000000 80000000 80000000",
            "in_audio_cache_read 1*40000000 40000000 40000000",
            "out_audio 3*80000000 240000000 240000000");
  }

  @Test
  void what_is_not_counted_in_tokens_is_priced_by_its_unit() {
    PriceBook book =
        book(
            """
            per_1000_calls: 5
            per_1000_searches: 14
            per_image: 0.04
            per_audio_minute: 0.006
            per_video_second: 0.1
            per_million_characters: 15
            per_1000_pages: 1
            per_million_token_hours: 1
            """);
    Map<Meter, Long> quantities =
        Map.of(
            Meter.SEARCHES, 2L,
            Meter.IMAGES, 3L,
            Meter.AUDIO_MILLIS, 1_500L,
            Meter.VIDEO_MILLIS, 250L,
            Meter.CHARACTERS, 1_000L,
            Meter.PAGES, 7L,
            Meter.CACHE_TOKEN_HOURS, 1_000_000L);
    assertThat(lines(rate(book, Usage.NONE.with(Extras.of(quantities)))))
        .containsExactly(
            "searches 2*14000000000 28000000000 28000000000",
            "images 3*40000000000 120000000000 120000000000",
            "audio_ms 1500*100000 150000000 150000000",
            "video_ms 250*100000000 25000000000 25000000000",
            "characters 1000*15000000 15000000000 15000000000",
            "pages 7*1000000000 7000000000 7000000000",
            "cache_token_hours 1000000*1000000 1000000000000 1000000000000",
            "calls 1*5000000000 5000000000 5000000000");
    assertThat(lines(rate(book, Usage.NONE.with(Extras.of(Meter.CALLS, 4)))))
        .containsExactly("calls 4*5000000000 20000000000 20000000000");
    assertThat(reason(book, CallTerms.STANDARD, Usage.of(1, 0), NOON))
        .startsWith("acme/m states no price for in_uncached");
    assertThat(
            reason(
                book("{input: 1, output: 1, per_call: unknown}"),
                CallTerms.STANDARD,
                Usage.of(1, 0),
                NOON))
        .startsWith("acme/m states no price for calls");
  }

  @Test
  void the_minimum_charge_adds_what_is_missing_to_it() {
    PriceBook book =
        book(
            """
            input: 1
            output: 1
            per_call: 0.000001
            minimum_charge: 0.00001
            regions: {us: 2}
            contract: {discount: 0.5}
            """);
    assertThat(lines(rate(book, Usage.of(4, 0))))
        .containsExactly(
            "in_uncached 4*1000000 4000000 2000000",
            "calls 1*1000000 1000000 500000",
            "minimum_charge 1*5000000 5000000 2500000");
    assertThat(rate(book, Usage.of(8, 0)).lines()).hasSize(3);
    assertThat(rate(book, Usage.of(9, 0)).lines()).hasSize(2);
    assertThat(lines(rate(book, IN_US, Usage.of(4, 0), NOON)))
        .as("the region is reckoned with, and does not raise the minimum")
        .contains("minimum_charge 1*1000000 1000000 500000");
  }

  @Test
  void a_discount_leaves_the_list_price_and_rounds_once() {
    PriceBook book = book("{input: 0.000001, output: 1, contract: {discount: 0.15}}");
    Rating.Priced rating = rate(book, Usage.of(10, 0));
    assertThat(lines(rating))
        .as("8.5 is rounded to the even neighbour")
        .containsExactly("in_uncached 10*1 10 8");
    RatedLine line = rating.lines().getFirst();
    assertThat(line.listMultiplier()).isEqualTo(Ratio.ONE);
    assertThat(line.multiplier()).isEqualTo(new Ratio(85, 100));
    assertThat(
            pico(
                book("{input: 0.000001, output: 1, contract: {multiplier: 1.2}}"), Usage.of(10, 0)))
        .isEqualTo(12);
  }

  @Test
  void negotiated_prices_are_booked_as_a_share_of_the_list_price() {
    PriceBook book =
        book(
            """
            input: 3
            output: 15
            cache_read: 0.3
            tiers: [{above_input: 100, input: 6, output: 22.5, cache_read: 0.6}]
            service_tiers: {flex: 0.5, batch: {input: 1, output: 1}}
            contract: {rates: {input: 2, output: 11, tiers: [{above_input: 100, output: 20}]}}
            """);
    Usage small = new Usage(7, 10, 0, 0, 0, 0, 1, 3, 0);
    assertThat(lines(rate(book, small)))
        .containsExactly(
            "in_uncached 7*3000000 21000000 14000000",
            "in_cache_read 10*300000 3000000 3000000",
            "out_visible 1*15000000 15000000 11000000",
            "out_reasoning 3*15000000 45000000 33000000");
    assertThat(lines(rate(book, Usage.of(101, 1))))
        .as("a tier of a contract states what it changes")
        .containsExactly(
            "in_uncached 101*6000000 606000000 202000000",
            "out_visible 1*22500000 22500000 20000000");
    assertThat(lines(rate(book, CallTerms.of("flex", null), Usage.of(6, 0), NOON)))
        .containsExactly("in_uncached 6*3000000 9000000 6000000");
    assertThat(lines(rate(book, BATCH, Usage.of(6, 0), NOON)))
        .as("a tier of own prices is not in the contract")
        .containsExactly("in_uncached 6*1000000 6000000 6000000");
  }

  @Test
  void what_is_free_keeps_its_list_price() {
    PriceBook book = book("{input: 1, output: 1, per_call: 0.01, paid_from: free}");
    Rating.Priced rating = rate(book, Usage.of(2, 0));
    assertThat(lines(rating))
        .containsExactly("in_uncached 2*1000000 2000000 0", "calls 1*10000000000 10000000000 0");
    assertThat(rating.total().pico()).isZero();
    assertThat(rating.funding()).isEqualTo(Funding.FREE);
    assertThat(
            rate(book("{input: 1, output: 1, paid_from: commitment:azure-ptu}"), Usage.NONE)
                .funding())
        .isEqualTo(new Funding(Funding.Kind.COMMITMENT, "azure-ptu"));
  }

  @Test
  void a_foreign_price_takes_the_rate_of_the_day_or_the_latest_before_it() {
    PriceBook book =
        book(
            "{input: 2, output: 8, currency: CNY, minimum_charge: 0.00001}",
            "currencies: {CNY: {2026-11-01: 0.1389, 2026-11-03: 0.14}}");
    Map<String, String> rates =
        Map.of(
            "2026-11-01T00:00:00Z", "0.1389",
            "2026-11-02T23:59:59.999999999Z", "0.1389",
            "2026-11-03T00:00:00Z", "0.14",
            "2027-01-01T00:00:00Z", "0.14");
    rates.forEach((time, rate) -> {
      Rating.Priced rating =
          rate(book, CallTerms.STANDARD, Usage.of(1_000, 0), Instant.parse(time));
      assertThat(rating.conversion())
          .as(time)
          .isEqualTo(new Conversion("CNY", Ratio.of(new java.math.BigDecimal(rate)).reduced()));
      assertThat(rating.total().pico())
          .as(time)
          .isEqualTo(
              new java.math.BigDecimal("2000000000")
                  .multiply(new java.math.BigDecimal(rate))
                  .longValueExact());
    });
    assertThat(lines(rate(book, Usage.of(4, 0))))
        .as("the minimum is in the price's own currency")
        .containsExactly(
            "in_uncached 4*2000000 1120000 1120000", "minimum_charge 1*2000000 280000 280000");
    assertThat(
            reason(
                book,
                CallTerms.STANDARD,
                Usage.of(1, 0),
                Instant.parse("2026-10-31T23:59:59.999999999Z")))
        .isEqualTo(
            "acme/m is priced in CNY, of which no rate is known for 2026-10-31 or a day before: add"
                + " it to the CNY of the currencies in a price file");
  }

  @Test
  void rates_of_another_book_replace_those_of_the_same_day() {
    PriceBook book =
        book("{input: 1, output: 1, currency: CNY}", "currencies: {CNY: {2026-11-01: 0.1}}")
            .plus(Prices.file("currencies: {CNY: {2026-11-01: 0.2, 2026-11-02: 0.3}}"));
    Instant first = Instant.parse("2026-11-01T12:00:00Z");
    assertThat(rate(book, CallTerms.STANDARD, Usage.of(1, 0), first).total().pico())
        .isEqualTo(200_000);
    assertThat(pico(book, Usage.of(1, 0))).isEqualTo(300_000);
    assertThat(book.contentHash())
        .isNotEqualTo(book.plus(Prices.file("currencies: {CNY: {2026-11-02: 0.4}}")).contentHash());
  }
}
