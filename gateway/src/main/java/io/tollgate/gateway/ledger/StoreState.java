package io.tollgate.gateway.ledger;

import io.tollgate.policies.usage.Usage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from the store the state of the books at its checkpoint. */
final class StoreState {

  private StoreState() {}

  static Books books(Connection connection, StoreDialect dialect) throws SQLException {
    Books books = new Books(openRequests(connection, dialect), new RecentSpend());
    String own = dialect.andOwn("");
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT 'correction:' || id FROM correction WHERE seq > 0%1$s
              UNION ALL SELECT 'purchase:' || id FROM purchase WHERE seq > 0%1$s
              """
                  .formatted(own))) {
        while (row.next()) {
          books.restoreId(row.getString(1));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT pool, hour FROM capacity_hour WHERE seq > 0" + own + " ORDER BY seq")) {
        while (row.next()) {
          books.restoreHour(row.getString(1), Instant.parse(row.getString(2)));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT end_at FROM period WHERE seq > 0" + own + " ORDER BY seq")) {
        while (row.next()) {
          books.restoreClosed(Instant.parse(row.getString(1)));
        }
      }
    }
    return books;
  }

  static OpenRequests openRequests(Connection connection, StoreDialect dialect)
      throws SQLException {
    OpenRequests open = new OpenRequests();
    Map<Long, List<OpenRequest.Attempt>> attempts = attempts(connection, dialect);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT seq, request, key, policy, purpose, amount_p, reference, reference_p,
                  loss_ppm, shadow_p, propensity_ppm, opened_ms, accounts
                FROM hold WHERE resolved_seq IS NULL\
                """
                    + dialect.andOwn(""))) {
      while (row.next()) {
        long seq = row.getLong(1);
        open.restore(
            new OpenRequest(
                new OpenRequest.Opening(
                    seq,
                    Instant.ofEpochMilli(row.getLong(12)),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    Purpose.of(row.getString(5)),
                    Columns.money(row, 6),
                    memo(row),
                    accounts(row.getString(13))),
                attempts.getOrDefault(seq, List.of())));
      }
    }
    return open;
  }

  private static List<String> accounts(String text) {
    return text.isEmpty() ? List.of() : AccountNames.split(text);
  }

  private static @Nullable Memo memo(ResultSet row) throws SQLException {
    String reference = row.getString(7);
    return reference == null
        ? null
        : new Memo(
            reference, Columns.money(row, 8), row.getInt(9), row.getLong(10), row.getInt(11));
  }

  private static Map<Long, List<OpenRequest.Attempt>> attempts(
      Connection connection, StoreDialect dialect) throws SQLException {
    Map<Long, List<OpenRequest.Attempt>> attempts = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT a.hold_seq, a.seq, a.deployment, a.class, a.estimated_p, a.state,
                  a.in_uncached, a.in_cache_read, a.in_cache_write_5m, a.in_cache_write_1h,
                  a.in_cache_write_other, a.in_tool, a.out_visible, a.out_reasoning, a.out_other,
                  a.outcome, a.amount_p, a.extras
                FROM hold h JOIN attempt a ON a.hold_seq = h.seq%s
                WHERE h.resolved_seq IS NULL%s
                ORDER BY a.hold_seq, a.attempt
                """
                    .formatted(dialect.andSameDay("h", "a"), dialect.andOwn("h.")))) {
      while (row.next()) {
        boolean ended = !"OPEN".equals(row.getString(6));
        attempts
            .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
            .add(
                new OpenRequest.Attempt(
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    ended ? Usage.NONE : Columns.usage(row, 7, 18),
                    ended ? null : Columns.money(row, 5),
                    ended
                        ? new OpenRequest.End(
                            Entry.Outcome.COMPLETE.name().equals(row.getString(16)),
                            Columns.money(row, 17))
                        : null));
      }
    }
    return attempts;
  }
}
