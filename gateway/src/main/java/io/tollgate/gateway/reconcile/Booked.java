package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The ledger's side of a cell: sums of its lines. */
final class Booked {

  private static final BigDecimal HALF_PICO = BigDecimal.valueOf(5, Picodollars.SCALE + 1);

  private BigDecimal quantity = BigDecimal.ZERO;
  private BigDecimal unpriced = BigDecimal.ZERO;
  private BigDecimal amount = BigDecimal.ZERO;
  private BigDecimal estimated = BigDecimal.ZERO;
  private BigDecimal estimatedUsd = BigDecimal.ZERO;
  private BigDecimal slack = BigDecimal.ZERO;
  private final SortedSet<UnitPrice> prices = new TreeSet<>();

  void add(MeteredLine line) {
    sum(line, BigDecimal.ONE);
  }

  void subtract(MeteredLine line) {
    sum(line, BigDecimal.ONE.negate());
  }

  private void sum(MeteredLine line, BigDecimal sign) {
    BigDecimal tokens = new BigDecimal(line.quantity());
    quantity = quantity.add(tokens.multiply(sign));
    estimated = estimated.add(new BigDecimal(line.estimatedQuantity()).multiply(sign));
    BigDecimal booked = line.amountUsd();
    if (booked == null) {
      unpriced = unpriced.add(tokens.multiply(sign));
      return;
    }
    amount = amount.add(booked.multiply(sign));
    estimatedUsd = estimatedUsd.add(line.estimatedUsd().multiply(sign));
    prices.add(UnitPrice.of(line.unitPricePico(), line.multiplier()));
    if (!line.multiplier().isOne()) {
      // Each line was rounded to a pico-dollar; whole prices need no rounding.
      slack = slack.add(HALF_PICO.multiply(BigDecimal.valueOf(line.lines())));
    }
  }

  /** Moves so many tokens and so much money here, or away where negative. */
  void move(BigDecimal tokens, BigDecimal dollars) {
    quantity = quantity.add(tokens);
    amount = amount.add(dollars);
  }

  boolean isEmpty() {
    return quantity.signum() == 0 && amount.signum() == 0;
  }

  BigDecimal quantity() {
    return quantity;
  }

  /** The part of the quantity that has no price. */
  BigDecimal unpriced() {
    return unpriced;
  }

  BigDecimal amount() {
    return amount;
  }

  BigDecimal estimated() {
    return estimated;
  }

  BigDecimal estimatedUsd() {
    return estimatedUsd;
  }

  /** By how much the ledger's own rounding may be off. */
  BigDecimal slack() {
    return slack;
  }

  /** The prices that were applied, cheapest first. */
  SortedSet<UnitPrice> prices() {
    return prices;
  }

  /** The mean price, {@code null} where nothing has a price. */
  @Nullable UnitPrice meanPrice() {
    if (prices.size() == 1 && unpriced.signum() == 0) {
      return prices.first();
    }
    BigDecimal priced = quantity.subtract(unpriced);
    return priced.signum() > 0 ? new UnitPrice(amount, priced) : null;
  }
}
