package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One thing that is compared: both sides of it. */
record Cell(CellKey key, Booked booked, Invoiced invoiced) {

  /** Two pico-dollars: a difference is valued in three parts at most, each rounded to one. */
  private static final BigDecimal OWN_ROUNDING = BigDecimal.valueOf(2, Picodollars.SCALE);

  /** By how much roundings may make the sides differ. */
  BigDecimal slack() {
    return invoiced.slack().add(booked.slack()).add(OWN_ROUNDING);
  }

  /** What the invoice has beyond the ledger. */
  BigDecimal residual() {
    return invoiced.amount().subtract(booked.amount());
  }

  /** Tokens that the invoice has beyond the ledger; {@code null} where it states none. */
  @Nullable BigDecimal excess() {
    BigDecimal stated = invoiced.quantity();
    return stated == null ? null : stated.subtract(booked.quantity());
  }

  /** Whether the sides have the same quantity, or the same amount where quantities are unknown. */
  boolean agrees() {
    BigDecimal excess = excess();
    return excess == null ? residual().abs().compareTo(slack()) <= 0 : excess.signum() == 0;
  }

  /** Whether both sides have something that can be held against the other. */
  boolean isComparable() {
    return invoiced.isBilled() && !booked.isEmpty();
  }
}
