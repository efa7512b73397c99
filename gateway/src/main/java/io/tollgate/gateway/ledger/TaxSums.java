package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a bucket of the compute tax.
 *
 * <p>Not safe for use by several threads.
 */
final class TaxSums implements Sums {

  private final PicodollarSum amount = new PicodollarSum();

  void add(long pico) {
    amount.add(pico);
  }

  @Override
  public List<@Nullable Long> columns() {
    return Sums.of(amount);
  }
}
