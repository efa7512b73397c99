package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link RollupKey}.
 *
 * <p>Not safe for use by several threads.
 */
final class RollupSums {

  private static final Meter[] METERS = Columns.METERS;

  /** Requests that ended here; a request counts where its last attempt does. */
  private long requests;

  private long attempts;
  private long voided;
  private final Map<Meter, Long> tokens = new EnumMap<>(Meter.class);
  private final PicodollarSum amount = new PicodollarSum();

  void add(boolean attempt, boolean last, boolean free, Usage usage, @Nullable Picodollars cost) {
    requests += last ? 1 : 0;
    attempts += attempt ? 1 : 0;
    voided += attempt && free ? 1 : 0;
    for (Meter meter : METERS) {
      if (usage.quantity(meter) > 0) {
        tokens.merge(meter, usage.quantity(meter), Math::addExact);
      }
    }
    if (cost != null) {
      amount.add(cost);
    }
  }

  long requests() {
    return requests;
  }

  long attempts() {
    return attempts;
  }

  long voided() {
    return voided;
  }

  long tokens(Meter meter) {
    return tokens.getOrDefault(meter, 0L);
  }

  SplitAmount amount() {
    return SplitAmount.of(amount);
  }
}
