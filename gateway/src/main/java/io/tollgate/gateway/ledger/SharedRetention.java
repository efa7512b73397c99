package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops the days of single requests that are older than they are kept. Sums, corrections, periods
 * and what lines are summed by stay. One node does it at a time, and a day with an open hold waits.
 */
final class SharedRetention {

  private SharedRetention() {}

  /**
   * Drops all days before one that can be.
   *
   * @param connection between transactions
   * @return the days that were dropped; none where another node is at it
   */
  static List<LocalDate> drop(Connection connection, LocalDate before) throws SQLException {
    List<LocalDate> dropped = new ArrayList<>();
    List<LocalDate> days;
    try (Statement statement = connection.createStatement()) {
      days = SharedPartitions.days(statement);
      connection.commit();
    }
    for (LocalDate day : days) {
      if (day.isBefore(before) && dropDay(connection, day)) {
        dropped.add(day);
      }
    }
    dropOdd(connection, before);
    return dropped;
  }

  private static boolean dropDay(Connection connection, LocalDate day) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!takesTurn(statement)) {
        connection.rollback();
        return false;
      }
      // Nobody may open a hold between the look and the drop.
      statement.execute("LOCK TABLE hold IN EXCLUSIVE MODE");
      if (SharedPartitions.isTrue(
          statement,
          "SELECT EXISTS (SELECT 1 FROM hold WHERE day = '"
              + day
              + "' AND resolved_seq IS NULL)")) {
        connection.rollback();
        return false;
      }
      for (String table : SharedPartitions.TABLES) {
        statement.execute("DROP TABLE IF EXISTS " + SharedPartitions.name(table, day));
      }
      connection.commit();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /** Takes rows of old days out of the default parts. */
  private static void dropOdd(Connection connection, LocalDate before) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!takesTurn(statement)) {
        connection.rollback();
        return;
      }
      statement.execute("LOCK TABLE hold IN EXCLUSIVE MODE");
      for (String table : List.of("attempt", "hold")) {
        statement.executeUpdate(
            """
            DELETE FROM %1$s_default d WHERE day < '%2$s' AND NOT EXISTS (
              SELECT 1 FROM hold h WHERE h.day = d.day AND h.resolved_seq IS NULL)
            """
                .formatted(table, before));
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  private static boolean takesTurn(Statement statement) throws SQLException {
    statement.execute("SET LOCAL lock_timeout = '1s'");
    return SharedPartitions.isTrue(
        statement, "SELECT pg_try_advisory_xact_lock(" + SharedPartitions.TURN + ")");
  }
}
