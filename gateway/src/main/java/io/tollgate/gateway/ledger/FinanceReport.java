package io.tollgate.gateway.ledger;

import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.policies.tax.TaxBucket;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What finance asks: who spent what on what, the compute tax, the lines of bills, the periods that
 * are closed. One consistent state of the store; sums come from rollups by the day.
 *
 * <p>A gateway may run meanwhile. Not safe for use by several threads.
 */
public final class FinanceReport implements AutoCloseable {

  /** What begins the names under which cost centres stand among accounts. */
  public static final String COST_CENTRES = CostCentre.PREFIX;

  /** The account that stands for all there is. */
  public static final String EVERYTHING = DayKey.EVERYTHING;

  /** What is broken down within an account. */
  public enum By {
    /** {@code provider/model}. */
    DEPLOYMENT("deployment", "deployment"),
    PROVIDER("provider", "deployment"),
    /** Frontier, open-moe, local. */
    CLASS("class", null),
    POLICY("policy", "policy"),
    /** The UTC day. */
    DAY("%s", "day"),
    /** The UTC month. */
    MONTH("substr(%s, 1, 7)", "substr(day, 1, 7)"),
    /** Nothing: one row for each account. */
    ACCOUNT("''", "''");

    private final String column;
    private final @Nullable String taxColumn;

    By(String column, @Nullable String taxColumn) {
      this.column = column;
      this.taxColumn = taxColumn;
    }
  }

  private static final String ONE_ACCOUNT = "account = ?";

  /** Those that begin with a text and are longer: what stands for everything is of no kind. */
  private static final String ACCOUNTS = "account > ? AND account < ?";

  private static final String TAX =
      """
      , bucket, sum(amount_usd), sum(amount_pico)
      FROM rollup_tax_day WHERE account = ? AND day >= ? AND day < ? GROUP BY 1, 2
      """;

  private static final String OUTCOMES =
      """
      SELECT sum(outcomes), sum(successes), sum(valued), sum(value_usd), sum(value_pico)
      FROM rollup_outcome WHERE account = ? AND day >= ? AND day < ?
      """;

  private static final String NEXT_ACCOUNT =
      "SELECT min(account) FROM rollup_day WHERE account > ? AND account < ?";

  /** The last code point: no name sorts behind it. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final Comparator<TaxRow> DEAREST_FIRST =
      Comparator.comparing(TaxRow::totalUsd).reversed().thenComparing(TaxRow::name);

  private final Connection connection;
  private final boolean shared;

  private FinanceReport(Connection connection, boolean shared) {
    this.connection = connection;
    this.shared = shared;
  }

  /**
   * Opens the store in a ledger's directory for reading.
   *
   * @throws LedgerException when there is none, or it cannot be read
   */
  public static FinanceReport open(Path directory) {
    try {
      return new FinanceReport(StoreFile.of(directory).openForReading(), false);
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
  public static FinanceReport open(StoreSettings store) {
    try {
      return new FinanceReport(new SharedConnections(store).openForReading(), true);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** The names of all accounts that begin with a text, in order, without that text. */
  public List<String> accounts(String prefix) {
    List<String> names = new ArrayList<>();
    try (PreparedStatement next = connection.prepareStatement(NEXT_ACCOUNT)) {
      String last = prefix;
      while (true) {
        next.setString(1, last);
        next.setString(2, prefix + LAST);
        try (ResultSet row = next.executeQuery()) {
          String name = row.next() ? row.getString(1) : null;
          if (name == null) {
            return names;
          }
          names.add(name.substring(prefix.length()));
          last = name;
        }
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /**
   * What was spent by every account whose name begins with a text, on days from one on, before
   * another; accounts in the order of their names, within them from dear to cheap, times ascending.
   */
  public List<AccountSpendRow> spend(String prefix, By by, LocalDate from, LocalDate to) {
    if (isOfMonths(by, from, to)) {
      // All of them in one go: months are few, however long the ledger is.
      return spend(ACCOUNTS, List.of(prefix, prefix + LAST), prefix, by, from, to);
    }
    List<AccountSpendRow> rows = new ArrayList<>();
    for (String name : accounts(prefix)) {
      rows.addAll(spend(ONE_ACCOUNT, List.of(prefix + name), prefix, by, from, to));
    }
    return rows;
  }

  /** What one account spent, see {@link #spend(String, By, LocalDate, LocalDate)}. */
  public List<AccountSpendRow> spendOf(String account, By by, LocalDate from, LocalDate to) {
    return spend(ONE_ACCOUNT, List.of(account), "", by, from, to);
  }

  private static boolean isOfMonths(By by, LocalDate from, LocalDate to) {
    return by != By.DAY && from.getDayOfMonth() == 1 && to.getDayOfMonth() == 1;
  }

  private List<AccountSpendRow> spend(
      String which, List<String> names, String prefix, By by, LocalDate from, LocalDate to) {
    List<AccountSpendRow> rows = new ArrayList<>();
    boolean months = isOfMonths(by, from, to);
    String time = months ? "month" : "day";
    String sql =
        """
        SELECT account, %2$s, sum(requests), sum(attempts), sum(unpriced), sum(unpriced_tokens),
          sum(tokens_in), sum(tokens_cached), sum(tokens_out), sum(tokens_reasoning), sum(amount_usd),
          sum(amount_pico), sum(list_usd), sum(list_pico), sum(estimated_usd), sum(estimated_pico)
        FROM rollup_%1$s WHERE %3$s AND %1$s >= ? AND %1$s < ? GROUP BY 1, 2
        """
            .formatted(time, by.column.formatted(time), which);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (String name : names) {
        statement.setString(parameter++, name);
      }
      statement.setString(parameter++, months ? YearMonth.from(from).toString() : from.toString());
      statement.setString(parameter, months ? YearMonth.from(to).toString() : to.toString());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(spendRow(prefix, row));
        }
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
    Comparator<AccountSpendRow> byName = Comparator.comparing(AccountSpendRow::name);
    Comparator<AccountSpendRow> within =
        by == By.DAY || by == By.MONTH
            ? byName
            : Comparator.comparing((AccountSpendRow row) ->
                    row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
                .reversed()
                .thenComparing(byName);
    rows.sort(Comparator.comparing(AccountSpendRow::account).thenComparing(within));
    return rows;
  }

  private static void bind(
      PreparedStatement statement, String account, LocalDate from, LocalDate to)
      throws SQLException {
    statement.setString(1, account);
    statement.setString(2, from.toString());
    statement.setString(3, to.toString());
  }

  private static AccountSpendRow spendRow(String prefix, ResultSet row) throws SQLException {
    long attempts = row.getLong(4);
    long unpriced = row.getLong(5);
    BigDecimal amount = amount(row, 11);
    boolean nothingKnown = unpriced > 0 && unpriced == attempts && amount.signum() == 0;
    return new AccountSpendRow(
        row.getString(1).substring(prefix.length()),
        row.getString(2),
        row.getLong(3),
        attempts,
        unpriced,
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        nothingKnown ? null : amount,
        amount(row, 13),
        amount(row, 15));
  }

  private static BigDecimal amount(ResultSet row, int column) throws SQLException {
    return new SplitAmount(row.getLong(column), row.getLong(column + 1)).exact();
  }

  /**
   * The compute tax of one account, broken down; from dear to cheap, times ascending.
   *
   * @throws IllegalArgumentException where it is not kept by that
   */
  public List<TaxRow> tax(String account, By by, LocalDate from, LocalDate to) {
    String column = by.taxColumn;
    if (column == null) {
      throw new IllegalArgumentException("the compute tax is not kept by " + by);
    }
    Map<String, Map<TaxBucket, BigDecimal>> found = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + column + TAX)) {
      bind(statement, account, from, to);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found
              .computeIfAbsent(
                  by == By.PROVIDER ? HourKey.provider(row.getString(1)) : row.getString(1),
                  _ -> new EnumMap<>(TaxBucket.class))
              .merge(TaxBucket.of(row.getString(2)), amount(row, 3), BigDecimal::add);
        }
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
    List<TaxRow> rows = new ArrayList<>();
    found.forEach((name, buckets) ->
        rows.add(
            new TaxRow(
                name,
                buckets.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                buckets)));
    rows.sort(by == By.DAY || by == By.MONTH ? Comparator.comparing(TaxRow::name) : DEAREST_FIRST);
    return rows;
  }

  /** What was reported of an account's answers, on days from one on, before another. */
  public OutcomeRow outcomes(String account, LocalDate from, LocalDate to) {
    try (PreparedStatement statement = connection.prepareStatement(OUTCOMES)) {
      bind(statement, account, from, to);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new OutcomeRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(3) == 0 ? null : amount(row, 4))
            : new OutcomeRow(0, 0, 0, null);
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** The cost centre that bears a line, without {@link #COST_CENTRES}. */
  public static String costCentre(ChargeLine line) {
    return line.kind() == LineKind.IDLE
        ? line.deployment()
        : CostCentre.of(line.key(), line.accounts());
  }

  /**
   * Lines of bills that were recorded on days from one on, before another, ordered by day; of
   * gateways that share a store each has its own. They are read as they are asked for; the stream
   * has to be closed.
   */
  public Stream<ChargeLine> lines(LocalDate from, LocalDate to) {
    return ChargeLineReader.read(connection, shared, from, to);
  }

  /**
   * What pools of owned machines cost in the hours of days from one on, before another, in the
   * order of their names.
   */
  public List<CapacityRow> capacity(LocalDate from, LocalDate to) {
    try {
      return CapacityRow.read(connection, from, to);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /**
   * The hash of the last record that this state takes in, in lowercase hexadecimal; of gateways
   * that share a store, the SHA-256 of a line for each with its node's id, a blank and that hash.
   */
  public String rootHash() {
    try {
      return shared
          ? SharedLedger.rootHash(connection)
          : Checkpoint.read(connection, StoreDialect.EMBEDDED).hash();
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /**
   * The hashes of the last records that this state takes in, by the ids of the gateways that share
   * the store; empty where the ledger is of one gateway. They are what {@link #rootHash} is made
   * of.
   */
  public SortedMap<String, String> nodeHashes() {
    try {
      return shared ? SharedLedger.hashes(connection) : Collections.emptySortedMap();
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** The names of all corrections that are booked. */
  public Set<String> corrections() {
    Set<String> ids = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM correction")) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
      return ids;
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** The closed periods, in order. */
  public List<PeriodRow> periods() {
    List<PeriodRow> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT name, end_at, at_ms, seq, root_hash, spent_pico, report_hash
                FROM period ORDER BY end_at, seq
                """)) {
      while (row.next()) {
        rows.add(
            new PeriodRow(
                row.getString(1),
                Instant.parse(row.getString(2)),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getLong(4),
                row.getString(5),
                new BigDecimal(row.getString(6)).movePointLeft(12),
                row.getString(7)));
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
