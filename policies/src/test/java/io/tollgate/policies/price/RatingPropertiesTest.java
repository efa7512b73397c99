package io.tollgate.policies.price;

import static io.tollgate.policies.price.Prices.MODEL;
import static io.tollgate.policies.price.Prices.NOON;
import static io.tollgate.policies.price.Prices.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatingPropertiesTest {

  private static final int ROUNDS = 5_000;

  @Test
  void lines_sum_to_the_total_and_are_their_quantity_times_their_price() {
    MadeUpPrices made = new MadeUpPrices(1);
    for (int round = 0; round < ROUNDS; round++) {
      PriceVersion version = made.version();
      Usage usage = made.usage(version, true, true);
      Rating.Priced rating = rate(made.book(version), made.terms(version), usage, NOON);

      long sum = 0;
      for (RatedLine line : rating.lines()) {
        sum += line.amount().pico();
        assertThat(line.quantity()).isPositive();
        assertThat(line.list())
            .isEqualTo(
                Picodollars.cost(line.quantity(), line.unitPricePico(), line.listMultiplier()));
        assertThat(line.amount())
            .isEqualTo(Picodollars.cost(line.quantity(), line.unitPricePico(), line.multiplier()));
      }
      assertThat(rating.total().pico()).isEqualTo(sum);
      for (Meter meter : Meter.values()) {
        long billed =
            rating.lines().stream()
                .filter(line -> line.meter() == meter)
                .mapToLong(RatedLine::quantity)
                .sum();
        if (meter != Meter.CALLS && meter != Meter.MINIMUM_CHARGE) {
          assertThat(billed)
              .as("round %d, %s", round, meter.key())
              .isEqualTo(usage.quantity(meter));
        }
      }
    }
  }

  @Test
  void a_total_without_lines_is_that_of_the_rating_or_unknown_like_it() {
    MadeUpPrices made = new MadeUpPrices(7);
    int unpriced = 0;
    for (int round = 0; round < ROUNDS; round++) {
      PriceVersion version = made.version();
      PriceBook book = made.book(version);
      Usage usage = made.usage(version, made.flip(), made.flip());
      if (made.flip()) {
        usage = usage.with(Extras.of(Meter.SEARCHES, 1 + made.upTo(100)));
      }
      Picodollars total = book.rate(MODEL, usage, NOON, NOON).total();

      assertThat(book.total(MODEL, usage, NOON, NOON))
          .as("round %d: %s of %s", round, usage, version)
          .isEqualTo(total);
      unpriced += total == null ? 1 : 0;
    }
    assertThat(unpriced).isBetween(ROUNDS / 100, ROUNDS / 2);
  }

  @Test
  void no_contract_here_costs_more_than_the_list_price_and_what_is_free_costs_nothing() {
    MadeUpPrices made = new MadeUpPrices(2);
    for (int round = 0; round < ROUNDS; round++) {
      PriceVersion version = made.version();
      Usage usage = made.usage(version, true, true);
      Rating.Priced rating = rate(made.book(version), made.terms(version), usage, NOON);
      boolean negotiated = version.terms().contract() instanceof Contract.Negotiated;
      for (RatedLine line : rating.lines()) {
        // A negotiated price is made up to be below that of the first tier only.
        if (!negotiated || version.table().tiers().isEmpty()) {
          assertThat(line.amount()).as("round %d", round).isLessThanOrEqualTo(line.list());
        }
        if (version.terms().funding().equals(Funding.FREE)) {
          assertThat(line.amount()).isEqualTo(Picodollars.ZERO);
        }
      }
    }
  }

  @Test
  void more_of_the_same_never_costs_less_where_tiers_rise() {
    MadeUpPrices made = new MadeUpPrices(3);
    for (int round = 0; round < ROUNDS; round++) {
      long input = 1 + made.upTo(1_000);
      long output = 1 + made.upTo(1_000);
      PriceTable.Mode mode = made.flip() ? PriceTable.Mode.CLIFF : PriceTable.Mode.MARGINAL;
      PriceTable table =
          new PriceTable(
              Rates.of(input, output),
              List.of(new ContextTier(2_000, Rates.of(input + made.upTo(9), output))),
              mode);
      PriceVersion usual = PriceVersion.flat(MODEL, table.rates(), provenance(made));
      PriceBook book =
          made.book(
              new PriceVersion(
                  MODEL,
                  Span.ALWAYS,
                  Span.ALWAYS,
                  table,
                  List.of(),
                  new PriceTerms(
                      Map.of(),
                      Map.of("us", new Ratio(11, 10)),
                      new Contract.Share(new Ratio(17, 20)),
                      Funding.INVOICE,
                      "CNY"),
                  usual.provenance()));
      Usage usage = made.usage(usual, false, false);
      CallTerms terms = CallTerms.of(null, made.flip() ? "us" : null);
      // Lines may be split at a threshold, and each is rounded by up to half a pico-dollar.
      assertThat(rate(book, terms, made.more(usage), NOON).total().pico() + 1)
          .as("round %d", round)
          .isGreaterThanOrEqualTo(rate(book, terms, usage, NOON).total().pico());
    }
  }

  private static Provenance provenance(MadeUpPrices made) {
    return made.version().provenance();
  }

  @Test
  void no_usage_within_a_bound_costs_more_than_the_bound() {
    MadeUpPrices made = new MadeUpPrices(4);
    for (int round = 0; round < ROUNDS; round++) {
      PriceVersion version = made.version();
      PriceBook book = made.book(version);
      boolean media = made.flip();
      Usage usage = made.usage(version, media, false);
      CallTerms served = made.terms(version);
      UsageBound bound =
          new UsageBound(
              usage.totalInput() + made.upTo(made.flip() ? 0 : 2_000),
              usage.totalOutput() + made.upTo(made.flip() ? 0 : 2_000),
              media);

      // The tier is asked for; the region is the provider's choice.
      CallTerms asked = CallTerms.of(served.servedTier(), null);
      assertThat(book.most(MODEL, asked, bound, NOON, NOON))
          .as("round %d: %s of %s", round, usage, version)
          .isGreaterThanOrEqualTo(rate(book, served, usage, NOON).total());
    }
  }

  @Test
  void a_bound_next_to_a_cliff_is_enough_on_either_side_of_it() {
    PriceBook book =
        Prices.book(
            """
            input: 2
            output: 10
            cache_write: 2.5
            per_call: 0.001
            tiers: [{above_input: 200000, input: 1, output: 30, cache_write: 1.25}]
            """);
    UsageBound below = new UsageBound(200_000, 100, false);
    UsageBound beyond = new UsageBound(200_001, 100, false);
    assertThat(book.most(MODEL, CallTerms.STANDARD, below, NOON, NOON))
        .as("every token may be a cache write")
        .isEqualTo(new Picodollars(200_000 * 2_500_000L + 100 * 10_000_000L + 1_000_000_000L));
    assertThat(book.most(MODEL, CallTerms.STANDARD, beyond, NOON, NOON))
        .as("less than the threshold is dearer than more than it")
        .isEqualTo(new Picodollars(200_000 * 2_500_000L + 100 * 10_000_000L + 1_000_000_000L));
    assertThat(book.most("acme/other", CallTerms.STANDARD, below, NOON, NOON)).isNull();
    assertThat(book.most(MODEL, CallTerms.of("gold", null), below, NOON, NOON)).isNull();
  }
}
