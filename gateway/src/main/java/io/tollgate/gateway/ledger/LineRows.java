package io.tollgate.gateway.ledger;

import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows in which lines of bills of one kind are summed up: looked for once, and at hand for
 * every further bill of the kind.
 *
 * <p>Not safe for use by several threads.
 */
final class LineRows {

  /** Rows at hand; of a minimum that was not reached there is one for each missing amount. */
  private static final int ROWS_MAX = 16;

  /** All that decides in which rows a bill is summed up, but for what its lines say. */
  record Kind(
      String day,
      String key,
      List<String> accounts,
      String policy,
      Purpose purpose,
      String deployment,
      String modelClass,
      String servedModel,
      String tier,
      String region,
      String priceVersion,
      Conversion conversion,
      Funding funding,
      UsageQuality quality) {

    /** Of what most tells kinds apart: it is made for every bill, and all of it takes longer. */
    @Override
    public int hashCode() {
      return 31 * SpendRows.hash(key, accounts, deployment) + priceVersion.hashCode();
    }
  }

  /** A row, and one of the lines that are summed up in it. */
  private record Row(RatedLine like, LineSums sums) {

    boolean takes(RatedLine line) {
      return line.meter() == like.meter()
          && line.unitPricePico() == like.unitPricePico()
          && line.listMultiplier().equals(like.listMultiplier())
          && line.multiplier().equals(like.multiplier());
    }
  }

  private final long payer;
  private final List<Row> rows = new ArrayList<>(2);

  /**
   * Without rows yet.
   *
   * @param payer the number of its {@link Payer}
   */
  LineRows(long payer) {
    this.payer = payer;
  }

  long payer() {
    return payer;
  }

  /** The row of a line; {@code null} where it is not at hand. */
  @Nullable LineSums find(RatedLine line) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).takes(line)) {
        return rows.get(i).sums();
      }
    }
    return null;
  }

  /** Keeps the row of a line at hand. */
  void keep(RatedLine line, LineSums sums) {
    if (rows.size() < ROWS_MAX) {
      rows.add(new Row(line, sums));
    }
  }
}
