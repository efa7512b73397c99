package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a batch adds to the rollups.
 *
 * <p>Not safe for use by several threads.
 */
final class RollupStatements {

  private final Map<Rollup, PreparedStatement> statements = new EnumMap<>(Rollup.class);

  RollupStatements(Connection connection, StoreDialect dialect) throws SQLException {
    for (Rollup rollup : Rollup.values()) {
      statements.put(rollup, connection.prepareStatement(rollup.add(dialect)));
    }
  }

  /** What is collected. */
  List<PreparedStatement> statements() {
    return new ArrayList<>(statements.values());
  }

  void add(Totals totals) throws SQLException {
    for (Rollup rollup : Rollup.values()) {
      PreparedStatement statement = Objects.requireNonNull(statements.get(rollup));
      for (Map.Entry<? extends SumKey, ? extends Sums> row : totals.rows(rollup).entrySet()) {
        add(statement, row.getKey().columns(), row.getValue().columns());
      }
    }
  }

  private static void add(PreparedStatement statement, List<Object> key, List<@Nullable Long> sums)
      throws SQLException {
    int column = 1;
    for (Object value : key) {
      switch (value) {
        case String text -> Columns.set(statement, column++, text);
        case Number number -> statement.setLong(column++, number.longValue());
        default -> throw new IllegalStateException("no column of a key: " + value);
      }
    }
    for (Long sum : sums) {
      Columns.set(statement, column++, sum);
    }
    statement.addBatch();
  }
}
