package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the money went: one consistent state of the store, to be asked for sums.
 *
 * <p>A gateway may run meanwhile, in this process or another; what it adds after the first question
 * is not seen. Sums come from rollups, so their cost does not grow with the number of requests. Not
 * safe for use by several threads.
 */
public final class LedgerReport implements AutoCloseable {

  /** What spend is broken down by. */
  public enum By {
    /** {@code provider/model}. */
    DEPLOYMENT("deployment"),
    /** The model's name at the provider: the deployment without the provider. */
    MODEL("substr(deployment, length(provider) + 2)"),
    PROVIDER("provider"),
    /** Frontier, open-moe, local; judgements are not broken down by it. */
    CLASS("class", "class", null),
    KEY("key"),
    POLICY("policy"),
    /** What requests are made for. */
    PURPOSE("purpose", "'serve'", "'serve'"),
    /** How the usage is known; neither memos nor judgements are broken down by it. */
    QUALITY("usage_quality", null, null),
    /** The UTC hour in which the attempt ended. */
    HOUR("hour"),
    /** The UTC day in which the attempt ended. */
    DAY("substr(hour, 1, 10)");

    private final String column;
    private final @Nullable String memoColumn;
    private final @Nullable String judgedColumn;

    By(String column) {
      this(column, column, column);
    }

    By(String column, @Nullable String memoColumn, @Nullable String judgedColumn) {
      this.column = column;
      this.memoColumn = memoColumn;
      this.judgedColumn = judgedColumn;
    }

    private boolean isTime() {
      return this == HOUR || this == DAY;
    }
  }

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

  private LedgerReport(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the store in a ledger's directory for reading.
   *
   * @throws LedgerException when there is none, or it cannot be read
   */
  public static LedgerReport open(Path directory) {
    StoreFile store = StoreFile.of(directory);
    try {
      return new LedgerReport(store.openForReading());
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
    List<SpendRow> rows = query(by.column, by.memoColumn, by.judgedColumn, from, to);
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

  /** The trial balance: all accounts by name. Their amounts add up to zero. */
  public List<AccountRow> accounts() {
    List<AccountRow> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT name, currency, postings, unpriced, amount_usd, amount_pico
                FROM account ORDER BY name
                """)) {
      while (row.next()) {
        rows.add(
            new AccountRow(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                new SplitAmount(row.getLong(5), row.getLong(6)).exact()));
      }
      return rows;
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
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

  /** How far the store has come and what is under way there. */
  public Standing standing() {
    try {
      Position checkpoint = StoreFile.checkpoint(connection);
      BigDecimal held = BigDecimal.ZERO;
      long unpriced = 0;
      List<OpenRequest> open = StoreState.openRequests(connection, StoreDialect.EMBEDDED).all();
      for (OpenRequest request : open) {
        if (request.hold() == null) {
          unpriced++;
        } else {
          held = held.add(request.hold().dollars());
        }
      }
      return new Standing(checkpoint.seq(), checkpoint.hash(), open.size(), held, unpriced);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** Every attempt, in the order of their dispatch. */
  public void attempts(Consumer<AttemptRow> each) {
    try (PreparedStatement statement = connection.prepareStatement(AttemptRow.ALL);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        each.accept(AttemptRow.of(row));
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** The attempts of one request, in order; empty where the ledger does not know it. */
  public List<AttemptRow> attempts(String request) {
    List<AttemptRow> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(AttemptRow.OF_REQUEST)) {
      statement.setString(1, request);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(AttemptRow.of(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
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
