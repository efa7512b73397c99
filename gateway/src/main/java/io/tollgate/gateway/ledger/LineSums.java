package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is summed for one {@link LineKey}.
 *
 * <p>Not safe for use by several threads.
 */
final class LineSums implements Sums {

  private static final int LAST_HOUR = 23;

  private long quantity;
  private long lines;

  /**
   * What of the quantity was used in the first hour of the day, where days may be cut otherwise.
   */
  private long firstHour;

  private long lastHour;
  private final boolean priced;
  private final PicodollarSum list = new PicodollarSum();
  private final PicodollarSum amount = new PicodollarSum();
  private final long firstSeq;
  private long lastSeq;

  /**
   * No sums yet.
   *
   * @param priced where there is no price, there will be no amount
   * @param seq the first record that it sums up
   */
  LineSums(boolean priced, long seq) {
    this.priced = priced;
    this.firstSeq = seq;
  }

  /**
   * Adds a line.
   *
   * @param used units of its meter
   * @param hourOfDay the UTC hour of its day, 0 to 23
   * @param cost what it costs, nothing where there is no price
   */
  void add(long seq, long used, int hourOfDay, Picodollars atList, Picodollars cost) {
    quantity = Math.addExact(quantity, used);
    lines++;
    firstHour += hourOfDay == 0 ? used : 0;
    lastHour += hourOfDay == LAST_HOUR ? used : 0;
    list.add(atList);
    amount.add(cost);
    lastSeq = seq;
  }

  @Override
  public List<@Nullable Long> columns() {
    List<@Nullable Long> columns = Sums.of(quantity, lines, firstHour, lastHour);
    if (priced) {
      Sums.split(columns, list);
      Sums.split(columns, amount);
    } else {
      for (int i = 0; i < 4; i++) {
        columns.add(null);
      }
    }
    columns.add(firstSeq);
    columns.add(lastSeq);
    return columns;
  }
}
