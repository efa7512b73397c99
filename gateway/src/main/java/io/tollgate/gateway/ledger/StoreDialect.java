package io.tollgate.gateway.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the statements of a store that one node has for itself (SQLite) differ from those of one that
 * nodes share (PostgreSQL): there every row begins with its node, and a row of a single request has
 * the day whose partition it is in as its last column.
 *
 * <p>The node is part of the statements' text and the day is their last parameter, so that the
 * other parameters are the same in both.
 *
 * @param node whose rows are written and read, {@code null} where the store has no other
 */
record StoreDialect(@Nullable UUID node) {

  /** Of the store that a node has for itself. */
  static final StoreDialect EMBEDDED = new StoreDialect(null);

  /** Whether rows are told apart by node and day. */
  boolean isShared() {
    return node != null;
  }

  /** The statement that puts a row in, with a parameter for each of some columns. */
  String insert(String table, String columns) {
    return insert(table, columns, "");
  }

  /** The same for a row that is kept by its day, which is the parameter behind the last one. */
  String insertOfDay(String table, String columns) {
    return insert(table, columns, isShared() ? ", day" : "");
  }

  private String insert(String table, String columns, String last) {
    String all = columns + last;
    int count = all.split(",", -1).length;
    String values = String.join(", ", Collections.nCopies(count, "?"));
    return node == null
        ? "INSERT INTO %s (%s) VALUES (%s)".formatted(table, all, values)
        : "INSERT INTO %s (node, %s) VALUES ('%s', %s)".formatted(table, all, node, values);
  }

  /** What a key is made of, for {@code ON CONFLICT}. */
  String key(String columns) {
    return isShared() ? "node, " + columns : columns;
  }

  /** The condition that a row is one of the node's: follows others. */
  String andOwn(String qualifier) {
    return node == null ? "" : " AND " + qualifier + "node = '" + node + "'";
  }

  /** The same for a row kept by its day, which is the parameter behind the last one. */
  String andOwnOfDay() {
    return node == null ? "" : andOwn("") + " AND day = ?";
  }

  /** The condition that rows of two tables are of one node: follows others. */
  String andSameNode(String one, String other) {
    return node == null ? "" : " AND %1$s.node = %2$s.node".formatted(one, other);
  }

  /** The same for tables that are both kept by the day of the request. */
  String andSameDay(String one, String other) {
    return node == null
        ? ""
        : andSameNode(one, other) + " AND %1$s.day = %2$s.day".formatted(one, other);
  }

  /** Sets the day that a row is kept by, where it is. */
  void setDay(PreparedStatement statement, int index, Instant at) throws SQLException {
    if (isShared()) {
      statement.setObject(index, day(at));
    }
  }

  /** The UTC day that an instant is in. */
  static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
