package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is summed up in a row of a {@link Rollup}. */
interface Sums {

  /**
   * The values of its columns, in order: counts, amounts in two columns each, and the first and
   * last record where the table has them. {@code null} where an amount is unknown.
   */
  List<@Nullable Long> columns();

  /** Adds an amount as it stands in two columns. */
  static void split(List<@Nullable Long> columns, PicodollarSum sum) {
    SplitAmount amount = SplitAmount.of(sum);
    columns.add(amount.dollars());
    columns.add(amount.pico());
  }

  /** Counts, with one amount behind them. */
  static List<@Nullable Long> of(PicodollarSum amount, long... counts) {
    List<@Nullable Long> columns = of(counts);
    split(columns, amount);
    return columns;
  }

  /** Counts alone. */
  static List<@Nullable Long> of(long... counts) {
    List<@Nullable Long> columns = new ArrayList<>(counts.length + 4);
    for (long count : counts) {
      columns.add(count);
    }
    return columns;
  }
}
