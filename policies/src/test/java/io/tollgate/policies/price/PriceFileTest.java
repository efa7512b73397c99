package io.tollgate.policies.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.yaml.Parsed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceFileTest {

  private static final String SOURCE = "source: price page, as_of: 2026-08-21";

  private static PriceBook book(String text) {
    Parsed<PriceBook> parsed = PriceFile.parse("prices.yaml", text);
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok<PriceBook>) parsed).value();
  }

  private static List<String> problems(String text) {
    Parsed<PriceBook> parsed = PriceFile.parse("prices.yaml", text);
    assertThat(parsed).isInstanceOf(Parsed.Failed.class);
    return ((Parsed.Failed<PriceBook>) parsed).problems().stream().map(Object::toString).toList();
  }

  private static PriceVersion only(String text) {
    PriceBook book = book(text);
    assertThat(book.deployments()).hasSize(1);
    List<PriceVersion> versions = book.versions(book.deployments().iterator().next());
    assertThat(versions).hasSize(1);
    return versions.getFirst();
  }

  @Test
  void every_key_of_a_price_is_read() {
    PriceVersion version =
        only(
            """
            prices:
              acme/large/v2:
                - valid_from: 2026-07-30
                  valid_to: 2026-12-31T12:00:00Z
                  known_from: 2026-07-29
                  known_to: 2027-01-01
                  input: 2.5
                  output: "15"
                  cache_read: 0.25
                  cache_write_5m: 3.125
                  cache_write_1h: 5
                  cache_write: unknown
                  tool_input: 2
                  reasoning: 0.234375
                  other_output: 0
                  tiers:
                    - above_input: 272_000
                      input: 5
                      output: 22.5
                      cache_read: 0.5
                      cache_write_5m: 6.25
                      cache_write_1h: 10
                      cache_write: 7
                      tool_input: 4
                      reasoning: 20
                      other_output: 0
                  bands:
                    - {from: 22:30, to: 24:00, multiplier: 1.1}
                  source: price page
                  as_of: 2026-08
                  confidence: B
            """);

    assertThat(version.deployment()).isEqualTo("acme/large/v2");
    assertThat(version.valid())
        .isEqualTo(
            new Span(Instant.parse("2026-07-30T00:00:00Z"), Instant.parse("2026-12-31T12:00:00Z")));
    assertThat(version.known())
        .isEqualTo(
            new Span(Instant.parse("2026-07-29T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")));
    assertThat(version.table().rates())
        .hasToString(
            "in_uncached=2500000 in_cache_read=250000 in_cache_write_5m=3125000"
                + " in_cache_write_1h=5000000 in_cache_write_other=unknown in_tool=2000000"
                + " out_visible=15000000 out_reasoning=234375 out_other=0");
    assertThat(version.table().tiers()).hasSize(1);
    assertThat(version.ratesFor(272_001).pico(Meter.OUT_REASONING)).isEqualTo(20_000_000);
    assertThat(version.bands()).containsExactly(new DailyBand(1350, 1440, new Ratio(11, 10)));
    assertThat(version.provenance())
        .isEqualTo(new Provenance("price page", LocalDate.of(2026, 8, 1), Confidence.B));
  }

  @Test
  void what_is_not_said_is_always_valid_always_known_and_the_operators_own() {
    PriceVersion version = only("prices: {box/llama: {input: 0, output: 0, %s}}".formatted(SOURCE));
    assertThat(version.valid()).isEqualTo(Span.ALWAYS);
    assertThat(version.known()).isEqualTo(Span.ALWAYS);
    assertThat(version.provenance().confidence()).isEqualTo(Confidence.A);
    assertThat(version.table().rates()).isEqualTo(Rates.of(0, 0));
  }

  @Test
  void six_decimals_are_exact_and_a_seventh_is_refused() {
    assertThat(
            only("prices: {a/b: {input: 0.003625, output: 999.999999, %s}}".formatted(SOURCE))
                .table()
                .rates())
        .isEqualTo(Rates.of(3_625, 999_999_999));
    assertThat(problems("prices: {a/b: {input: 0.0036251, output: 1, %s}}".formatted(SOURCE)))
        .containsExactly(
            "prices.yaml:1:23: prices.a/b.input: 0.0036251 has more than 6 decimals; expected:"
                + " dollars per million tokens from 0 to 1000 with at most 6 decimals, or unknown");
  }

  @Test
  void what_is_no_price_is_named_with_its_place() {
    assertThat(
            problems(
                """
                prices:
                  a/b:
                    input: -1
                    output: $15
                    cache_read: 1e-3
                    cache_write: 1000.01
                    %s
                """
                    .formatted(SOURCE.replace(", ", "\n    "))))
        .extracting(problem -> problem.substring(0, problem.indexOf("; expected")))
        .containsExactly(
            "prices.yaml:3:12: prices.a/b.input: found \"-1\"",
            "prices.yaml:4:13: prices.a/b.output: found \"$15\"",
            "prices.yaml:5:17: prices.a/b.cache_read: found \"1e-3\"",
            "prices.yaml:6:18: prices.a/b.cache_write: 1000.01 is out of range: is it per million"
                + " tokens?");
  }

  @Test
  void missing_and_misspelt_keys_are_all_named_at_once() {
    assertThat(
            problems(
                """
                prices:
                  a/b:
                    input: 1
                    cache_raed: 0.1
                    source: x
                    confidence: high
                """))
        .containsExactly(
            "prices.yaml:3:5: prices.a/b: missing key \"output\"; expected: dollars per million"
                + " tokens from 0 to 1000 with at most 6 decimals, or unknown",
            "prices.yaml:3:5: prices.a/b: missing key \"as_of\"; expected: a date such as"
                + " 2026-08-21, or a month such as 2026-08",
            "prices.yaml:4:5: prices.a/b.cache_raed: unknown key; did you mean \"cache_read\"?",
            "prices.yaml:6:17: prices.a/b.confidence: found \"high\"; expected: one of A, B, C");
  }

  @Test
  void a_key_that_is_no_deployment_and_a_list_without_prices_are_mistakes() {
    assertThat(
            problems(
                """
                prices:
                  gpt-5.5: {input: 1, output: 1, %s}
                  a/b: []
                """
                    .formatted(SOURCE)))
        .containsExactly(
            "prices.yaml:2:3: prices.gpt-5.5: found \"gpt-5.5\"; expected: a deployment,"
                + " provider/model",
            "prices.yaml:3:8: prices.a/b: no price; expected: at least one");
    assertThat(problems("price: {}"))
        .containsExactly(
            "prices.yaml:1:1: missing key \"prices\"; expected: a map",
            "prices.yaml:1:1: price: unknown key; did you mean \"prices\"?");
  }

  @Test
  void a_tier_states_what_is_stated_below_it() {
    assertThat(
            problems(
                """
                prices:
                  a/b:
                    input: 1
                    output: 1
                    cache_read: 0.1
                    tiers:
                      - {above_input: 200000, input: 2, output: 2}
                      - {above_input: 300000, input: 2, output: 2, cache_read: unknown}
                      - {above_input: 300000, input: 2, output: 2, cache_read: unknown}
                    %s
                """
                    .formatted(SOURCE.replace(", ", "\n    "))))
        .containsExactly(
            "prices.yaml:7:9: prices.a/b.tiers[0]: no cache_read in this tier, though there is one"
                + " below it; state it, or \"cache_read: unknown\" where no source does",
            "prices.yaml:9:23: prices.a/b.tiers[2].above_input: a second tier above 300000; join"
                + " the two");
  }

  @Test
  void bands_that_run_backwards_overlap_or_are_no_times_are_mistakes() {
    assertThat(
            problems(
                """
                prices:
                  a/b:
                    input: 1
                    output: 1
                    bands:
                      - {from: 22:00, to: 02:00, multiplier: 2}
                      - {from: 01:00, to: 04:00, multiplier: 2}
                      - {from: 03:59, to: 05:00, multiplier: 2}
                      - {from: 05:00, to: 24:01, multiplier: 0}
                    %s
                """
                    .formatted(SOURCE.replace(", ", "\n    "))))
        .containsExactly(
            "prices.yaml:6:27: prices.a/b.bands[0].to: ends before it begins; expected: a later"
                + " time of the day; a band over midnight is two, one to 24:00 and one from 00:00",
            "prices.yaml:8:9: prices.a/b.bands[2]: overlaps another band; expected: each minute in"
                + " one band at most",
            "prices.yaml:9:27: prices.a/b.bands[3].to: 24:01 is no time of day; expected: a time of"
                + " day in UTC from 00:00 to 24:00",
            "prices.yaml:9:46: prices.a/b.bands[3].multiplier: 0 is out of range; expected: a"
                + " multiplier more than 0 and at most 100 with at most 6 decimals");
  }

  @Test
  void contradictions_and_gaps_in_time_are_mistakes_of_the_later_entry() {
    assertThat(
            problems(
                """
                prices:
                  a/b:
                    - {input: 1, output: 1, %1$s}
                    - {valid_from: 2026-07-30, input: 2, output: 2, %1$s}
                  c/d:
                    - {valid_to: 2026-07-30, input: 1, output: 1, %1$s}
                    - {valid_from: 2026-08-01, input: 2, output: 2, %1$s}
                  e/f:
                    - {valid_from: 2026-08-01, valid_to: 2026-07-30, input: 1, output: 1, %1$s}
                    - {valid_from: yesterday, input: 1, output: 1, %1$s}
                """
                    .formatted(SOURCE)))
        .containsExactly(
            "prices.yaml:4:7: prices.a/b[1]: overlaps price 1 of this deployment: both became known"
                + " together and are valid in ../.. and 2026-07-30T00:00:00Z/..; end the earlier"
                + " one with valid_to, or give a correction its known_from",
            "prices.yaml:7:7: prices.c/d[1]: no price is valid from 2026-07-30T00:00:00Z to"
                + " 2026-08-01T00:00:00Z; let one version begin where the other ends",
            "prices.yaml:9:42: prices.e/f[0].valid_to: 2026-07-30T00:00:00Z is not after"
                + " valid_from, 2026-08-01T00:00:00Z; expected: a later time",
            "prices.yaml:10:20: prices.e/f[1].valid_from: found \"yesterday\"; expected: a time"
                + " such as 2026-07-30T16:00:00Z or a date, which starts at 00:00 UTC");
  }

  @Test
  void a_correction_is_no_contradiction() {
    PriceBook book =
        book(
            """
            prices:
              a/b:
                - {input: 1, output: 1, %1$s}
                - {known_from: 2026-08-05, input: 2, output: 2, %1$s}
            """
                .formatted(SOURCE));
    assertThat(book.versions("a/b")).hasSize(2);
  }

  @Test
  void service_tiers_are_multipliers_and_the_standard_one_is_none() {
    assertThat(
            only("""
            prices:
              acme/m: {input: 1, output: 2, service_tiers: {Flex: 0.5, fast: 2}, %s}
            """
                    .formatted(SOURCE))
                .terms()
                .serviceTiers())
        .containsOnlyKeys("flex", "priority")
        .containsEntry("flex", new TierPrices.Times(new Ratio(5, 10)));
    assertThat(
            problems(
                """
                prices:
                  acme/m: {input: 1, output: 2, service_tiers: {default: 1}, %s}
                """
                    .formatted(SOURCE)))
        .singleElement()
        .asString()
        .contains("the tier that the prices themselves are of");
  }
}
