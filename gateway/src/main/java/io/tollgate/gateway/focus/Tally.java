package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final SortedMap<String, Range> ranges = new TreeMap<>();
  private final Set<BillingPeriod> periods =
      new TreeSet<>(
          Comparator.comparing(BillingPeriod::month).thenComparing(BillingPeriod::invoiceIssuer));

  /**
   * A month of a sender of invoices.
   *
   * @param month in UTC
   */
  record BillingPeriod(YearMonth month, String invoiceIssuer) {}

  /**
   * Records of a ledger.
   *
   * @param firstSeq the first, 0 where there is none
   * @param lastSeq the last
   */
  record Range(long firstSeq, long lastSeq) {

    static final Range NONE = new Range(0, 0);

    Range with(Range other) {
      return new Range(Math.min(firstSeq, other.firstSeq), Math.max(lastSeq, other.lastSeq));
    }
  }

  /** A charge went in. */
  void charge(ChargeLine line, Costs ledgered) {
    charged = charged.plus(ledgered);
    ranges.merge(line.node(), new Range(line.firstSeq(), line.lastSeq()), Range::with);
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

  /** The records that charges were of, by the node that has them; empty for a single ledger. */
  SortedMap<String, Range> ranges() {
    return ranges;
  }

  /** The records of a single ledger: numbers of several say nothing together. */
  Range range() {
    return ranges.getOrDefault("", Range.NONE);
  }
}
