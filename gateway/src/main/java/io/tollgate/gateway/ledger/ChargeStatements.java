package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Collects what a batch adds to the rollup of charges.
 *
 * <p>Not safe for use by several threads.
 */
final class ChargeStatements {

  private final PreparedStatement charge;

  ChargeStatements(Connection connection) throws SQLException {
    charge =
        connection.prepareStatement(
            """
            INSERT INTO rollup_charge VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              attempts = attempts + excluded.attempts,
              unpriced = unpriced + excluded.unpriced,
              amount_usd = amount_usd + excluded.amount_usd
                + (amount_pico + excluded.amount_pico) / 1000000000000,
              amount_pico = (amount_pico + excluded.amount_pico) % 1000000000000
            """);
  }

  /** What is collected. */
  List<PreparedStatement> statements() {
    return List.of(charge);
  }

  void add(Totals totals) throws SQLException {
    for (Map.Entry<ChargeKey, ChargeSums> change : totals.charges().entrySet()) {
      add(change.getKey(), change.getValue());
    }
  }

  private void add(ChargeKey key, ChargeSums sums) throws SQLException {
    charge.setString(1, key.account());
    charge.setString(2, key.quarter());
    charge.setLong(3, sums.attempts());
    charge.setLong(4, sums.unpriced());
    charge.setLong(5, sums.amount().dollars());
    charge.setLong(6, sums.amount().pico());
    charge.addBatch();
  }
}
