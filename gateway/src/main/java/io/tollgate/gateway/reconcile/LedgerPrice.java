package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an invoice charges the ledger's own price. */
final class LedgerPrice {

  private LedgerPrice() {}

  /**
   * The price of the ledger at which what the invoice has beyond the ledger makes up the whole
   * difference, but for rounding; {@code null} if there is none. Where the ledger has several, the
   * price of what was estimated comes first, then the cheapest.
   */
  static @Nullable UnitPrice thatExplains(Cell cell) {
    BigDecimal excess = cell.excess();
    BigDecimal known = excess == null ? BigDecimal.ZERO : excess;
    for (UnitPrice price : candidates(cell.booked())) {
      BigDecimal left = cell.residual().subtract(price.times(known));
      if (left.abs().compareTo(cell.slack()) <= 0) {
        return price;
      }
    }
    return null;
  }

  private static List<UnitPrice> candidates(Booked booked) {
    List<UnitPrice> candidates = new ArrayList<>();
    if (booked.estimated().signum() > 0 && booked.estimatedUsd().signum() > 0) {
      candidates.add(new UnitPrice(booked.estimatedUsd(), booked.estimated()));
    }
    candidates.addAll(booked.prices());
    UnitPrice mean = booked.meanPrice();
    if (mean != null) {
      candidates.add(mean);
    }
    return candidates;
  }
}
