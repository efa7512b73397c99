package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One consistent state of the store of a ledger, to be asked for sums, accounts and attempts.
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

    /** What rows of spend are named by: an expression of SQL, as are the two below. */
    String column() {
      return column;
    }

    /** What memos are named by; {@code null} where they are not broken down by it. */
    @Nullable String memoColumn() {
      return memoColumn;
    }

    /** What judgements are named by; {@code null} where they are not broken down by it. */
    @Nullable String judgedColumn() {
      return judgedColumn;
    }

    boolean isTime() {
      return this == HOUR || this == DAY;
    }
  }

  private final Path directory;
  private final Connection connection;
  private final SpendReport sums;

  private LedgerReport(Path directory, Connection connection) {
    this.directory = directory;
    this.connection = connection;
    this.sums = new SpendReport(connection);
  }

  /**
   * Opens the store in a ledger's directory for reading.
   *
   * @throws LedgerException when there is none, or it cannot be read
   */
  public static LedgerReport open(Path directory) {
    StoreFile store = StoreFile.of(directory);
    try {
      return new LedgerReport(directory, store.openForReading());
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  /** Spend of all time; times ascending, everything else from dear to cheap. */
  public List<SpendRow> spend(By by) {
    return sums.spend(by);
  }

  /** Spend of whole hours, see {@link SpendReport#spend(By, Instant, Instant)}. */
  public List<SpendRow> spend(By by, Instant from, Instant to) {
    return sums.spend(by, from, to);
  }

  /** The sum of all spend of all time. */
  public SpendRow total() {
    return sums.total();
  }

  /** The sum of all spend of whole hours, see {@link SpendReport#total(Instant, Instant)}. */
  public SpendRow total(Instant from, Instant to) {
    return sums.total(from, to);
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
    return sums.charges();
  }

  /** Charges of whole quarter hours, see {@link SpendReport#charges(Instant, Instant)}. */
  public List<ChargeRow> charges(Instant from, Instant to) {
    return sums.charges(from, to);
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

  /**
   * Every attempt, in the order of their dispatch: read from the journal, as far as the store has
   * come, in time that grows with it.
   */
  public void attempts(Consumer<AttemptRow> each) {
    AttemptHistory history = new AttemptHistory(each);
    journal()
        .each((entry, _) -> {
          if (entry instanceof Entry.Monetary monetary) {
            history.add(monetary);
          }
        });
    history.finish();
  }

  /**
   * The attempts of one request, in order; empty where the ledger does not know it. Read from the
   * journal, the newest segments first.
   */
  public List<AttemptRow> attempts(String request) {
    List<AttemptRow> rows = new ArrayList<>();
    AttemptHistory history = new AttemptHistory(rows::add);
    journal().about(request).forEach(history::add);
    history.finish();
    return rows;
  }

  private JournalPast journal() {
    try {
      return new JournalPast(new JournalFiles(directory), StoreFile.checkpoint(connection));
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
