package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts the difference of a cell, once days are aligned, into reasons that add up to it exactly.
 *
 * <p>Quantity goes before price: what was not sent through the gateway cannot have a wrong price.
 * Of a quantity, estimates go before bypass and missing usage, since they are known to be off; an
 * estimate is held to be off by no more than itself. Quantity that the invoice has beyond the
 * ledger is valued at the invoice's price, quantity that it lacks at the ledger's, so that a
 * difference in price is about what both sides have. What then remains is rounding as long as it is
 * within what the invoice's decimals allow, and unexplained beyond.
 */
final class Explainer {

  private final Cell cell;
  private final @Nullable UnitPrice otherPrice;
  private final List<Share> shares = new ArrayList<>();
  private BigDecimal left;

  private Explainer(Cell cell, @Nullable UnitPrice otherPrice) {
    this.cell = cell;
    this.otherPrice = otherPrice;
    this.left = cell.residual();
  }

  /**
   * The reasons for the difference of a cell; none where there is no difference.
   *
   * @param prices what the invoice charges where it is not the ledger's price
   */
  static List<Share> explain(Cell cell, Map<CellKey, UnitPrice> prices) {
    Explainer explainer = new Explainer(cell, prices.get(cell.key()));
    explainer.explain();
    return explainer.shares;
  }

  private void explain() {
    Booked booked = cell.booked();
    if (!cell.invoiced().isBilled()) {
      if (!booked.isEmpty()) {
        take(Bucket.MISSING_IN_INVOICE, booked.quantity().negate(), left);
      } else if (!cell.invoiced().isEmpty()) {
        bypassed();
      }
    } else if (booked.isEmpty()) {
      bypassed();
    } else if (booked.unpriced().signum() > 0) {
      unpriced();
    } else if (cell.excess() == null) {
      amountOnly();
    } else {
      quantityAndPrice(cell.excess());
    }
  }

  /** All of it is the invoice's alone. */
  private void bypassed() {
    BigDecimal stated = cell.invoiced().quantity();
    if (stated != null && stated.signum() == 0) {
      take(Bucket.UNEXPLAINED, null, left);
    } else {
      take(Bucket.BYPASS, stated, left);
    }
  }

  private void unpriced() {
    BigDecimal stated = cell.invoiced().quantity();
    if (stated != null && stated.signum() > 0) {
      UnitPrice charged = new UnitPrice(cell.invoiced().amount(), stated);
      quantity(stated.subtract(cell.booked().quantity()), charged, charged);
    }
    take(Bucket.UNPRICED, cell.booked().unpriced(), left);
  }

  private void amountOnly() {
    BigDecimal quantity = cell.booked().quantity();
    if (otherPrice != null) {
      price(otherPrice, otherPrice.times(quantity).subtract(cell.booked().amount()), quantity);
    } else if (!isWithinSlack() && left.abs().compareTo(cell.booked().estimatedUsd()) <= 0) {
      take(Bucket.ESTIMATED_USAGE, null, left);
    }
    rest();
  }

  private void quantityAndPrice(BigDecimal excess) {
    Booked booked = cell.booked();
    UnitPrice mean = booked.meanPrice();
    BigDecimal stated = booked.quantity().add(excess);
    UnitPrice same = otherPrice == null ? LedgerPrice.thatExplains(cell) : null;
    if (same != null) {
      quantity(excess, same, same);
    } else if (mean != null && stated.signum() > 0) {
      UnitPrice charged =
          otherPrice == null ? new UnitPrice(cell.invoiced().amount(), stated) : otherPrice;
      BigDecimal common = stated.min(booked.quantity());
      BigDecimal atLedger = excess.signum() < 0 ? mean.times(common) : booked.amount();
      quantity(excess, charged, mean);
      price(charged, charged.times(common).subtract(atLedger), common);
    } else if (mean != null) {
      quantity(excess, mean, mean);
    }
    rest();
  }

  /** Takes what a difference in quantity costs. */
  private void quantity(BigDecimal excess, UnitPrice beyond, UnitPrice lacking) {
    BigDecimal off = excess.abs().min(cell.booked().estimated());
    BigDecimal signed = excess.signum() < 0 ? off.negate() : off;
    UnitPrice price = excess.signum() < 0 ? lacking : beyond;
    if (signed.signum() != 0) {
      take(Bucket.ESTIMATED_USAGE, signed, price.times(signed));
    }
    BigDecimal other = excess.subtract(signed);
    if (other.signum() != 0) {
      take(
          other.signum() > 0 ? Bucket.BYPASS : Bucket.MISSING_IN_INVOICE,
          other,
          price.times(other));
    }
  }

  private void price(UnitPrice charged, BigDecimal amount, BigDecimal quantity) {
    if (amount.signum() != 0) {
      left = left.subtract(amount);
      shares.add(
          new Share(
              Bucket.PRICE, cell.key(), quantity, amount, cell.booked().meanPrice(), charged, ""));
    }
  }

  private void rest() {
    if (left.signum() != 0) {
      take(isWithinSlack() ? Bucket.ROUNDING : Bucket.UNEXPLAINED, null, left);
    }
  }

  private boolean isWithinSlack() {
    return left.abs().compareTo(cell.slack()) <= 0;
  }

  private void take(Bucket bucket, @Nullable BigDecimal quantity, BigDecimal amount) {
    left = left.subtract(amount);
    if (amount.signum() != 0 || (quantity != null && quantity.signum() != 0)) {
      shares.add(
          new Share(
              bucket,
              cell.key(),
              quantity,
              amount,
              null,
              null,
              bucket == Bucket.BYPASS ? String.join(", ", cell.invoiced().accounts()) : ""));
    }
  }
}
