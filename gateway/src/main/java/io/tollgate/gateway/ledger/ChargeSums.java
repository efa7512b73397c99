package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link ChargeKey}: attempts that are billed or booked at their estimate.
 *
 * <p>Not safe for use by several threads.
 */
final class ChargeSums {

  private long attempts;
  private long unpriced;
  private final PicodollarSum amount = new PicodollarSum();

  /** Adds an attempt; one without a price is in no amount. */
  void add(@Nullable Picodollars cost) {
    attempts++;
    if (cost == null) {
      unpriced++;
    } else {
      amount.add(cost);
    }
  }

  long attempts() {
    return attempts;
  }

  /** Attempts of these without a price. */
  long unpriced() {
    return unpriced;
  }

  SplitAmount amount() {
    return SplitAmount.of(amount);
  }
}
