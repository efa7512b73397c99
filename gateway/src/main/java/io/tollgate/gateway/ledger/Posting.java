package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * One side of a booking.
 *
 * @param account who is debited (positive) or credited (negative)
 * @param amount how much, or {@code null} in the suspense account of what has no price
 */
record Posting(String account, @Nullable Picodollars amount) {

  /** Every amount of this version is in this currency. */
  static final String CURRENCY = "USD";
}
