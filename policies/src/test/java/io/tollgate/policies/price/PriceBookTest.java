package io.tollgate.policies.price;

import static io.tollgate.policies.usage.Meter.IN_CACHE_READ;
import static io.tollgate.policies.usage.Meter.IN_CACHE_WRITE_5M;
import static io.tollgate.policies.usage.Meter.IN_UNCACHED;
import static io.tollgate.policies.usage.Meter.OUT_VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceBookTest {

  private static final String MODEL = "acme/large";
  private static final Provenance SOURCE =
      new Provenance("test", LocalDate.of(2026, 8, 1), Confidence.A);
  private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");

  private static PriceVersion version(Span valid, Span known, long input, long output) {
    return new PriceVersion(
        MODEL,
        valid,
        known,
        PriceTable.flat(Rates.of(input, output)),
        List.of(),
        PriceTerms.USUAL,
        SOURCE);
  }

  private static PriceVersion version(
      Rates rates,
      List<ContextTier> tiers,
      List<DailyBand> bands,
      Map<String, Ratio> serviceTiers) {
    Map<String, TierPrices> prices = new HashMap<>();
    serviceTiers.forEach((tier, multiplier) -> prices.put(tier, new TierPrices.Times(multiplier)));
    return new PriceVersion(
        MODEL,
        Span.ALWAYS,
        Span.ALWAYS,
        new PriceTable(rates, tiers, PriceTable.Mode.CLIFF),
        bands,
        new PriceTerms(prices, Map.of(), Contract.LIST, Funding.INVOICE, Conversion.DOLLARS),
        SOURCE);
  }

  private static PriceBook book(PriceVersion... versions) {
    return PriceBook.of(List.of(new PriceSchedule(MODEL, List.of(versions))));
  }

  private static Picodollars total(PriceBook book, Usage usage, Instant when, Instant known) {
    return assertPriced(book.rate(MODEL, usage, when, known)).total();
  }

  private static Rating.Priced assertPriced(Rating rating) {
    assertThat(rating).isInstanceOf(Rating.Priced.class);
    return (Rating.Priced) rating;
  }

  @Test
  void a_line_per_used_meter_adds_up_to_the_total() {
    Rates rates =
        Rates.of(
            Map.of(IN_UNCACHED, 2_500_000L, IN_CACHE_READ, 250_000L, OUT_VISIBLE, 15_000_000L));
    PriceBook book = book(PriceVersion.flat(MODEL, rates, SOURCE));
    Usage usage = new Usage(1_000, 200, 0, 0, 0, 0, 50, 7, 0);

    Rating.Priced priced = assertPriced(book.rate(MODEL, usage, NOON, NOON));

    assertThat(priced.lines())
        .extracting(line -> line.meter().key(), RatedLine::quantity, line -> line.amount().pico())
        .containsExactly(
            tuple("in_uncached", 1_000L, 2_500_000_000L),
            tuple("in_cache_read", 200L, 50_000_000L),
            tuple("out_visible", 50L, 750_000_000L),
            tuple("out_reasoning", 7L, 105_000_000L));
    assertThat(priced.total()).hasToString("$0.003405");
    assertThat(priced.priceVersion()).matches("acme/large@2026-08-01#[0-9a-f]{8}");
  }

  @Test
  void nothing_used_costs_nothing_where_there_is_a_price() {
    PriceBook book = book(version(Span.ALWAYS, Span.ALWAYS, 1, 1));
    assertThat(assertPriced(book.rate(MODEL, Usage.NONE, NOON, NOON)).lines()).isEmpty();
    assertThat(book.rate("acme/other", Usage.NONE, NOON, NOON).total()).isNull();
  }

  @Test
  void the_token_that_crosses_the_cliff_reprices_all_tokens_and_the_output() {
    PriceVersion cliff =
        version(
            Rates.of(
                Map.of(IN_UNCACHED, 2_000_000L, IN_CACHE_READ, 200_000L, OUT_VISIBLE, 12_000_000L)),
            List.of(
                new ContextTier(
                    272_000,
                    Rates.of(
                        Map.of(
                            IN_UNCACHED,
                            4_000_000L,
                            IN_CACHE_READ,
                            400_000L,
                            OUT_VISIBLE,
                            18_000_000L)))),
            List.of(),
            Map.of());
    PriceBook book = book(cliff);

    assertThat(total(book, new Usage(2_000, 270_000, 0, 0, 0, 0, 100, 0, 0), NOON, NOON).pico())
        .isEqualTo(2_000 * 2_000_000L + 270_000 * 200_000L + 100 * 12_000_000L);
    assertThat(total(book, new Usage(2_001, 270_000, 0, 0, 0, 0, 100, 0, 0), NOON, NOON).pico())
        .isEqualTo(2_001 * 4_000_000L + 270_000 * 400_000L + 100 * 18_000_000L);
  }

  @Test
  void the_highest_tier_that_is_exceeded_applies_whatever_their_order() {
    PriceVersion version =
        version(
            Rates.of(1, 1),
            List.of(
                new ContextTier(32_000, Rates.of(2, 2)), new ContextTier(128_000, Rates.of(3, 3))),
            List.of(),
            Map.of());
    assertThat(version.ratesFor(32_000).pico(IN_UNCACHED)).isEqualTo(1);
    assertThat(version.ratesFor(32_001).pico(IN_UNCACHED)).isEqualTo(2);
    assertThat(version.ratesFor(128_000).pico(IN_UNCACHED)).isEqualTo(2);
    assertThat(version.ratesFor(128_001).pico(IN_UNCACHED)).isEqualTo(3);
  }

  @Test
  void a_band_begins_on_its_first_minute_and_has_ended_on_its_last() {
    PriceVersion peak =
        version(
            Rates.of(150_000, 600_000),
            List.of(),
            List.of(
                new DailyBand(60, 240, new Ratio(2, 1)), new DailyBand(360, 600, new Ratio(2, 1))),
            Map.of("flex", new Ratio(1, 2)));
    PriceBook book = book(peak);
    Map<String, Integer> factors =
        Map.of(
            "2026-09-01T00:59:59.999Z", 1,
            "2026-09-01T01:00:00Z", 2,
            "2026-09-01T03:59:59.999Z", 2,
            "2026-09-01T04:00:00Z", 1,
            "2026-09-01T05:59:59Z", 1,
            "2026-09-01T06:00:00Z", 2,
            "2026-09-01T09:59:59Z", 2,
            "2026-09-01T10:00:00Z", 1,
            "1969-12-31T01:30:00Z", 2);
    factors.forEach((time, factor) ->
        assertThat(total(book, Usage.of(1, 1), Instant.parse(time), NOON).pico())
            .as(time)
            .isEqualTo(factor * 750_000L));
  }

  @Test
  void a_price_change_takes_effect_on_the_instant() {
    Instant cut = Instant.parse("2026-07-30T00:00:00Z");
    PriceBook book =
        book(
            version(Span.until(cut), Span.ALWAYS, 10, 10),
            version(Span.since(cut), Span.ALWAYS, 2, 2));
    assertThat(total(book, Usage.of(1, 0), cut.minusNanos(1), NOON).pico()).isEqualTo(10);
    assertThat(total(book, Usage.of(1, 0), cut, NOON).pico()).isEqualTo(2);
  }

  @Test
  void a_correction_changes_ratings_from_when_it_is_known_and_none_before() {
    Instant learnt = Instant.parse("2026-09-10T08:00:00Z");
    PriceBook book =
        book(
            version(Span.ALWAYS, Span.ALWAYS, 10, 10),
            version(Span.since(Instant.parse("2026-09-01T00:00:00Z")), Span.since(learnt), 7, 7));

    assertThat(total(book, Usage.of(1, 0), NOON, learnt.minusNanos(1)).pico()).isEqualTo(10);
    assertThat(total(book, Usage.of(1, 0), NOON, learnt).pico()).isEqualTo(7);
    assertThat(total(book, Usage.of(1, 0), Instant.parse("2026-08-31T23:59:59Z"), learnt).pico())
        .as("what the correction does not cover keeps its price")
        .isEqualTo(10);
  }

  @Test
  void a_rise_that_was_announced_and_cancelled_is_seen_only_while_it_was_believed() {
    Instant announced = Instant.parse("2026-06-30T00:00:00Z");
    Instant cancelled = Instant.parse("2026-08-14T00:00:00Z");
    PriceBook book =
        book(
            version(Span.ALWAYS, Span.ALWAYS, 2, 10),
            version(
                Span.since(Instant.parse("2026-09-01T00:00:00Z")),
                new Span(announced, cancelled),
                3,
                15));
    assertThat(total(book, Usage.of(1, 0), NOON, announced.minusNanos(1)).pico()).isEqualTo(2);
    assertThat(total(book, Usage.of(1, 0), NOON, announced).pico()).isEqualTo(3);
    assertThat(total(book, Usage.of(1, 0), NOON, cancelled).pico()).isEqualTo(2);
  }

  @Test
  void a_meter_without_a_price_makes_the_call_unpriced_and_says_which() {
    Rates fiveMinutesOnly =
        Rates.of(Map.of(IN_UNCACHED, 3L, IN_CACHE_WRITE_5M, 4L, OUT_VISIBLE, 15L));
    PriceBook book = book(PriceVersion.flat(MODEL, fiveMinutesOnly, SOURCE));

    Rating rating = book.rate(MODEL, new Usage(1, 0, 0, 9, 0, 0, 1, 0, 0), NOON, NOON);

    assertThat(rating.total()).isNull();
    assertThat(rating)
        .isInstanceOfSatisfying(
            Rating.Unpriced.class,
            unpriced ->
                assertThat(unpriced.reason())
                    .startsWith(
                        "acme/large states no price for in_cache_write_1h at 10 tokens of input"));
  }

  @Test
  void no_price_at_the_time_is_told_from_no_price_at_all() {
    PriceBook book = book(version(Span.since(NOON), Span.ALWAYS, 1, 1));
    assertThat(book.rate(MODEL, Usage.of(1, 1), NOON.minusSeconds(1), NOON))
        .isEqualTo(
            new Rating.Unpriced(
                "acme/large has no price for calls made at 2026-09-01T11:59:59Z in what was known"
                    + " at 2026-09-01T12:00:00Z"));
    assertThat(book.rate("acme/new", Usage.of(1, 1), NOON, NOON))
        .isEqualTo(new Rating.Unpriced("acme/new has no price: no price file names it"));
  }

  @Test
  void a_total_beyond_one_amount_is_unpriced_and_never_wrapped() {
    PriceBook book = book(version(Span.ALWAYS, Span.ALWAYS, Rates.MAX_PICO, Rates.MAX_PICO));
    long most = Usage.MAX_TOKENS;
    assertThat(book.rate(MODEL, Usage.of(most, most), NOON, NOON).total()).isNotNull();
    assertThat(
            book.rate(MODEL, new Usage(most, most, most, most, most, 0, most, 0, 0), NOON, NOON)
                .total())
        .isNull();
  }

  @Test
  void prices_that_became_known_together_may_not_overlap_nor_leave_a_gap() {
    Instant july = Instant.parse("2026-07-30T00:00:00Z");
    Instant august = Instant.parse("2026-08-01T00:00:00Z");
    assertThatThrownBy(() ->
            book(
                version(Span.until(august), Span.ALWAYS, 1, 1),
                version(Span.since(july), Span.ALWAYS, 2, 2)))
        .hasMessageContaining("became known together");
    assertThatThrownBy(() ->
            book(
                version(Span.until(july), Span.ALWAYS, 1, 1),
                version(Span.since(august), Span.ALWAYS, 2, 2)))
        .hasMessageContaining(
            "no price is valid from 2026-07-30T00:00:00Z to 2026-08-01T00:00:00Z");
  }

  @Test
  void a_gap_that_later_knowledge_fills_is_no_mistake() {
    Instant july = Instant.parse("2026-07-30T00:00:00Z");
    Instant august = Instant.parse("2026-08-01T00:00:00Z");
    PriceBook book =
        book(
            version(Span.until(july), Span.ALWAYS, 1, 1),
            version(Span.since(august), Span.ALWAYS, 3, 3),
            version(new Span(july, august), Span.since(NOON), 2, 2));
    assertThat(book.versionAt(MODEL, july, august)).isNull();
    assertThat(total(book, Usage.of(1, 0), july, NOON).pico()).isEqualTo(2);
  }

  @Test
  void another_book_replaces_prices_deployment_by_deployment() {
    PriceBook shipped =
        PriceBook.of(
            List.of(
                PriceSchedule.of(PriceVersion.flat("a/x", Rates.of(1, 1), SOURCE)),
                PriceSchedule.of(PriceVersion.flat("b/y", Rates.of(1, 1), SOURCE))));
    PriceBook own =
        PriceBook.of(
            List.of(
                PriceSchedule.of(PriceVersion.flat("b/y", Rates.of(5, 5), SOURCE)),
                PriceSchedule.of(PriceVersion.flat("c/z", Rates.of(0, 0), SOURCE))));

    PriceBook both = shipped.plus(own);

    assertThat(both.deployments()).containsExactly("a/x", "b/y", "c/z");
    assertThat(both.rate("b/y", Usage.of(1, 0), NOON, NOON).total()).isEqualTo(new Picodollars(5));
    assertThat(both.rate("c/z", Usage.of(1, 0), NOON, NOON).total()).isEqualTo(Picodollars.ZERO);
    assertThat(both.versionsAt(NOON, NOON)).hasSize(3);
  }

  @Test
  void the_hash_names_the_content_and_not_the_order() {
    PriceSchedule x = PriceSchedule.of(PriceVersion.flat("a/x", Rates.of(1, 1), SOURCE));
    PriceSchedule y = PriceSchedule.of(PriceVersion.flat("b/y", Rates.of(1, 1), SOURCE));
    PriceSchedule edited = PriceSchedule.of(PriceVersion.flat("b/y", Rates.of(1, 2), SOURCE));

    assertThat(PriceBook.of(List.of(x, y)).contentHash())
        .isEqualTo(PriceBook.of(List.of(y, x)).contentHash())
        .isNotEqualTo(PriceBook.of(List.of(x, edited)).contentHash())
        .hasSize(64);
    assertThat(y.versions().getFirst().label()).isNotEqualTo(edited.versions().getFirst().label());
  }

  @Test
  void a_served_tier_multiplies_every_line_and_peak_hours_on_top() {
    PriceVersion version =
        version(
            Rates.of(150_000, 600_000),
            List.of(),
            List.of(new DailyBand(0, 24 * 60, new Ratio(2, 1))),
            Map.of("flex", new Ratio(1, 2), "priority", new Ratio(9, 5)));
    PriceBook book = PriceBook.of(List.of(new PriceSchedule(MODEL, List.of(version))));
    Usage usage = Usage.of(1_000, 100);

    long standard = assertPriced(book.rate(MODEL, usage, NOON, NOON)).total().pico();
    assertThat(standard).isEqualTo(2 * (150_000L * 1_000 + 600_000L * 100));
    for (String tier : List.of("default", "standard", "auto", "ON_DEMAND")) {
      assertThat(
              assertPriced(book.rate(MODEL, CallTerms.of(tier, null), usage, NOON, NOON))
                  .total()
                  .pico())
          .isEqualTo(standard);
    }
    Rating.Priced flex =
        assertPriced(book.rate(MODEL, CallTerms.of("flex", null), usage, NOON, NOON));
    assertThat(flex.total().pico()).isEqualTo(standard / 2);
    assertThat(flex.priceVersion()).endsWith("+flex");
    for (String tier : List.of("priority", "fast", "ON_DEMAND_PRIORITY")) {
      assertThat(
              assertPriced(book.rate(MODEL, CallTerms.of(tier, null), usage, NOON, NOON))
                  .total()
                  .pico())
          .isEqualTo(standard / 5 * 9);
    }
  }

  @Test
  void a_served_tier_without_a_price_is_unpriced_and_says_what_to_add() {
    PriceBook book =
        PriceBook.of(
            List.of(
                new PriceSchedule(
                    MODEL, List.of(PriceVersion.flat(MODEL, Rates.of(1, 1), SOURCE)))));

    assertThat(book.rate(MODEL, CallTerms.of("scale", null), Usage.of(1, 1), NOON, NOON))
        .isInstanceOfSatisfying(
            Rating.Unpriced.class,
            unpriced ->
                assertThat(unpriced.reason()).contains("service tier scale", "service_tiers"));
  }
}
