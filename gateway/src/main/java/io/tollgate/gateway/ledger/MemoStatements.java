package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Collects what a batch adds to the rollups of memos and judgements.
 *
 * <p>Not safe for use by several threads.
 */
final class MemoStatements {

  private final PreparedStatement memo;
  private final PreparedStatement judged;

  MemoStatements(Connection connection) throws SQLException {
    memo =
        connection.prepareStatement(
            """
            INSERT INTO rollup_memo VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              requests = requests + excluded.requests,
              displaced = displaced + excluded.displaced,
              unpriced = unpriced + excluded.unpriced,
              loss_ppm = loss_ppm + excluded.loss_ppm,
              reference_usd = reference_usd + excluded.reference_usd
                + (reference_pico + excluded.reference_pico) / 1000000000000,
              reference_pico = (reference_pico + excluded.reference_pico) % 1000000000000,
              spent_usd = spent_usd + excluded.spent_usd
                + (spent_pico + excluded.spent_pico) / 1000000000000,
              spent_pico = (spent_pico + excluded.spent_pico) % 1000000000000
            """);
    judged =
        connection.prepareStatement(
            """
            INSERT INTO rollup_judged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              judged = judged + excluded.judged,
              weight = weight + excluded.weight,
              score_weighted = score_weighted + excluded.score_weighted,
              paired = paired + excluded.paired,
              paired_weight = paired_weight + excluded.paired_weight,
              loss_weighted = loss_weighted + excluded.loss_weighted,
              loss_squares = loss_squares + excluded.loss_squares
            """);
  }

  /** What is collected, in the order in which it is to be executed. */
  List<PreparedStatement> statements() {
    return List.of(memo, judged);
  }

  void add(Totals totals) throws SQLException {
    for (Map.Entry<MemoKey, MemoSums> change : totals.memos().entrySet()) {
      add(change.getKey(), change.getValue());
    }
    for (Map.Entry<JudgedKey, JudgedSums> change : totals.judgements().entrySet()) {
      add(change.getKey(), change.getValue());
    }
  }

  private void add(MemoKey key, MemoSums sums) throws SQLException {
    memo.setString(1, key.hour());
    memo.setString(2, key.key());
    memo.setString(3, key.policy());
    memo.setString(4, key.deployment());
    memo.setString(5, key.provider());
    memo.setString(6, key.modelClass());
    memo.setLong(7, sums.requests());
    memo.setLong(8, sums.displaced());
    memo.setLong(9, sums.unpriced());
    memo.setLong(10, sums.lossPpm());
    memo.setLong(11, sums.reference().dollars());
    memo.setLong(12, sums.reference().pico());
    memo.setLong(13, sums.spent().dollars());
    memo.setLong(14, sums.spent().pico());
    memo.addBatch();
  }

  private void add(JudgedKey key, JudgedSums sums) throws SQLException {
    judged.setString(1, key.hour());
    judged.setString(2, key.key());
    judged.setString(3, key.policy());
    judged.setString(4, key.deployment());
    judged.setString(5, key.provider());
    judged.setString(6, key.source());
    judged.setLong(7, sums.judged());
    judged.setLong(8, sums.weight());
    judged.setLong(9, sums.scoreWeighted());
    judged.setLong(10, sums.paired());
    judged.setLong(11, sums.pairedWeight());
    judged.setLong(12, sums.lossWeighted());
    judged.setLong(13, sums.lossSquares());
    judged.addBatch();
  }
}
