package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the store sums up of memos and judgements against what the journal says.
 *
 * <p>Not safe for use by several threads.
 */
final class MemoComparison {

  private final Connection connection;
  private final Totals totals;
  private final List<String> problems = new ArrayList<>();

  private MemoComparison(Connection connection, Totals totals) {
    this.connection = connection;
    this.totals = totals;
  }

  /** What differs, as sentences. */
  static List<String> compare(Connection connection, Totals totals) throws SQLException {
    MemoComparison comparison = new MemoComparison(connection, totals);
    comparison.memos();
    comparison.judgements();
    return comparison.problems;
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
        same(
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
    sameRows("rollups of memos", totals.memos().size(), rows);
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
        same(
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
    sameRows("rollups of judgements", totals.judgements().size(), rows);
  }

  private void same(Record key, ResultSet row, int first, @Nullable List<Long> journal)
      throws SQLException {
    if (journal == null) {
      problems.add("The store has a rollup " + key + " that the journal does not know.");
      return;
    }
    List<Long> store = new ArrayList<>();
    for (int i = 0; i < journal.size(); i++) {
      store.add(row.getLong(first + i));
    }
    if (!store.equals(journal)) {
      problems.add("The store has " + key + ": " + store + "; the journal says " + journal + ".");
    }
  }

  private void sameRows(String what, int journal, int store) {
    if (journal != store) {
      problems.add("The store has " + store + " " + what + "; the journal says " + journal + ".");
    }
  }
}
