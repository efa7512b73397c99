package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the unit prices that an invoice charges where they are not the ledger's.
 *
 * <p>An amount that is rounded allows for a range of prices. Days in a row whose ranges have
 * something in common are taken to have the same price: the one with the fewest decimals in what
 * they have in common, since prices are decided by people. Where the invoice states no quantities,
 * the ledger's are taken, and the price is believed only if three days agree on it.
 */
final class InvoicePrices {

  private static final int MOST_DECIMALS = 18;
  private static final int QUOTIENT_DECIMALS = 30;
  private static final int PRICE_BOOK_DECIMALS = 12;
  private static final int DAYS_WITHOUT_QUANTITY = 3;

  private final Map<CellKey, UnitPrice> prices = new HashMap<>();
  private final List<CellKey> members = new ArrayList<>();
  private int different;
  private boolean assumed;
  private @Nullable Range range;
  private @Nullable UnitPrice booked;

  /** The dollars per token that an amount allows for. */
  private record Range(BigDecimal low, BigDecimal high) {

    static Range of(Cell cell, BigDecimal quantity) {
      BigDecimal amount = cell.invoiced().amount();
      return new Range(
          amount
              .subtract(cell.slack())
              .divide(quantity, QUOTIENT_DECIMALS, RoundingMode.FLOOR)
              .max(BigDecimal.ZERO),
          amount.add(cell.slack()).divide(quantity, QUOTIENT_DECIMALS, RoundingMode.CEILING));
    }

    /** What both allow for; {@code null} if nothing. */
    @Nullable Range and(Range other) {
      Range common = new Range(low.max(other.low), high.min(other.high));
      return common.low.compareTo(common.high) <= 0 ? common : null;
    }

    @Nullable BigDecimal roundest() {
      for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
        BigDecimal candidate = low.setScale(decimals, RoundingMode.CEILING);
        if (candidate.compareTo(high) <= 0) {
          return candidate;
        }
      }
      return null;
    }
  }

  private InvoicePrices() {}

  /**
   * The prices of the cells that have another than the ledger's.
   *
   * @param series cells of one series, by day
   */
  static Map<CellKey, UnitPrice> of(List<Cell> series) {
    InvoicePrices found = new InvoicePrices();
    series.forEach(found::next);
    found.close();
    return found.prices;
  }

  private void next(Cell cell) {
    BigDecimal stated = cell.invoiced().quantity();
    BigDecimal quantity = stated == null ? cell.booked().quantity() : stated;
    UnitPrice mean = cell.booked().meanPrice();
    if (!cell.isComparable()
        || mean == null
        || cell.booked().unpriced().signum() > 0
        || quantity.signum() <= 0) {
      return;
    }
    Range allowed = Range.of(cell, quantity);
    boolean same = LedgerPrice.thatExplains(cell) != null;
    Range common = range == null || !isBooked(mean) ? null : range.and(allowed);
    if (common == null) {
      close();
      if (same) {
        return;
      }
      booked = mean;
      common = allowed;
    }
    // A day that fits both prices neither begins nor ends a run of days.
    members.add(cell.key());
    range = common;
    if (!same) {
      different++;
      assumed |= stated == null;
    }
  }

  private boolean isBooked(UnitPrice price) {
    return booked != null && booked.isSame(price);
  }

  private void close() {
    BigDecimal price = range == null ? null : range.roundest();
    if (price != null
        && (!assumed
            || (different >= DAYS_WITHOUT_QUANTITY
                && Amounts.decimals(price) <= PRICE_BOOK_DECIMALS))) {
      UnitPrice found = new UnitPrice(price, BigDecimal.ONE);
      members.forEach(key -> prices.put(key, found));
    }
    members.clear();
    different = 0;
    assumed = false;
    range = null;
    booked = null;
  }
}
