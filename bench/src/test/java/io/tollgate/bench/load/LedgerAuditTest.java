package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.load.LedgerAudit.Booked;
import io.tollgate.bench.load.LedgerAudit.Expected;
import io.tollgate.bench.provider.CannedCharge;
import io.tollgate.bench.provider.SimulatedModel;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {

  private static final BigInteger EACH = BigInteger.valueOf(208_000_000);
  private static final Expected PLAIN = new Expected("sim/plain", 1_000, EACH);
  private static final Expected CUT = new Expected("sim/stalled", 5, null);

  private static Booked booked(String deployment, long requests, long attempts, long pico) {
    return new Booked(deployment, requests, attempts, BigInteger.valueOf(pico));
  }

  @Test
  void a_ledger_with_every_request_at_its_price_has_no_difference() {
    assertThat(
            LedgerAudit.differences(
                List.of(PLAIN, CUT),
                List.of(
                    booked("sim/plain", 1_000, 1_000, 208_000_000_000L),
                    booked("sim/stalled", 5, 5, 17))))
        .isEmpty();
  }

  @Test
  void a_request_that_is_missing_is_told_with_both_numbers() {
    assertThat(
            LedgerAudit.differences(
                List.of(PLAIN), List.of(booked("sim/plain", 999, 999, 207_792_000_000L))))
        .satisfiesExactly(
            count -> assertThat(count).contains("1,000", "999"),
            amount -> assertThat(amount).contains("208000000000", "207792000000"));
  }

  @Test
  void a_single_pico_dollar_is_a_difference() {
    assertThat(
            LedgerAudit.differences(
                List.of(PLAIN), List.of(booked("sim/plain", 1_000, 1_000, 208_000_000_001L))))
        .singleElement()
        .asString()
        .contains("are 208000000000 pico-dollars", "has 208000000001");
  }

  @Test
  void an_attempt_too_many_an_unknown_price_and_a_stranger_are_differences() {
    assertThat(
            LedgerAudit.differences(
                List.of(CUT, PLAIN),
                List.of(
                    booked("sim/stalled", 5, 6, 0),
                    new Booked("sim/plain", 1_000, 1_000, null),
                    booked("sim/other", 3, 3, 0))))
        .satisfiesExactly(
            attempt -> assertThat(attempt).contains("in 6 attempts"),
            price -> assertThat(price).contains("no price"),
            stranger -> assertThat(stranger).contains("3 requests of sim/other"));
  }

  @Test
  void what_was_right_is_said_with_the_exact_price() {
    assertThat(LedgerAudit.sentence("tollgate", List.of(PLAIN, CUT)))
        .contains("1,000 of sim/plain at $0.000208 each", "5 of sim/stalled that were cut");
  }

  @Test
  void the_price_of_a_canned_answer_grows_by_what_a_token_costs() {
    SimulatedModel model = SimulatedModel.instant("m");
    BigInteger shorter = CannedCharge.pico(1, model.ofLength(10));
    BigInteger longer = CannedCharge.pico(1, model.ofLength(17));
    assertThat(longer.subtract(shorter))
        .isEqualTo(BigInteger.valueOf(7 * model.prices().outputPico()));
  }

  @Test
  void the_streams_of_a_run_have_the_number_of_events_that_reports_say() {
    SimulatedModel model = SimulatedModel.instant("m").ofLength(OwnProvider.EVENTS - 4);
    assertThat(CannedCharge.events(1, model)).isEqualTo(50).isEqualTo(OwnProvider.EVENTS);
  }
}
