package io.tollgate.policies.price;

import static io.tollgate.policies.price.Prices.mistakes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.yaml.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceMistakesTest {

  private static String only(String price) {
    List<String> mistakes = mistakes(price);
    assertThat(mistakes).hasSize(1);
    return mistakes.getFirst();
  }

  @Test
  void a_fee_that_no_whole_number_of_trillionths_is_exact_for_is_refused() {
    assertThat(only("{per_audio_minute: 0.0061}"))
        .isEqualTo(
            "2:63: price.per_audio_minute: 0.0061 per minute is no whole number of trillionths per"
                + " millisecond; expected: dollars per minute from 0 to 60000000, in whole"
                + " trillionths per millisecond, or unknown");
    assertThat(only("{per_1000_searches: 0.0000000001}"))
        .contains("is no whole number of trillionths per search");
    assertThat(only("{per_call: 1001}")).contains("1001 is out of range: is it per call?");
    assertThat(only("{per_million_characters: 1e3}")).contains("found \"1e3\"");
  }

  @Test
  void a_meter_has_one_price() {
    assertThat(only("{per_call: 1, per_1000_calls: 5}"))
        .isEqualTo("2:58: price.per_1000_calls: a second price of calls; state one of the two");
  }

  @Test
  void tokens_need_both_prices_unless_something_else_has_one() {
    assertThat(only("{per_image: 1, input: 1}")).contains("missing key \"output\"");
    assertThat(mistakes("{confidence: A}"))
        .hasSize(2)
        .allSatisfy(mistake -> assertThat(mistake).contains("missing key"));
  }

  @Test
  void a_marginal_tier_reprices_input_only() {
    assertThat(
            mistakes(
                """
                input: 1
                output: 2
                reasoning: 3
                mode: marginal
                tiers: [{above_input: 5, input: 2, output: 3, reasoning: 4}]
                """))
        .containsExactly(
            "9:40: price.tiers[0].output: a marginal tier reprices input only; leave it out",
            "9:51: price.tiers[0].reasoning: a marginal tier reprices input only; leave it out");
    assertThat(only("{input: 1, output: 1, mode: steep}"))
        .contains("found \"steep\"; expected: one of cliff, marginal");
  }

  @Test
  void a_service_tier_of_its_own_is_whole() {
    assertThat(only("{input: 1, output: 1, service_tiers: {batch: {input: 1}}}"))
        .contains("price.service_tiers.batch: missing key \"output\"");
    assertThat(only("{input: 1, output: 1, service_tiers: {fast: 2, priority: 2}}"))
        .contains("price.service_tiers.priority: is another name of priority; state one of them");
    assertThat(only("{input: 1, output: 1, service_tiers: {default: {input: 1, output: 1}}}"))
        .contains("is the tier that the prices themselves are of");
  }

  @Test
  void a_region_that_is_everywhere_is_no_region() {
    assertThat(only("{input: 1, output: 1, regions: {Global: 1}}"))
        .contains("price.regions.Global: is the region that the prices themselves are of");
    assertThat(only("{input: 1, output: 1, regions: {us: 0}}")).contains("0 is out of range");
  }

  @Test
  void a_contract_has_one_term_and_a_list_price_to_be_a_share_of() {
    assertThat(only("{input: 1, output: 1, contract: {discount: 0.1, multiplier: 0.9}}"))
        .contains("a contract of 2 terms; expected: one of discount, multiplier, rates");
    assertThat(only("{input: 1, output: 1, contract: {discount: 1}}"))
        .contains("1 leaves no price; expected: a discount from 0 to less than 1");
    assertThat(only("{input: 1, output: 0, contract: {rates: {output: 1}}}"))
        .contains("price.contract.rates: a price of out_visible, which has no list price above 0");
    assertThat(
            only(
                "{input: 1, output: 1, contract: {rates: {tiers: [{above_input: 5, input: 1}],"
                    + " input: 1}}}"))
        .contains("a tier above 5, which the list price does not have");
    assertThat(only("{input: 1, output: 1, contract: {rates: {}}}")).contains("no price");
    assertThat(mistakes("{input: 1, output: 1, contract: {discuont: 0.1}}"))
        .hasSize(2)
        .last()
        .asString()
        .contains("price.contract.discuont: unknown key; did you mean \"discount\"?");
  }

  @Test
  void funding_and_currency_are_named_as_they_are() {
    assertThat(only("{input: 1, output: 1, paid_from: commitment}"))
        .contains("\"commitment\" (expected: invoice, commitment:NAME, owned:POOL or free)");
    assertThat(only("{input: 1, output: 1, currency: yuan}"))
        .contains("found \"yuan\"; expected: a currency's code of three capital letters");
    assertThatThrownBy(() -> Funding.parse("owned:a b")).hasMessageContaining("owned:a b");
    for (String text : List.of("invoice", "commitment:a.b-c_1", "owned:gpus", "free")) {
      assertThat(Funding.parse(text)).hasToString(text);
    }
  }

  @Test
  void a_table_of_rates_is_by_foreign_currency_and_day() {
    Parsed<PriceBook> parsed =
        PriceFile.parse(
            "fx.yaml",
            """
            currencies:
              USD: {2026-11-01: 1}
              CNY:
                2026-13-01: 0.1
                2026-11-01: 0.0000000001
                2026-11-02: 0
            """);
    assertThat(parsed).isInstanceOf(Parsed.Failed.class);
    assertThat(((Parsed.Failed<PriceBook>) parsed).problems())
        .extracting(Object::toString)
        .extracting(problem -> problem.substring(0, problem.indexOf(';')))
        .containsExactly(
            "fx.yaml:2:3: currencies.USD: found \"USD\"",
            "fx.yaml:4:5: currencies.CNY.2026-13-01: found \"2026-13-01\"",
            "fx.yaml:5:17: currencies.CNY.2026-11-01: 0.0000000001 has more than 9 decimals",
            "fx.yaml:6:17: currencies.CNY.2026-11-02: 0 is out of range");
  }
}
