package io.tollgate.gateway.store;

import io.tollgate.gateway.budget.AccountWindow;
import io.tollgate.gateway.budget.BudgetWindow;
import io.tollgate.gateway.budget.Escrow;
import io.tollgate.gateway.budget.LeaseAsk;
import io.tollgate.gateway.budget.LeaseReport;
import io.tollgate.gateway.budget.LeaseState;
import io.tollgate.gateway.budget.LeaseStore;
import io.tollgate.gateway.budget.Scope;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The leases of all nodes in PostgreSQL. A report is one statement on the node's own rows; sharing
 * out is a transaction that locks the rows of the windows, in one order.
 *
 * <p>Which nodes are gone is seen here, by a clock that only runs: a node is gone when its sign of
 * life has not changed for the expiry while this node could look all the time. Nobody's wall clock
 * counts, and while the store is away nobody goes.
 */
public final class PostgresLeases implements LeaseStore {

  private static final int TRIES = 4;
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");

  /** Windows that ended longer ago are of no use to anybody. */
  private static final String KEPT = "interval '40 days'";

  private static final String JOIN =
      """
      insert into node (id, name, incarnation, state) values (?, ?, ?, 'running')
      on conflict (id) do update set name = excluded.name, incarnation = excluded.incarnation,
        state = 'running', signs_of_life = node.signs_of_life + 1, seen_at = clock_timestamp()
      """;

  private static final String SIGN_OF_LIFE =
      """
      update node set state = 'running', signs_of_life = signs_of_life + 1,
        seen_at = clock_timestamp()
      where id = ? and incarnation = ? and (state = 'running' or ?)
      """;

  private static final String HELD =
      """
      select w.id, w.account, w.every, w.zone, w.starts_at, w.ends_at, w.recall, l.answered
      from lease l join account_window w on w.id = l.window_id
      where l.node_id = ? and w.ends_at > clock_timestamp() - interval '1 hour'
      """;

  private static final String REPORT =
      """
      with said as (
        select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[],
          ?::bigint[]) as s (window_id, spent, exposure, announced, surrenders, answers)
      ), mine as (
        update lease l set
          spent_pico = s.spent,
          exposure_pico = s.exposure,
          lease_pico = case when s.surrenders then s.exposure
            else greatest(l.lease_pico, s.exposure) end,
          announced_pico = case when s.surrenders then s.exposure
            else least(greatest(l.lease_pico, s.exposure),
              greatest(s.exposure, l.announced_pico, s.announced)) end,
          answered = greatest(l.answered, s.answers)
        from said s, node n
        where l.window_id = s.window_id and l.node_id = n.id and n.id = ? and n.incarnation = ?
        returning l.window_id, l.lease_pico, l.announced_pico
      )
      select mine.*, coalesce(o.spent, 0) as others_spent, coalesce(o.held, 0) as others_held
      from mine left join lateral (
        select least(sum(spent_pico), 9223372036854775807)::bigint as spent,
          least(sum(exposure_pico - spent_pico), 9223372036854775807)::bigint as held
        from lease where window_id = mine.window_id and node_id <> ?
      ) o on true
      """;

  private static final String SHARE =
      """
      update lease l set spent_pico = s.spent, exposure_pico = s.exposure,
        announced_pico = s.announced, lease_pico = s.lease
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        as s (window_id, spent, exposure, announced, lease), node n
      where l.window_id = s.window_id and l.node_id = n.id and n.id = ? and n.incarnation = ?
      """;

  private static final String NOTE_WINDOWS =
      """
      update account_window w set recall = s.recall, limit_pico = s.limit_pico
      from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as s (id, recall, limit_pico)
      where w.id = s.id and (w.recall, w.limit_pico) is distinct from (s.recall, s.limit_pico)
      """;

  private static final String NOTIFY =
      "select pg_notify('" + Notice.CHANNEL + "', t) from unnest(?::text[]) as t";

  /** A sign of life as it was seen last, and since when. */
  private record Sign(long count, long sinceNanos) {}

  private record Row(long windowId, UUID node, Escrow.Share share, long heldPico) {}

  private final StoreConnections connections;
  private final NodeIdentity self;
  private final long expiryNanos;
  private final LongSupplier nanos;
  private final UUID incarnation = UUID.randomUUID();
  private final Map<AccountWindow, Long> ids = new ConcurrentHashMap<>();
  private final Map<Long, AccountWindow> windows = new ConcurrentHashMap<>();
  private final Map<UUID, Sign> signs = new HashMap<>();
  private final AtomicLong roundTrips = new AtomicLong();
  private final AtomicLong joins = new AtomicLong();
  private boolean joinedBefore;
  private long lookedNanos;

  /**
   * The leases as one node sees them.
   *
   * @param expiry how long another node gives no sign of life before it counts as gone
   * @param nanos a clock that only runs, in nanoseconds
   */
  public PostgresLeases(
      StoreConnections connections, NodeIdentity self, Duration expiry, LongSupplier nanos) {
    this.connections = connections;
    this.self = self;
    this.expiryNanos = expiry.toNanos();
    this.nanos = nanos;
    this.lookedNanos = nanos.getAsLong();
  }

  /** Under which this process gives signs of life. */
  UUID incarnation() {
    return incarnation;
  }

  /** How often this node has joined: before each time others may have given it up. */
  long joins() {
    return joins.get();
  }

  /** How often an answer of the store was waited for. */
  public long roundTrips() {
    return roundTrips.get();
  }

  /** Tells what another node has said; of notices that are not about leases nothing is told. */
  void hear(Notice notice, Listener listener) {
    if (notice.from().equals(self.id())) {
      return;
    }
    for (String item : notice.items()) {
      switch (notice.word()) {
        case RECALLED -> {
          String[] parts = item.split(":", -1);
          AccountWindow window = windows.get(Long.valueOf(parts[0]));
          if (window != null) {
            listener.recalled(window, Long.parseLong(parts[1]));
          }
        }
        case FREED -> {
          AccountWindow window = windows.get(Long.valueOf(item));
          if (window != null) {
            listener.freed(window);
          }
        }
        case RATES, DOCUMENT -> {
          // Not about leases.
        }
      }
    }
  }

  /** Something that is done on a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T attempt(boolean atomic, Work<T> work) throws Unavailable {
    for (int tried = 1; ; tried++) {
      try (Connection connection = connections.open()) {
        connection.setAutoCommit(!atomic);
        try {
          T result = work.on(connection);
          if (atomic) {
            roundTrips.incrementAndGet();
            connection.commit();
          }
          return result;
        } catch (SQLException e) {
          if (atomic) {
            rollBack(connection, e);
          }
          throw e;
        }
      } catch (SQLException e) {
        // Another transaction was in the way, and this one has done nothing.
        if (tried == TRIES || !TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
          throw new Unavailable(String.valueOf(e.getMessage()), e);
        }
      }
    }
  }

  private static void rollBack(Connection connection, SQLException why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    roundTrips.incrementAndGet();
    return connection.prepareStatement(sql);
  }

  @Override
  public List<AccountWindow> join() throws Unavailable {
    List<AccountWindow> held =
        attempt(
            true,
            connection -> {
              if (joinedBefore) {
                giveSignOfLife(connection, true);
              } else {
                try (PreparedStatement join = prepare(connection, JOIN)) {
                  join.setObject(1, self.id());
                  join.setString(2, self.name());
                  join.setObject(3, incarnation);
                  join.executeUpdate();
                }
              }
              try (PreparedStatement old =
                  prepare(
                      connection,
                      "delete from account_window where ends_at < clock_timestamp() - " + KEPT)) {
                old.executeUpdate();
              }
              List<AccountWindow> windowsHeld = new ArrayList<>();
              for (Recall recall : held(connection)) {
                windowsHeld.add(recall.window());
              }
              return windowsHeld;
            });
    joinedBefore = true;
    joins.incrementAndGet();
    return held;
  }

  /**
   * This node is there.
   *
   * @param again whether others may have given it up
   */
  private void giveSignOfLife(Connection connection, boolean again) throws SQLException {
    try (PreparedStatement sign = prepare(connection, SIGN_OF_LIFE)) {
      sign.setObject(1, self.id());
      sign.setObject(2, incarnation);
      sign.setBoolean(3, again);
      if (sign.executeUpdate() == 0) {
        // Then it joins again, which tells the two apart.
        throw again ? new Superseded(self) : new SQLException("others have given this node up");
      }
    }
  }

  /** All windows of the present that this node is known in, with their latest recalls. */
  private List<Recall> held(Connection connection) throws SQLException {
    List<Recall> held = new ArrayList<>();
    try (PreparedStatement select = prepare(connection, HELD)) {
      select.setObject(1, self.id());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          AccountWindow window = window(rows);
          ids.put(window, rows.getLong("id"));
          windows.put(rows.getLong("id"), window);
          held.add(
              new Recall(
                  window,
                  rows.getLong("recall") > rows.getLong("answered") ? rows.getLong("recall") : 0));
        }
      }
    }
    return held;
  }

  private static AccountWindow window(ResultSet row) throws SQLException {
    return new AccountWindow(
        Scope.parse(row.getString("account")),
        new BudgetWindow(
            BudgetWindow.Every.valueOf(row.getString("every").toUpperCase(Locale.ROOT)),
            ZoneId.of(row.getString("zone"))),
        new BudgetWindow.Span(
            row.getTimestamp("starts_at").toInstant(), row.getTimestamp("ends_at").toInstant()));
  }

  @Override
  public List<Recall> beat() throws Unavailable {
    List<Recall> recalls =
        attempt(
            true,
            connection -> {
              giveSignOfLife(connection, false);
              takeBackFromThoseWhoAreGone(connection);
              return held(connection).stream().filter(recall -> recall.recall() > 0).toList();
            });
    forgetOldWindows();
    return recalls;
  }

  private void takeBackFromThoseWhoAreGone(Connection connection) throws SQLException {
    long now = nanos.getAsLong();
    // Who could not look for a while does not know what was there to be seen.
    boolean blind = now - lookedNanos > expiryNanos / 2;
    lookedNanos = now;
    if (blind) {
      signs.clear();
    }
    Map<UUID, Sign> seen = new HashMap<>();
    Map<UUID, Sign> gone = new HashMap<>();
    try (PreparedStatement select =
        prepare(
            connection, "select id, signs_of_life from node where state = 'running' and id <> ?")) {
      select.setObject(1, self.id());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          UUID node = rows.getObject("id", UUID.class);
          long count = rows.getLong("signs_of_life");
          Sign before = signs.get(node);
          Sign sign = before == null || before.count() != count ? new Sign(count, now) : before;
          if (now - sign.sinceNanos() > expiryNanos) {
            gone.put(node, sign);
          } else {
            seen.put(node, sign);
          }
        }
      }
    }
    for (Map.Entry<UUID, Sign> each : gone.entrySet()) {
      takeBack(connection, each.getKey(), each.getValue());
    }
    signs.clear();
    signs.putAll(seen);
  }

  private void takeBack(Connection connection, UUID node, Sign sign) throws SQLException {
    try (PreparedStatement leave =
        prepare(
            connection,
            "update node set state = 'gone' where id = ? and signs_of_life = ? and state ="
                + " 'running'")) {
      leave.setObject(1, node);
      leave.setLong(2, sign.count());
      if (leave.executeUpdate() == 0) {
        return;
      }
    }
    try (PreparedStatement release =
        prepare(
            connection,
            "update lease set lease_pico = announced_pico where node_id = ? and lease_pico >"
                + " announced_pico")) {
      release.setObject(1, node);
      release.executeUpdate();
    }
  }

  private void forgetOldWindows() {
    long now = System.currentTimeMillis();
    windows.values().removeIf(window -> window.span().end().toEpochMilli() + 3_600_000 < now);
    ids.keySet().removeIf(window -> window.span().end().toEpochMilli() + 3_600_000 < now);
  }

  /** Makes this node known in windows that it has not talked of before. */
  private void register(List<AccountWindow> wanted) throws Unavailable {
    List<AccountWindow> fresh = wanted.stream().filter(window -> !ids.containsKey(window)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    attempt(
        true,
        connection -> {
          try (PreparedStatement insert =
              prepare(
                  connection,
                  "insert into account_window (account, every, zone, starts_at, ends_at) values (?,"
                      + " ?, ?, ?, ?) on conflict do nothing")) {
            for (AccountWindow window : fresh) {
              set(insert, window);
              insert.setTimestamp(5, Timestamp.from(window.span().end()));
              insert.addBatch();
            }
            insert.executeBatch();
          }
          try (PreparedStatement select =
                  prepare(
                      connection,
                      "select id from account_window where account = ? and every = ? and zone = ?"
                          + " and starts_at = ?");
              PreparedStatement insert =
                  prepare(
                      connection,
                      "insert into lease (window_id, node_id) values (?, ?) on conflict do"
                          + " nothing")) {
            for (AccountWindow window : fresh) {
              set(select, window);
              try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                  throw new SQLException("window " + window + " is not there");
                }
                ids.put(window, row.getLong(1));
                windows.put(row.getLong(1), window);
                insert.setLong(1, row.getLong(1));
                insert.setObject(2, self.id());
                insert.addBatch();
              }
            }
            insert.executeBatch();
          }
          return fresh;
        });
  }

  private static void set(PreparedStatement statement, AccountWindow window) throws SQLException {
    statement.setString(1, window.scope().text());
    statement.setString(2, window.window().every().key());
    statement.setString(3, window.window().zoneName());
    statement.setTimestamp(4, Timestamp.from(window.span().start()));
  }

  private long id(AccountWindow window) {
    Long id = ids.get(window);
    if (id == null) {
      throw new IllegalStateException(window + " was not registered");
    }
    return id;
  }

  @Override
  public List<LeaseState> report(List<LeaseReport> reports) throws Unavailable {
    register(reports.stream().map(LeaseReport::window).toList());
    return attempt(
        false,
        connection -> {
          Map<Long, LeaseState> states = new HashMap<>();
          List<String> freed = new ArrayList<>();
          for (LeaseReport report : reports) {
            if (report.surrenders()) {
              freed.add(Long.toString(id(report.window())));
            }
          }
          String sql = freed.isEmpty() ? REPORT : REPORT + ";" + NOTIFY;
          try (PreparedStatement update = prepare(connection, sql)) {
            update.setArray(1, longs(connection, reports, report -> id(report.window())));
            update.setArray(2, longs(connection, reports, LeaseReport::spentPico));
            update.setArray(3, longs(connection, reports, LeaseReport::exposurePico));
            update.setArray(4, longs(connection, reports, LeaseReport::announcedPico));
            update.setArray(
                5,
                connection.createArrayOf(
                    "boolean", reports.stream().map(LeaseReport::surrenders).toArray()));
            update.setArray(6, longs(connection, reports, LeaseReport::answers));
            update.setObject(7, self.id());
            update.setObject(8, incarnation);
            update.setObject(9, self.id());
            if (!freed.isEmpty()) {
              update.setArray(
                  10, texts(connection, new Notice(Notice.Word.FREED, self.id(), freed)));
            }
            update.execute();
            try (ResultSet rows = update.getResultSet()) {
              while (rows.next()) {
                states.put(
                    rows.getLong("window_id"),
                    new LeaseState(
                        rows.getLong("lease_pico"),
                        rows.getLong("announced_pico"),
                        rows.getLong("others_spent"),
                        rows.getLong("others_held"),
                        0,
                        false));
              }
            }
          }
          List<LeaseState> ordered = new ArrayList<>();
          for (LeaseReport report : reports) {
            LeaseState state = states.get(id(report.window()));
            if (state == null) {
              throw new Superseded(self);
            }
            ordered.add(state);
          }
          return ordered;
        });
  }

  private static <T> Array longs(Connection connection, List<T> all, ToLongFunction<T> number)
      throws SQLException {
    return connection.createArrayOf("bigint", all.stream().map(number::applyAsLong).toArray());
  }

  private static Array texts(Connection connection, Notice notice) throws SQLException {
    return connection.createArrayOf("text", notice.texts().toArray());
  }

  @Override
  public List<LeaseState> negotiate(List<LeaseAsk> asks) throws Unavailable {
    register(asks.stream().map(LeaseAsk::window).toList());
    return attempt(
        true,
        connection -> {
          Map<Long, Long> recalls = new HashMap<>();
          List<Row> rows = new ArrayList<>();
          int nodes = lock(connection, asks, recalls, rows);
          List<LeaseState> states = new ArrayList<>();
          List<Escrow.Outcome> outcomes = new ArrayList<>();
          List<String> recalled = new ArrayList<>();
          for (LeaseAsk ask : asks) {
            long id = id(ask.window());
            Escrow.Share mine = Escrow.Share.NOTHING;
            List<Escrow.Share> others = new ArrayList<>();
            long othersSpent = 0;
            long othersHeld = 0;
            for (Row row : rows) {
              if (row.windowId() != id) {
                continue;
              }
              if (row.node().equals(self.id())) {
                mine = row.share();
              } else {
                others.add(row.share());
                othersSpent = capped(othersSpent + row.share().spentPico());
                othersHeld = capped(othersHeld + row.heldPico());
              }
            }
            Escrow.Outcome outcome = Escrow.share(ask, mine, others, Math.max(1, nodes));
            outcomes.add(outcome);
            long recall =
                switch (outcome.verdict()) {
                  case ENOUGH, EXHAUSTED -> 0;
                  case WAITS -> ask.recall();
                  case RECALLS -> recalls.merge(id, 1L, Long::sum);
                };
            if (outcome.verdict() == Escrow.Verdict.RECALLS) {
              recalled.add(id + ":" + recall);
            }
            states.add(
                new LeaseState(
                    outcome.leasePico(),
                    outcome.announcedPico(),
                    othersSpent,
                    othersHeld,
                    recall,
                    outcome.verdict() == Escrow.Verdict.EXHAUSTED));
          }
          write(connection, asks, outcomes, recalls, recalled);
          return states;
        });
  }

  private static long capped(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Locks the windows; how many nodes run. */
  private int lock(
      Connection connection, List<LeaseAsk> asks, Map<Long, Long> recalls, List<Row> rows)
      throws SQLException {
    String sql =
        """
        select id, recall from account_window where id = any(?) order by id for update;
        select window_id, node_id, spent_pico, exposure_pico, announced_pico, lease_pico, answered
        from lease where window_id = any(?);
        select count(*) from node where state = 'running'
        """;
    try (PreparedStatement select = prepare(connection, sql)) {
      Array windowIds = longs(connection, asks, ask -> id(ask.window()));
      select.setArray(1, windowIds);
      select.setArray(2, windowIds);
      select.execute();
      try (ResultSet found = select.getResultSet()) {
        while (found.next()) {
          recalls.put(found.getLong("id"), found.getLong("recall"));
        }
      }
      select.getMoreResults();
      try (ResultSet found = select.getResultSet()) {
        while (found.next()) {
          rows.add(
              new Row(
                  found.getLong("window_id"),
                  found.getObject("node_id", UUID.class),
                  new Escrow.Share(
                      found.getLong("spent_pico"),
                      found.getLong("announced_pico"),
                      found.getLong("lease_pico"),
                      found.getLong("answered")),
                  found.getLong("exposure_pico") - found.getLong("spent_pico")));
        }
      }
      select.getMoreResults();
      try (ResultSet found = select.getResultSet()) {
        return found.next() ? found.getInt(1) : 1;
      }
    }
  }

  private void write(
      Connection connection,
      List<LeaseAsk> asks,
      List<Escrow.Outcome> outcomes,
      Map<Long, Long> recalls,
      List<String> recalled)
      throws SQLException {
    String sql = SHARE + ";" + NOTE_WINDOWS + (recalled.isEmpty() ? "" : ";" + NOTIFY);
    try (PreparedStatement update = prepare(connection, sql)) {
      Array windowIds = longs(connection, asks, ask -> id(ask.window()));
      update.setArray(1, windowIds);
      update.setArray(2, longs(connection, asks, LeaseAsk::spentPico));
      update.setArray(3, longs(connection, asks, LeaseAsk::exposurePico));
      update.setArray(4, longs(connection, outcomes, Escrow.Outcome::announcedPico));
      update.setArray(5, longs(connection, outcomes, Escrow.Outcome::leasePico));
      update.setObject(6, self.id());
      update.setObject(7, incarnation);
      update.setArray(8, windowIds);
      update.setArray(
          9, longs(connection, asks, ask -> recalls.getOrDefault(id(ask.window()), 0L)));
      update.setArray(10, longs(connection, asks, LeaseAsk::limitPico));
      if (!recalled.isEmpty()) {
        update.setArray(
            11, texts(connection, new Notice(Notice.Word.RECALLED, self.id(), recalled)));
      }
      update.execute();
      if (update.getUpdateCount() != asks.size()) {
        throw new Superseded(self);
      }
    }
  }

  @Override
  public void leave() throws Unavailable {
    attempt(
        false,
        connection -> {
          try (PreparedStatement leave =
              prepare(
                  connection, "update node set state = 'left' where id = ? and incarnation = ?")) {
            leave.setObject(1, self.id());
            leave.setObject(2, incarnation);
            return leave.executeUpdate();
          }
        });
  }
}
