package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rollups of the store against what the journal says.
 *
 * <p>Not safe for use by several threads.
 */
final class RollupComparison {

  private final List<String> problems = new ArrayList<>();

  private RollupComparison() {}

  /** What differs, as sentences. */
  static List<String> compare(Connection connection, Totals totals) throws SQLException {
    RollupComparison comparison = new RollupComparison();
    for (Rollup rollup : Rollup.values()) {
      comparison.compare(connection, rollup, totals.rows(rollup));
    }
    return comparison.problems;
  }

  private void compare(
      Connection connection, Rollup rollup, Map<? extends SumKey, ? extends Sums> rows)
      throws SQLException {
    Map<List<Object>, Sums> journal = HashMap.newHashMap(rows.size());
    rows.forEach((key, sums) -> journal.put(key.columns(), sums));
    List<String> keys = rollup.keys();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(rollup.select())) {
      while (row.next()) {
        List<Object> key = new ArrayList<>(keys.size());
        for (int column = 1; column <= keys.size(); column++) {
          Object value = row.getObject(column);
          key.add(value instanceof Number number ? Long.valueOf(number.longValue()) : value);
        }
        Sums sums = journal.remove(key);
        if (sums == null) {
          problems.add(
              "The store has a row %s of %s that the journal does not know."
                  .formatted(named(keys, key), rollup.table()));
        } else {
          compare(rollup, named(keys, key), sums.columns(), row, keys.size());
        }
      }
    }
    for (List<Object> key : journal.keySet()) {
      problems.add("The store has no row %s of %s.".formatted(named(keys, key), rollup.table()));
    }
  }

  private void compare(
      Rollup rollup, String key, List<@Nullable Long> journal, ResultSet row, int before)
      throws SQLException {
    List<@Nullable Long> store = new ArrayList<>(journal.size());
    for (int i = 1; i <= journal.size(); i++) {
      long value = row.getLong(before + i);
      store.add(row.wasNull() ? null : Long.valueOf(value));
    }
    if (!store.equals(journal)) {
      problems.add(
          "The store has %s of %s: %s; the journal says %s (%s)."
              .formatted(key, rollup.table(), store, journal, String.join(", ", rollup.sums())));
    }
  }

  private static String named(List<String> names, List<Object> values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append('=').append(values.get(i));
    }
    return text.append(']').toString();
  }
}
