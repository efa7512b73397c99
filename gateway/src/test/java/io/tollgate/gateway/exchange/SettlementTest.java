package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.Entry;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlementTest {

  private static final Instant ADMITTED = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant NOW = ADMITTED.plusSeconds(3);
  private static final Candidate PRICED = Samples.candidate("p1", "m");
  private static final Candidate UNPRICED = Samples.candidate("p1", "no-price");

  private static Settlement settlement(@Nullable Long hold) {
    return new Settlement(
        Samples.PRICES, ADMITTED, "req_1", hold == null ? null : new Picodollars(hold));
  }

  private static AttemptEnd.Billed billed(long input, long output) {
    return served("served", null, input, output);
  }

  private static AttemptEnd.Billed served(
      String model, @Nullable String tier, long input, long output) {
    return served(model, tier, null, input, output);
  }

  private static AttemptEnd.Billed served(
      String model, @Nullable String tier, @Nullable String region, long input, long output) {
    return new AttemptEnd.Billed(
        Entry.Outcome.COMPLETE,
        200,
        model,
        tier,
        region,
        "prov-1",
        Usage.of(input, output),
        UsageQuality.ENGINE_REPORTED,
        12);
  }

  @Test
  void a_billed_attempt_is_one_settlement_with_its_lines() {
    Settlement settlement = settlement(5000L);
    List<Entry> entries = settlement.end(NOW, 1, PRICED, billed(7, 3), true, 44);

    assertThat(entries)
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.Settle.class,
            settle -> {
              assertThat(settle.at()).isEqualTo(NOW);
              assertThat(settle.request()).isEqualTo("req_1");
              assertThat(settle.attempt()).isEqualTo(1);
              assertThat(settle.last()).isTrue();
              assertThat(settle.outcome()).isEqualTo(Entry.Outcome.COMPLETE);
              assertThat(settle.service().status()).isEqualTo(200);
              assertThat(settle.service().model()).isEqualTo("served");
              assertThat(settle.service().providerRequest()).isEqualTo("prov-1");
              assertThat(settle.usage()).isEqualTo(Usage.of(7, 3));
              assertThat(settle.quality()).isEqualTo(UsageQuality.ENGINE_REPORTED);
              assertThat(settle.lines())
                  .extracting(RatedLine::amount)
                  .extracting(Picodollars::pico)
                  .containsExactly(7L, 30L);
              assertThat(settle.amount()).isEqualTo(new Picodollars(37));
              assertThat(settle.bill().priceVersion()).startsWith("p1/m@");
              assertThat(settle.ttftMs()).isEqualTo(12);
              assertThat(settle.totalMs()).isEqualTo(44);
            });
    assertThat(settlement.spent()).isEqualTo(new Picodollars(37));
    assertThat(settlement.lastUsage()).isEqualTo(Usage.of(7, 3));
    assertThat(settlement.lastQuality()).isEqualTo(UsageQuality.ENGINE_REPORTED);
  }

  @Test
  void what_was_served_is_priced_and_not_what_was_asked_for() {
    Settlement settlement = settlement(5000L);

    settlement.end(NOW, 1, PRICED, served("pinned", null, 7, 3), false, 1);
    assertThat(settlement.spent()).isEqualTo(new Picodollars(2 * 7 + 20 * 3));
    settlement.end(NOW, 2, PRICED, served("pinned", "priority", 2, 2), false, 1);
    assertThat(settlement.spent()).isEqualTo(new Picodollars(74 + 6 + 60));
    settlement.end(NOW, 3, PRICED, served("pinned", "scale", 2, 2), true, 1);
    assertThat(settlement.spent()).as("a tier without a price").isNull();
  }

  @Test
  void where_it_was_served_moves_the_price() {
    Settlement settlement = settlement(5000L);

    settlement.end(NOW, 1, PRICED, served("pinned", null, "us", 2, 2), false, 1);
    assertThat(settlement.spent()).isEqualTo(new Picodollars(6 + 60));
    settlement.end(NOW, 2, PRICED, served("pinned", null, "global", 2, 2), false, 1);
    assertThat(settlement.spent()).isEqualTo(new Picodollars(66 + 44));
    settlement.end(NOW, 3, PRICED, served("served", null, "mars", 7, 3), false, 1);
    assertThat(settlement.spent())
        .as("a price that names no region is the same in all")
        .isEqualTo(new Picodollars(110 + 37));
    settlement.end(NOW, 4, PRICED, served("pinned", null, "mars", 2, 2), true, 1);
    assertThat(settlement.spent()).as("a region without a price").isNull();
  }

  @Test
  void an_unbilled_attempt_is_voided_and_costs_nothing() {
    Settlement settlement = settlement(5000L);

    assertThat(settlement.end(NOW, 2, PRICED, new AttemptEnd.Unbilled(429, "slow"), false, 44))
        .containsExactly(new Entry.Voided(NOW, "req_1", 2, false, 429, "slow"));
    assertThat(settlement.spent()).isEqualTo(Picodollars.ZERO);
  }

  @Test
  void all_attempts_of_a_request_add_up() {
    Settlement settlement = settlement(5000L);
    settlement.end(NOW, 1, PRICED, billed(100, 0), false, 1);
    settlement.end(NOW, 2, PRICED, new AttemptEnd.Unbilled(500, "oops"), false, 1);
    settlement.end(NOW, 3, Samples.candidate("p2", "m"), billed(7, 3), true, 1);

    assertThat(settlement.spent()).isEqualTo(new Picodollars(137));
    assertThat(settlement.lastUsage()).isEqualTo(Usage.of(7, 3));
  }

  @Test
  void a_model_without_a_price_has_no_amount_and_the_request_none_either_ever_after() {
    Settlement settlement = settlement(5000L);
    settlement.end(NOW, 1, PRICED, billed(100, 0), false, 1);
    List<Entry> entries = settlement.end(NOW, 2, UNPRICED, billed(7, 3), false, 1);

    assertThat(entries)
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.Settle.class,
            settle -> {
              assertThat(settle.amount()).isNull();
              assertThat(settle.lines()).isEmpty();
              assertThat(settle.usage()).isEqualTo(Usage.of(7, 3));
              assertThat(settle.bill().priceVersion()).contains("no price");
            });
    assertThat(settlement.spent()).isNull();
    settlement.end(NOW, 3, PRICED, billed(1, 1), true, 1);
    assertThat(settlement.spent()).isNull();
  }

  @Test
  void a_price_that_changes_while_the_answer_comes_is_that_of_the_admission() {
    Settlement settlement = settlement(5000L);
    settlement.end(NOW, 1, Samples.candidate("p3", "m"), billed(7, 3), true, 1);

    assertThat(settlement.spent()).isEqualTo(new Picodollars(37));
    Settlement later = new Settlement(Samples.PRICES, NOW, "req_2", null);
    later.end(NOW, 1, Samples.candidate("p3", "m"), billed(7, 3), true, 1);
    assertThat(later.spent()).isEqualTo(new Picodollars(20_000_000));
  }

  @Test
  void what_passes_the_hold_is_an_overrun_before_the_last_settlement() {
    Settlement settlement = settlement(36L);

    assertThat(settlement.end(NOW, 1, PRICED, billed(7, 3), true, 1))
        .hasSize(2)
        .startsWith(new Entry.Overrun(NOW, "req_1", new Picodollars(1)));
    assertThat(settlement(37L).end(NOW, 1, PRICED, billed(7, 3), true, 1)).hasSize(1);
  }

  @Test
  void an_overrun_is_that_of_all_attempts_and_stated_once_at_the_end() {
    Settlement settlement = settlement(50L);

    assertThat(settlement.end(NOW, 1, PRICED, billed(40, 0), false, 1)).hasSize(1);
    assertThat(settlement.end(NOW, 2, PRICED, billed(40, 0), false, 1)).hasSize(1);
    assertThat(settlement.end(NOW, 3, PRICED, new AttemptEnd.Unbilled(0, "gone"), true, 1))
        .containsExactly(
            new Entry.Overrun(NOW, "req_1", new Picodollars(30)),
            new Entry.Voided(NOW, "req_1", 3, true, 0, "gone"));
  }

  @Test
  void nothing_overruns_where_a_price_or_a_hold_is_unknown() {
    assertThat(settlement(null).end(NOW, 1, PRICED, billed(7, 3), true, 1)).hasSize(1);
    assertThat(settlement(1L).end(NOW, 1, UNPRICED, billed(7, 3), true, 1)).hasSize(1);
  }

  @Test
  void an_attempt_without_a_bill_is_booked_at_its_estimate() {
    Settlement settlement = settlement(5000L);

    assertThat(settlement.expire(NOW, 2, PRICED, true, "a fault"))
        .isEqualTo(
            new Entry.ExpireEstimate(
                NOW, "req_1", 2, true, Samples.EXPECTED, new Picodollars(2100), "a fault"));
    assertThat(settlement.spent()).isEqualTo(new Picodollars(2100));
    assertThat(settlement.lastQuality()).isEqualTo(UsageQuality.TOKENIZER_ESTIMATED);
  }
}
