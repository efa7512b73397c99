package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds out whether a period can be closed, and with what. */
final class PeriodClosing {

  private static final String OPEN_SINCE =
      "SELECT count(*) FROM hold WHERE resolved_seq IS NULL AND opened_ms < ";

  private static final String LAST_CLOSED = "SELECT max(end_at) FROM period";

  private PeriodClosing() {}

  /**
   * The entry that closes a period, by a store that holds all of it.
   *
   * @throws LedgerException where it cannot be closed now; the message is for people
   */
  static BookEntry.PeriodClosed prepare(Connection connection, LedgerPeriod period, Instant now)
      throws SQLException {
    if (now.isBefore(period.end())) {
      throw LedgerException.refused(
          period + " is not over before " + period.end() + ". Close it then.");
    }
    String closed = lastClosed(connection);
    if (closed != null && !Instant.parse(closed).isBefore(period.end())) {
      throw LedgerException.refused(
          "The books are closed up to " + closed + " already: " + period + " is among it.");
    }
    long open = number(connection, OPEN_SINCE + period.end().toEpochMilli());
    if (open > 0) {
      throw LedgerException.refused(
          open
              + " requests that began in "
              + period
              + " are still open. Close it when they have ended; a restart ends what hangs.");
    }
    Position checkpoint = StoreFile.checkpoint(connection);
    PeriodReport report = PeriodReport.of(connection, period.from(), period.end());
    return new BookEntry.PeriodClosed(
        now,
        period.toString(),
        period.end(),
        checkpoint.seq(),
        checkpoint.hash(),
        report.spentPico(),
        report.hash());
  }

  private static @Nullable String lastClosed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LAST_CLOSED)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
