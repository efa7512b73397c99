package io.tollgate.gateway.ledger;

import io.tollgate.policies.usage.Meter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Collects what a batch adds to balances and rollups.
 *
 * <p>Not safe for use by several threads.
 */
final class SumStatements {

  private static final Meter[] METERS = Columns.METERS;

  private final PreparedStatement balance;
  private final PreparedStatement rollup;

  SumStatements(Connection connection) throws SQLException {
    balance =
        connection.prepareStatement(
            """
            UPDATE account SET
              postings = postings + ?1, unpriced = unpriced + ?2,
              amount_usd = amount_usd + ?3 + (amount_pico + ?4) / 1000000000000,
              amount_pico = (amount_pico + ?4) % 1000000000000
            WHERE id = ?5
            """);
    rollup =
        connection.prepareStatement(
            """
            INSERT INTO rollup_hour VALUES
              (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              requests = requests + excluded.requests,
              attempts = attempts + excluded.attempts,
              voided = voided + excluded.voided,
              in_uncached = in_uncached + excluded.in_uncached,
              in_cache_read = in_cache_read + excluded.in_cache_read,
              in_cache_write_5m = in_cache_write_5m + excluded.in_cache_write_5m,
              in_cache_write_1h = in_cache_write_1h + excluded.in_cache_write_1h,
              in_cache_write_other = in_cache_write_other + excluded.in_cache_write_other,
              in_tool = in_tool + excluded.in_tool,
              out_visible = out_visible + excluded.out_visible,
              out_reasoning = out_reasoning + excluded.out_reasoning,
              out_other = out_other + excluded.out_other,
              amount_usd = amount_usd + excluded.amount_usd
                + (amount_pico + excluded.amount_pico) / 1000000000000,
              amount_pico = (amount_pico + excluded.amount_pico) % 1000000000000
            """);
  }

  /** What is collected, in the order in which it is to be executed. */
  List<PreparedStatement> statements() {
    return List.of(balance, rollup);
  }

  void add(int accountId, Totals.Balance change) throws SQLException {
    SplitAmount amount = change.amount();
    balance.setLong(1, change.postings());
    balance.setLong(2, change.unpriced());
    balance.setLong(3, amount.dollars());
    balance.setLong(4, amount.pico());
    balance.setInt(5, accountId);
    balance.addBatch();
  }

  void add(RollupKey key, RollupSums sums) throws SQLException {
    rollup.setString(1, key.hour());
    rollup.setString(2, key.key());
    rollup.setString(3, key.policy());
    rollup.setString(4, key.deployment());
    rollup.setString(5, key.provider());
    rollup.setString(6, key.modelClass());
    rollup.setString(7, key.quality());
    rollup.setString(8, key.purpose().key());
    rollup.setBoolean(9, key.priced());
    rollup.setLong(10, sums.requests());
    rollup.setLong(11, sums.attempts());
    rollup.setLong(12, sums.voided());
    for (int i = 0; i < METERS.length; i++) {
      rollup.setLong(13 + i, sums.tokens(METERS[i]));
    }
    Columns.set(rollup, 22, key.priced() ? Long.valueOf(sums.amount().dollars()) : null);
    Columns.set(rollup, 23, key.priced() ? Long.valueOf(sums.amount().pico()) : null);
    rollup.addBatch();
  }
}
