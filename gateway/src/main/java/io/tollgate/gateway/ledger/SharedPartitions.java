package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts by day of the tables that hold single requests. They are made ahead; rows of a day
 * whose part cannot be made stand in the default part.
 *
 * <p>A part is made and then attached, which holds up neither writers nor readers of other days.
 *
 * <p>Not safe for use by several threads.
 */
final class SharedPartitions implements DayPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(SharedPartitions.class);

  /** The tables that are parted. */
  static final List<String> TABLES = List.of("hold", "attempt");

  /** Under which nodes take turns in making and dropping parts. */
  static final long TURN = 0x746f6c6c_6c656467L;

  private static final int DAYS_AHEAD = 2;

  /** A clock that is far off must not make parts without end. */
  private static final int DAYS_BACK_MAX = 400;

  private final Connection connection;
  private final Supplier<LocalDate> today;

  /** Days that have a part, or cannot have one. */
  private final Set<LocalDate> known = new HashSet<>();

  /**
   * Of a connection.
   *
   * @param connection between transactions whenever this is asked for something
   * @param today the UTC day
   */
  SharedPartitions(Connection connection, Supplier<LocalDate> today) {
    this.connection = connection;
    this.today = today;
  }

  /** Makes the parts of today and the next days. */
  void makeAhead() throws SQLException {
    LocalDate day = today.get();
    Set<LocalDate> days = new HashSet<>();
    for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      days.add(day.plusDays(ahead));
    }
    ensure(days);
  }

  @Override
  public void ensure(Set<LocalDate> days) throws SQLException {
    for (LocalDate day : days) {
      if (known.add(day) && isNear(day)) {
        make(day);
      }
    }
  }

  private boolean isNear(LocalDate day) {
    LocalDate now = today.get();
    return !day.isAfter(now.plusDays(DAYS_AHEAD)) && !day.isBefore(now.minusDays(DAYS_BACK_MAX));
  }

  private void make(LocalDate day) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '1s'");
      statement.execute("SELECT pg_advisory_xact_lock(" + TURN + ")");
      for (String table : TABLES) {
        if (isLacking(statement, table, day)) {
          statement.execute(
              "CREATE TABLE %1$s (LIKE %2$s INCLUDING ALL)".formatted(name(table, day), table));
          statement.execute(
              "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                  .formatted(table, name(table, day), day, day.plusDays(1)));
        }
      }
      connection.commit();
    } catch (SQLException e) {
      // What is broken shows again with the rows; what is only busy leaves them in the default
      // part.
      connection.rollback();
      LOG.info("The ledger's part for {} could not be made now: {}", day, e.getMessage());
    }
  }

  /** Rows of the day in the default part would stand in the way of an own one. */
  private static boolean isLacking(Statement statement, String table, LocalDate day)
      throws SQLException {
    return isTrue(
        statement,
        """
        SELECT to_regclass('%1$s') IS NULL
          AND NOT EXISTS (SELECT 1 FROM %2$s_default WHERE day = '%3$s')
        """
            .formatted(name(table, day), table, day));
  }

  static boolean isTrue(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** The name of a part, e.g. {@code hold_20261121}. */
  static String name(String table, LocalDate day) {
    return table + "_" + day.toString().replace("-", "");
  }

  /** The days that have parts, in order. */
  static List<LocalDate> days(Statement statement) throws SQLException {
    List<LocalDate> days = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT DISTINCT to_date(right(part.relname, 8), 'YYYYMMDD') FROM pg_inherits i
              JOIN pg_class part ON part.oid = i.inhrelid
              JOIN pg_class whole ON whole.oid = i.inhparent
            WHERE whole.relname IN ('hold', 'attempt')
              AND part.relname = whole.relname || '_' || right(part.relname, 8)
              AND part.relname ~ '_[0-9]{8}$'
              AND whole.relnamespace = current_schema()::regnamespace
            ORDER BY 1
            """)) {
      while (row.next()) {
        days.add(row.getObject(1, LocalDate.class));
      }
    }
    return days;
  }
}
