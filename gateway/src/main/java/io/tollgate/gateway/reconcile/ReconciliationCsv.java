package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.csv.CsvCells;
import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the findings as CSV.
 *
 * <p>Texts come from invoices and models' names, that is from outside. A spreadsheet takes a cell
 * that begins with {@code =}, {@code +}, {@code -} or {@code @} for a formula, so such a text gets
 * an apostrophe before it (OWASP, "CSV Injection"). Numbers are plain, without exponent.
 */
public final class ReconciliationCsv {

  private static final List<String> HEADER =
      List.of(
          "bucket",
          "provider",
          "first_day",
          "last_day",
          "model",
          "service_tier",
          "meter",
          "quantity",
          "amount_usd",
          "finding");

  private ReconciliationCsv() {}

  /** Writes the header and a row for each finding. */
  public static void write(Appendable out, Reconciliation reconciliation) throws IOException {
    out.append(String.join(",", HEADER)).append('\n');
    for (Finding finding : reconciliation.findings()) {
      out.append(row(finding)).append('\n');
    }
  }

  private static String row(Finding finding) {
    List<String> cells =
        List.of(
            finding.bucket().key(),
            CsvCells.text(finding.provider()),
            finding.first().toString(),
            finding.last().toString(),
            CsvCells.text(finding.model()),
            CsvCells.text(finding.serviceTier()),
            key(finding.meter()),
            number(finding.quantity()),
            number(finding.amountUsd()),
            CsvCells.text(finding.sentence()));
    return String.join(",", cells);
  }

  private static String key(@Nullable Meter meter) {
    return meter == null ? "" : meter.key();
  }

  private static String number(@Nullable BigDecimal number) {
    return number == null ? "" : Amounts.plain(number);
  }
}
