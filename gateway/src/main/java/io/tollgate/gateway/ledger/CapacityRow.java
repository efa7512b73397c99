package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pool of owned machines cost over some days, and how much of it requests were charged with.
 *
 * @param hours how many hours are booked with a cost
 * @param costUsd what these cost
 * @param absorbedUsd what of it requests were charged with
 */
public record CapacityRow(String pool, long hours, BigDecimal costUsd, BigDecimal absorbedUsd) {

  /** Sums of split columns do not overflow, as sums of pico-dollars would after a few hours. */
  private static final String SUMS =
      """
      SELECT pool, sum(cost_p > 0), sum(cost_p / 1000000000000), sum(cost_p % 1000000000000),
        sum(absorbed_p / 1000000000000), sum(absorbed_p % 1000000000000)
      FROM capacity_hour WHERE hour >= ? AND hour < ? GROUP BY pool ORDER BY pool
      """;

  static List<CapacityRow> read(Connection connection, LocalDate from, LocalDate to)
      throws SQLException {
    List<CapacityRow> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
      statement.setString(1, from + "T00:00:00Z");
      statement.setString(2, to + "T00:00:00Z");
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new CapacityRow(
                  row.getString(1),
                  row.getLong(2),
                  new SplitAmount(row.getLong(3), row.getLong(4)).exact(),
                  new SplitAmount(row.getLong(5), row.getLong(6)).exact()));
        }
      }
    }
    return rows;
  }

  /** What nobody was charged with; less than nothing where more was charged than it cost. */
  public BigDecimal idleUsd() {
    return costUsd.subtract(absorbedUsd);
  }
}
