package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Holds what the store sums up of memos and judgements against what the journal says.
 *
 * <p>Not safe for use by several threads.
 */
final class MemoComparison {

  private final Connection connection;
  private final Totals totals;
  private final SumComparison comparison = new SumComparison();

  private MemoComparison(Connection connection, Totals totals) {
    this.connection = connection;
    this.totals = totals;
  }

  /** What differs, as sentences. */
  static List<String> compare(Connection connection, Totals totals) throws SQLException {
    MemoComparison both = new MemoComparison(connection, totals);
    both.memos();
    both.judgements();
    return both.comparison.problems();
  }

  private void memos() throws SQLException {
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT hour, key, policy, deployment, provider, class, requests, displaced, unpriced,
                  loss_ppm, reference_usd, reference_pico, spent_usd, spent_pico
                FROM rollup_memo
                """)) {
      while (row.next()) {
        rows++;
        MemoKey key =
            new MemoKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
        MemoSums sums = totals.memos().get(key);
        comparison.same(
            key,
            row,
            7,
            sums == null
                ? null
                : List.of(
                    sums.requests(),
                    sums.displaced(),
                    sums.unpriced(),
                    sums.lossPpm(),
                    sums.reference().dollars(),
                    sums.reference().pico(),
                    sums.spent().dollars(),
                    sums.spent().pico()));
      }
    }
    comparison.sameRows("rollups of memos", totals.memos().size(), rows);
  }

  private void judgements() throws SQLException {
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT hour, key, policy, deployment, provider, source, judged, weight,
                  score_weighted, paired, paired_weight, loss_weighted, loss_squares
                FROM rollup_judged
                """)) {
      while (row.next()) {
        rows++;
        JudgedKey key =
            new JudgedKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
        JudgedSums sums = totals.judgements().get(key);
        comparison.same(
            key,
            row,
            7,
            sums == null
                ? null
                : List.of(
                    sums.judged(),
                    sums.weight(),
                    sums.scoreWeighted(),
                    sums.paired(),
                    sums.pairedWeight(),
                    sums.lossWeighted(),
                    sums.lossSquares()));
      }
    }
    comparison.sameRows("rollups of judgements", totals.judgements().size(), rows);
  }
}
