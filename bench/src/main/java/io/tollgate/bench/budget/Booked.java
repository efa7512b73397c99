package io.tollgate.bench.budget;

import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerReport.By;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.ledger.QualityRow;
import io.tollgate.gateway.ledger.SpendRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of some hours.
 *
 * @param servedUsd what answers to clients cost
 * @param measurementUsd what shadow runs and judges cost
 * @param quality reference, savings, predicted and measured loss
 */
record Booked(BigDecimal servedUsd, BigDecimal measurementUsd, QualityRow quality) {

  static Booked of(LedgerReport report, Instant from, Instant to) {
    List<SpendRow> rows = report.spend(By.PURPOSE, from, to);
    return new Booked(
        dollars(rows, Purpose.SERVE),
        dollars(rows, Purpose.MEASUREMENT),
        report.total(from, to).quality());
  }

  private static BigDecimal dollars(List<SpendRow> rows, Purpose purpose) {
    return rows.stream()
        .filter(row -> row.name().equals(purpose.key()))
        .map(row -> row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Predicted loss as a share of one; NaN without requests. */
  double predictedLoss() {
    return share(quality.predictedLossPpm());
  }

  /** Measured loss as a share of one; NaN where nothing was measured. */
  double measuredLoss() {
    return share(quality.measuredLossPpm());
  }

  /** Its standard error as a share of one; NaN where nothing was measured. */
  double measuredError() {
    return share(quality.measuredErrorPpm());
  }

  private static double share(@Nullable Long ppm) {
    return ppm == null ? Double.NaN : ppm / 1e6;
  }
}
