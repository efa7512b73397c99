package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How the pools of owned machines stand in the books.
 *
 * @param lastHours the last hour of each pool that is booked
 * @param absorbedPico what requests were charged for each pool and no hour has taken up, in
 *     pico-dollars; negative where corrections took back more than was charged
 */
public record CapacityStanding(Map<String, Instant> lastHours, Map<String, Long> absorbedPico) {

  /** What the names of the clearing accounts begin with. */
  static final String ABSORBED = "absorbed:";

  public CapacityStanding {
    lastHours = Map.copyOf(lastHours);
    absorbedPico = Map.copyOf(absorbedPico);
  }

  static CapacityStanding read(Connection connection) throws SQLException {
    Map<String, Instant> lastHours = new HashMap<>();
    Map<String, Long> absorbed = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT pool, max(hour) FROM capacity_hour GROUP BY pool")) {
        while (row.next()) {
          lastHours.put(row.getString(1), Instant.parse(row.getString(2)));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT name, amount_usd, amount_pico FROM account WHERE name >= 'absorbed:'"
                  + " AND name < 'absorbed;'")) {
        while (row.next()) {
          absorbed.put(
              row.getString(1).substring(ABSORBED.length()),
              pico(new SplitAmount(row.getLong(2), row.getLong(3)).exact().negate()));
        }
      }
    }
    return new CapacityStanding(lastHours, absorbed);
  }

  /** More than an entry can hold is taken up in several. */
  private static long pico(BigDecimal dollars) {
    return dollars
        .movePointRight(Picodollars.SCALE)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .max(BigDecimal.valueOf(-Long.MAX_VALUE))
        .longValueExact();
  }
}
