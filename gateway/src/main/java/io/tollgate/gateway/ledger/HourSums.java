package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.MeterUnit;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link HourKey}.
 *
 * <p>Not safe for use by several threads.
 */
final class HourSums implements Sums {

  private static final Meter[] METERS = Meter.values();

  /** Requests that ended here; a request counts where its last attempt does. */
  private long requests;

  private long attempts;
  private long voided;

  /** By the index of their meter. */
  private final long[] quantities = new long[METERS.length];

  private final boolean priced;
  private final PicodollarSum amount = new PicodollarSum();

  /** No sums yet; where there is no price, there will be no amount. */
  HourSums(boolean priced) {
    this.priced = priced;
  }

  void add(boolean attempt, boolean last, boolean free, Usage usage, @Nullable Picodollars cost) {
    requests += last ? 1 : 0;
    attempts += attempt ? 1 : 0;
    voided += attempt && free ? 1 : 0;
    for (int i = 0; i < usage.meters(); i++) {
      add(METERS[i], usage.quantity(METERS[i]));
    }
    if (cost != null) {
      amount.add(cost);
    }
  }

  /**
   * Takes attempts over from the row of what has no price into one of what has, or out of it.
   *
   * @param sign 1 into this row, -1 out of it
   */
  void move(int sign, List<RatedLine> lines) {
    attempts += sign;
    for (RatedLine line : lines) {
      if (line.meter().unit() == MeterUnit.TOKEN) {
        add(line.meter(), sign * line.quantity());
      }
    }
  }

  private void add(Meter meter, long quantity) {
    quantities[meter.index()] = Math.addExact(quantities[meter.index()], quantity);
  }

  /** Adds what the books are corrected by. */
  void correct(Picodollars change) {
    amount.add(change);
  }

  @Override
  public List<@Nullable Long> columns() {
    List<@Nullable Long> columns = Sums.of(requests, attempts, voided);
    for (Meter meter : METERS) {
      columns.add(quantities[meter.index()]);
    }
    if (priced) {
      Sums.split(columns, amount);
    } else {
      columns.add(null);
      columns.add(null);
    }
    return columns;
  }
}
