package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is counted while an export runs, on both of its sides: the charges that went in and the rows
 * that came out.
 *
 * <p>Not safe for use by several threads.
 */
final class Tally {

  private Costs charged = Costs.NONE;
  private Costs exported = Costs.NONE;
  private long rows;
  private long unpricedRows;
  private long unexplainedRows;
  private long firstSeq = Long.MAX_VALUE;
  private long lastSeq;
  private final Set<BillingPeriod> periods =
      new TreeSet<>(
          Comparator.comparing(BillingPeriod::month).thenComparing(BillingPeriod::invoiceIssuer));

  /**
   * A month of a sender of invoices.
   *
   * @param month in UTC
   */
  record BillingPeriod(YearMonth month, String invoiceIssuer) {}

  /** A charge went in. */
  void charge(ChargeLine line, Costs ledgered) {
    charged = charged.plus(ledgered);
    firstSeq = Math.min(firstSeq, line.firstSeq());
    lastSeq = Math.max(lastSeq, line.lastSeq());
  }

  /** A row came out. */
  void row(FocusRow row) {
    exported = exported.plus(row.costs());
    rows++;
    unpricedRows += row.trace().unpriced() ? 1 : 0;
    unexplainedRows += row.trace().chargeKind().equals("unexplained") ? 1 : 0;
    periods.add(new BillingPeriod(row.billingPeriod(), row.party().invoiceIssuer()));
  }

  /**
   * Nothing may get lost on the way.
   *
   * @throws IllegalStateException where a total of the rows is not that of the charges
   */
  void check() {
    if (!charged.isSameAs(exported)) {
      throw new IllegalStateException(
          "the export does not tie out to the ledger: " + exported + " of " + charged);
    }
  }

  /** Months and senders of invoices that rows were of, in order. */
  Set<BillingPeriod> periods() {
    return periods;
  }

  /** The totals by column, as they are written. */
  Map<String, BigDecimal> totals() {
    Map<String, BigDecimal> totals = new LinkedHashMap<>();
    totals.put("BilledCost", plain(exported.billed()));
    totals.put("ContractedCost", plain(exported.contracted()));
    totals.put("EffectiveCost", plain(exported.effective()));
    totals.put("ListCost", plain(exported.list()));
    totals.put("x_InvoicedCost", plain(exported.invoiced()));
    return totals;
  }

  private static BigDecimal plain(BigDecimal amount) {
    BigDecimal shortest = amount.stripTrailingZeros();
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  long rows() {
    return rows;
  }

  long unpricedRows() {
    return unpricedRows;
  }

  long unexplainedRows() {
    return unexplainedRows;
  }

  long firstSeq() {
    return firstSeq == Long.MAX_VALUE ? 0 : firstSeq;
  }

  long lastSeq() {
    return lastSeq;
  }
}
