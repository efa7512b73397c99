package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Holds what the store sums up of charges against what the journal says. */
final class ChargeComparison {

  private ChargeComparison() {}

  /** What differs, as sentences. */
  static List<String> compare(Connection connection, Totals totals) throws SQLException {
    SumComparison comparison = new SumComparison();
    int rows = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT account, quarter, attempts, unpriced, amount_usd, amount_pico
                FROM rollup_charge
                """)) {
      while (row.next()) {
        rows++;
        ChargeKey key = new ChargeKey(row.getString(1), row.getString(2));
        ChargeSums sums = totals.charges().get(key);
        comparison.same(
            key,
            row,
            3,
            sums == null
                ? null
                : List.of(
                    sums.attempts(),
                    sums.unpriced(),
                    sums.amount().dollars(),
                    sums.amount().pico()));
      }
    }
    comparison.sameRows("rollups of charges", totals.charges().size(), rows);
    return comparison.problems();
  }
}
