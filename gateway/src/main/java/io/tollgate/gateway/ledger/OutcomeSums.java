package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link OutcomeKey}.
 *
 * <p>Not safe for use by several threads.
 */
final class OutcomeSums implements Sums {

  private long outcomes;
  private long successes;

  /** Outcomes of which the caller said what they are worth. */
  private long valued;

  private final PicodollarSum value = new PicodollarSum();

  void add(Entry.OutcomeReported outcome) {
    outcomes++;
    successes += outcome.success() ? 1 : 0;
    Picodollars worth = outcome.value();
    if (worth != null) {
      valued++;
      value.add(worth);
    }
  }

  @Override
  public List<@Nullable Long> columns() {
    return Sums.of(value, outcomes, successes, valued);
  }
}
