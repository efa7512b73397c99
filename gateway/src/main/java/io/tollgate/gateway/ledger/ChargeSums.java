package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link ChargeKey}: attempts that are billed or booked at their estimate.
 *
 * <p>Not safe for use by several threads.
 */
final class ChargeSums implements Sums {

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

  /** Adds what the books are corrected by. */
  void correct(Picodollars change, boolean pricesUnpriced) {
    unpriced -= pricesUnpriced ? 1 : 0;
    amount.add(change);
  }

  @Override
  public List<@Nullable Long> columns() {
    return Sums.of(amount, attempts, unpriced);
  }
}
