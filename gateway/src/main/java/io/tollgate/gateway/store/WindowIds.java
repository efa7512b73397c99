package io.tollgate.gateway.store;

import io.tollgate.gateway.budget.AccountWindow;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Scope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that windows have in the store, as far as this node has talked of them.
 *
 * <p>Safe for use by several threads.
 */
final class WindowIds {

  private static final long KEPT_MS = 3_600_000;

  private static final Comparator<AccountWindow> ORDER =
      Comparator.comparing((AccountWindow window) -> window.scope().text())
          .thenComparing(window -> window.window().every().key())
          .thenComparing(window -> window.window().zoneName())
          .thenComparing(window -> window.span().start());

  private final Map<AccountWindow, Long> ids = new ConcurrentHashMap<>();
  private final Map<Long, AccountWindow> windows = new ConcurrentHashMap<>();

  /** The window of a row that has its columns. */
  AccountWindow read(ResultSet row) throws SQLException {
    AccountWindow window =
        new AccountWindow(
            Scope.parse(row.getString("account")),
            new BudgetWindow(
                BudgetWindow.Every.valueOf(row.getString("every").toUpperCase(Locale.ROOT)),
                ZoneId.of(row.getString("zone"))),
            new BudgetWindow.Span(
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("ends_at").toInstant()));
    put(window, row.getLong("id"));
    return window;
  }

  private void put(AccountWindow window, long id) {
    ids.put(window, id);
    windows.put(id, window);
  }

  /** The number of a window that is known. */
  long of(AccountWindow window) {
    Long id = ids.get(window);
    if (id == null) {
      throw new IllegalStateException(window + " is not known to the store");
    }
    return id;
  }

  /** The window that has a number, or {@code null} where this node has not talked of it. */
  @Nullable AccountWindow window(String id) {
    return windows.get(Long.valueOf(id));
  }

  /** Those that are not known. */
  List<AccountWindow> unknown(List<AccountWindow> wanted) {
    return wanted.stream().filter(window -> !ids.containsKey(window)).toList();
  }

  /**
   * Has the store know windows, and a node in them. Nothing is remembered here: that is for {@link
   * #remember}, once it is certain to last.
   *
   * <p>All nodes go through windows in one order, by what they are and then by their numbers, so
   * that two that know of the same new windows never wait for each other.
   */
  static Map<AccountWindow, Long> register(
      Connection connection, List<AccountWindow> fresh, UUID node) throws SQLException {
    Map<AccountWindow, Long> numbers = new HashMap<>();
    try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into account_window (account, every, zone, starts_at, ends_at)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing");
        PreparedStatement select =
            connection.prepareStatement(
                "select id from account_window where account = ? and every = ? and zone = ?"
                    + " and starts_at = ?");
        PreparedStatement join =
            connection.prepareStatement(
                "insert into lease (window_id, node_id) values (?, ?) on conflict do nothing")) {
      for (AccountWindow window : fresh.stream().sorted(ORDER).toList()) {
        set(insert, window);
        insert.setTimestamp(5, Timestamp.from(window.span().end()));
        insert.addBatch();
      }
      insert.executeBatch();
      for (AccountWindow window : fresh) {
        set(select, window);
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            throw new SQLException(window + " is not there");
          }
          numbers.put(window, row.getLong(1));
        }
      }
      for (Long number : numbers.values().stream().sorted().toList()) {
        join.setLong(1, number);
        join.setObject(2, node);
        join.addBatch();
      }
      join.executeBatch();
    }
    return numbers;
  }

  /** Remembers the numbers that windows were registered under. */
  void remember(Map<AccountWindow, Long> numbers) {
    numbers.forEach(this::put);
  }

  private static void set(PreparedStatement statement, AccountWindow window) throws SQLException {
    statement.setString(1, window.scope().text());
    statement.setString(2, window.window().every().key());
    statement.setString(3, window.window().zoneName());
    statement.setTimestamp(4, Timestamp.from(window.span().start()));
  }

  /** Windows that have ended some time ago are not talked of any more. */
  void forgetOld(Instant now) {
    long before = now.toEpochMilli() - KEPT_MS;
    windows.values().removeIf(window -> window.span().end().toEpochMilli() < before);
    ids.keySet().removeIf(window -> window.span().end().toEpochMilli() < before);
  }
}
