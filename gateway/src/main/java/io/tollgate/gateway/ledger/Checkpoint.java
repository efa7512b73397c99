package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The place up to which a store holds a node's journal: moved on in the transaction that puts the
 * records in, and only from where the writer knows it to be. So of two writers of one node, e.g.
 * when a connection was cut and the server has not noticed yet, one is refused.
 */
final class Checkpoint implements AutoCloseable {

  private static final String COLUMNS = "segment, \"offset\", line, closed, seq, hash";

  private final PreparedStatement advance;
  private long reached;

  Checkpoint(Connection connection, StoreDialect dialect) throws SQLException {
    String key = dialect.isShared() ? "node" : "id";
    String value = dialect.isShared() ? "'" + dialect.node() + "'" : "1";
    advance =
        connection.prepareStatement(
            """
            INSERT INTO checkpoint (%1$s, %2$s) VALUES (%3$s, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (%1$s) DO UPDATE SET
              segment = excluded.segment, "offset" = excluded."offset", line = excluded.line,
              closed = excluded.closed, seq = excluded.seq, hash = excluded.hash
            WHERE checkpoint.seq = ?
            """
                .formatted(key, COLUMNS, value));
    reached = read(connection, dialect).seq();
  }

  /** The place that a store has; the start where it has none. */
  static Position read(Connection connection, StoreDialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + COLUMNS + " FROM checkpoint WHERE seq >= 0" + dialect.andOwn(""))) {
      return row.next()
          ? new Position(
              row.getInt(1),
              row.getLong(2),
              row.getLong(3),
              row.getInt(4) == 1,
              row.getLong(5),
              row.getString(6))
          : Position.START;
    }
  }

  /**
   * Moves on, as the first statement of a transaction: whoever else is at it is waited for.
   *
   * @throws SQLException where it is not where it was; the transaction must not be committed
   */
  void advance(Position position) throws SQLException {
    advance.setInt(1, position.segment());
    advance.setLong(2, position.offset());
    advance.setLong(3, position.line());
    advance.setInt(4, position.closed() ? 1 : 0);
    advance.setLong(5, position.seq());
    advance.setString(6, position.hash());
    advance.setLong(7, reached);
    if (advance.executeUpdate() != 1) {
      throw new SQLException(
          "The store no longer ends at record " + reached + ": another process has written to it.");
    }
    reached = position.seq();
  }

  @Override
  public void close() throws SQLException {
    advance.close();
  }
}
