package io.tollgate.gateway.ledger;

import io.tollgate.gateway.ledger.LedgerReport.By;
import io.tollgate.gateway.store.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the money went: one consistent state of the store of a ledger, or of the ledgers of all
 * gateways that share one, to be asked for sums.
 *
 * <p>Gateways may run meanwhile; what they add after the first question is not seen. Sums come from
 * rollups, so their cost does not grow with the number of requests. Not safe for use by several
 * threads.
 */
public final class SpendReport implements AutoCloseable {

  /** Follows the column by which is summed. */
  private static final String SPEND =
      """
      , usage_quality, priced, sum(requests), sum(attempts), sum(voided),
        sum(in_uncached + in_cache_read + in_cache_write_5m + in_cache_write_1h
          + in_cache_write_other + in_tool),
        sum(out_visible + out_reasoning + out_other),
        sum(in_cache_read), sum(out_reasoning), sum(amount_usd), sum(amount_pico)
      FROM rollup_hour WHERE hour >= ? AND hour < ?
      GROUP BY 1, 2, 3
      """;

  private static final String CHARGES =
      """
      SELECT account, sum(attempts), sum(unpriced), sum(amount_usd), sum(amount_pico)
      FROM rollup_charge WHERE quarter >= ? AND quarter < ? GROUP BY account
      """;

  private static final String FIRST_HOUR = "";
  private static final String AFTER_LAST_HOUR = "~";

  private final Connection connection;

  /** Asks over a connection of somebody else, who closes it. */
  SpendReport(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the store in a ledger's directory for reading.
   *
   * @throws LedgerException when there is none, or it cannot be read
   */
  public static SpendReport open(Path directory) {
    try {
      return new SpendReport(StoreFile.of(directory).openForReading());
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /**
   * Opens the ledgers in a store that gateways share for reading: what is asked is summed over all
   * of them.
   *
   * @throws LedgerException when there are none, or the store does not answer
   */
  public static SpendReport open(StoreSettings store) {
    try {
      return new SpendReport(new SharedConnections(store).openForReading());
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** Spend of all time; times ascending, everything else from dear to cheap. */
  public List<SpendRow> spend(By by) {
    return spend(by, FIRST_HOUR, AFTER_LAST_HOUR);
  }

  /**
   * Spend of whole hours.
   *
   * @param from the first hour: the one this instant is in
   * @param to the hour after the last: the one this instant is in
   */
  public List<SpendRow> spend(By by, Instant from, Instant to) {
    return spend(by, hour(from), hour(to));
  }

  /** The sum of all spend of all time. */
  public SpendRow total() {
    return total(FIRST_HOUR, AFTER_LAST_HOUR);
  }

  /** The sum of all spend of whole hours, see {@link #spend(By, Instant, Instant)}. */
  public SpendRow total(Instant from, Instant to) {
    return total(hour(from), hour(to));
  }

  private static String hour(Instant instant) {
    return instant.truncatedTo(ChronoUnit.HOURS).toString();
  }

  private SpendRow total(String from, String to) {
    String all = "'total'";
    List<SpendRow> rows = query(all, all, all, from, to);
    return rows.isEmpty() ? new SpendSums().row("total") : rows.getFirst();
  }

  private List<SpendRow> spend(By by, String from, String to) {
    List<SpendRow> rows = query(by.column(), by.memoColumn(), by.judgedColumn(), from, to);
    rows.sort(by.isTime() ? Comparator.comparing(SpendRow::name) : SpendRow.DEAREST_FIRST);
    return rows;
  }

  /** Takes in a row of a breakdown. */
  @FunctionalInterface
  private interface Adding {
    void add(SpendSums sums, ResultSet row) throws SQLException;
  }

  /** The columns are among the constants above, never a text from outside. */
  private List<SpendRow> query(
      String column,
      @Nullable String memoColumn,
      @Nullable String judgedColumn,
      String from,
      String to) {
    Map<String, SpendSums> sums = new HashMap<>();
    try {
      query(column + SPEND, from, to, sums, SpendSums::add);
      if (memoColumn != null) {
        query(
            memoColumn + QualitySums.MEMOS,
            from,
            to,
            sums,
            (sum, row) -> sum.quality().addMemos(row));
      }
      if (judgedColumn != null) {
        query(
            judgedColumn + QualitySums.JUDGEMENTS,
            from,
            to,
            sums,
            (sum, row) -> sum.quality().addJudgements(row));
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
    List<SpendRow> rows = new ArrayList<>();
    sums.forEach((name, sum) -> rows.add(sum.row(name)));
    return rows;
  }

  private void query(
      String what, String from, String to, Map<String, SpendSums> sums, Adding adding)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + what)) {
      statement.setString(1, from);
      statement.setString(2, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          adding.add(sums.computeIfAbsent(row.getString(1), _ -> new SpendSums()), row);
        }
      }
    }
  }

  /** The charges of all time. */
  public List<ChargeRow> charges() {
    return charges(Instant.MIN, Instant.MAX);
  }

  /**
   * What was charged to each account that was charged at all, from dear to cheap, for requests that
   * were reserved in a time of whole quarter hours.
   *
   * @param from the first quarter hour: the one this instant is in
   * @param to the quarter hour after the last: the one this instant is in
   */
  public List<ChargeRow> charges(Instant from, Instant to) {
    List<ChargeRow> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(CHARGES)) {
      statement.setString(1, QuarterHour.bound(from));
      statement.setString(2, QuarterHour.bound(to));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(charge(row));
        }
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
    rows.sort(ChargeRow.DEAREST_FIRST);
    return rows;
  }

  private static ChargeRow charge(ResultSet row) throws SQLException {
    long attempts = row.getLong(2);
    long unpriced = row.getLong(3);
    SplitAmount amount = new SplitAmount(row.getLong(4), row.getLong(5));
    return new ChargeRow(
        row.getString(1), attempts, unpriced, attempts > unpriced ? amount.exact() : null);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }
}
