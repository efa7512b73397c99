package io.tollgate.gateway.store;

import io.tollgate.gateway.budget.AccountWindow;
import io.tollgate.gateway.budget.Escrow;
import io.tollgate.gateway.budget.LeaseAsk;
import io.tollgate.gateway.budget.LeaseReport;
import io.tollgate.gateway.budget.LeaseState;
import io.tollgate.gateway.budget.LeaseStore;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The leases of all nodes in PostgreSQL. A report is one statement on the node's own rows; sharing
 * out is a transaction that locks the rows of the windows, in one order.
 */
public final class PostgresLeases implements LeaseStore {

  private static final int TRIES = 4;

  /** Another transaction was in the way: serialization, deadlock, lock timeout. */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");

  private record Row(long windowId, UUID node, Escrow.Share share, long heldPico) {}

  private final StoreConnections connections;
  private final NodeIdentity self;
  private final LongSupplier nanos;
  private final UUID incarnation = UUID.randomUUID();
  private final WindowIds ids = new WindowIds();
  private final SignsOfLife signs;
  private final AtomicLong roundTrips = new AtomicLong();
  private final AtomicLong beats = new AtomicLong();
  private final AtomicLong joins = new AtomicLong();
  private boolean joinedBefore;

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
    this.nanos = nanos;
    this.signs = new SignsOfLife(expiry.toNanos(), nanos.getAsLong());
  }

  /** Under which this process gives signs of life. */
  UUID incarnation() {
    return incarnation;
  }

  /** How often this node has joined: before each time others may have given it up. */
  long joins() {
    return joins.get();
  }

  /** How often an answer of the store was waited for, apart from {@link #beats}. */
  public long roundTrips() {
    return roundTrips.get();
  }

  /** How often a sign of life was given: that goes by the time, and not by what is asked for. */
  public long beats() {
    return beats.get();
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
          AccountWindow window = ids.window(parts[0]);
          if (window != null) {
            listener.recalled(window, Long.parseLong(parts[1]));
          }
        }
        case FREED -> {
          AccountWindow window = ids.window(item);
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
                giveSignOfLife(connection);
              } else {
                try (PreparedStatement join = prepare(connection, LeaseSql.JOIN)) {
                  join.setObject(1, self.id());
                  join.setString(2, self.name());
                  join.setObject(3, incarnation);
                  join.executeUpdate();
                }
              }
              try (PreparedStatement forget = prepare(connection, LeaseSql.FORGET);
                  PreparedStatement select = prepare(connection, LeaseSql.HELD)) {
                forget.executeUpdate();
                select.setObject(1, self.id());
                try (ResultSet rows = select.executeQuery()) {
                  return news(rows).stream().map(News::window).toList();
                }
              }
            });
    joinedBefore = true;
    joins.incrementAndGet();
    return held;
  }

  private void giveSignOfLife(Connection connection) throws SQLException {
    try (PreparedStatement sign = prepare(connection, LeaseSql.SIGN_OF_LIFE)) {
      sign.setObject(1, self.id());
      sign.setObject(2, incarnation);
      sign.setBoolean(3, true);
      if (sign.executeUpdate() == 0) {
        throw new Superseded(self);
      }
    }
  }

  private List<News> news(ResultSet rows) throws SQLException {
    List<News> news = new ArrayList<>();
    while (rows.next()) {
      long recall = rows.getLong("recall");
      news.add(
          new News(ids.read(rows), state(rows), recall > rows.getLong("answered") ? recall : 0));
    }
    return news;
  }

  private static LeaseState state(ResultSet row) throws SQLException {
    return new LeaseState(
        row.getLong("lease_pico"),
        row.getLong("announced_pico"),
        row.getLong("others_spent"),
        row.getLong("others_held"),
        0,
        false);
  }

  @Override
  public List<News> beat(List<LeaseReport> reports) throws Unavailable {
    register(reports.stream().map(LeaseReport::window).toList());
    Map<UUID, Long> alive = new HashMap<>();
    List<News> news = attempt(false, connection -> beat(connection, reports, alive));
    for (Map.Entry<UUID, Long> gone : signs.gone(alive, nanos.getAsLong()).entrySet()) {
      takeBack(gone.getKey(), gone.getValue());
    }
    ids.forgetOld(Instant.now());
    return news;
  }

  private List<News> beat(Connection connection, List<LeaseReport> reports, Map<UUID, Long> alive)
      throws SQLException {
    String sql = LeaseSql.SIGN_OF_LIFE + ";" + LeaseSql.ALIVE + ";" + LeaseSql.HELD;
    boolean reporting = !reports.isEmpty();
    beats.incrementAndGet();
    try (PreparedStatement beat =
        connection.prepareStatement(reporting ? LeaseSql.REPORT + ";" + sql : sql)) {
      int next = reporting ? set(connection, beat, reports) : 1;
      beat.setObject(next++, self.id());
      beat.setObject(next++, incarnation);
      beat.setBoolean(next++, false);
      beat.setObject(next++, self.id());
      beat.setObject(next, self.id());
      beat.execute();
      if (reporting) {
        beat.getMoreResults();
      }
      if (beat.getUpdateCount() != 1) {
        // Then it joins again, which tells whether somebody has taken its place.
        throw new SQLException("others have given this node up");
      }
      beat.getMoreResults();
      try (ResultSet rows = beat.getResultSet()) {
        while (rows.next()) {
          alive.put(rows.getObject("id", UUID.class), rows.getLong("signs_of_life"));
        }
      }
      beat.getMoreResults();
      try (ResultSet rows = beat.getResultSet()) {
        return news(rows);
      }
    }
  }

  /** A node is gone: what it has not announced cannot have been spent. */
  private void takeBack(UUID node, long sign) throws Unavailable {
    attempt(
        true,
        connection -> {
          try (PreparedStatement giveUp = prepare(connection, LeaseSql.GIVE_UP);
              PreparedStatement release = prepare(connection, LeaseSql.TAKE_BACK)) {
            giveUp.setObject(1, node);
            giveUp.setLong(2, sign);
            release.setObject(1, node);
            return giveUp.executeUpdate() > 0 && release.executeUpdate() > 0;
          }
        });
  }

  /** Has the store know of windows that this node has not talked of before. */
  private void register(List<AccountWindow> wanted) throws Unavailable {
    List<AccountWindow> fresh = ids.unknown(wanted);
    if (!fresh.isEmpty()) {
      ids.remember(
          attempt(
              true,
              connection -> {
                roundTrips.addAndGet(2L + fresh.size());
                return WindowIds.register(connection, fresh, self.id());
              }));
    }
  }

  @Override
  public List<LeaseState> report(List<LeaseReport> reports) throws Unavailable {
    register(reports.stream().map(LeaseReport::window).toList());
    List<String> freed =
        reports.stream()
            .filter(LeaseReport::surrenders)
            .map(report -> Long.toString(ids.of(report.window())))
            .toList();
    Map<Long, LeaseState> states = attempt(false, connection -> report(connection, reports, freed));
    List<LeaseState> ordered = new ArrayList<>();
    for (LeaseReport report : reports) {
      LeaseState state = states.get(ids.of(report.window()));
      if (state == null) {
        throw new Unavailable("another node has this node's identity", new Superseded(self));
      }
      ordered.add(state);
    }
    return ordered;
  }

  private Map<Long, LeaseState> report(
      Connection connection, List<LeaseReport> reports, List<String> freed) throws SQLException {
    String sql = freed.isEmpty() ? LeaseSql.REPORT : LeaseSql.REPORT + ";" + LeaseSql.NOTIFY;
    Map<Long, LeaseState> states = new HashMap<>();
    try (PreparedStatement update = prepare(connection, sql)) {
      int next = set(connection, update, reports);
      if (!freed.isEmpty()) {
        update.setArray(next, texts(connection, new Notice(Notice.Word.FREED, self.id(), freed)));
      }
      update.execute();
      try (ResultSet rows = update.getResultSet()) {
        while (rows.next()) {
          states.put(rows.getLong("window_id"), state(rows));
        }
      }
    }
    return states;
  }

  /** Sets what a report says; the number of the parameter after it. */
  private int set(Connection connection, PreparedStatement statement, List<LeaseReport> reports)
      throws SQLException {
    statement.setArray(1, longs(connection, reports, report -> ids.of(report.window())));
    statement.setArray(2, longs(connection, reports, LeaseReport::spentPico));
    statement.setArray(3, longs(connection, reports, LeaseReport::exposurePico));
    statement.setArray(4, longs(connection, reports, LeaseReport::announcedPico));
    statement.setArray(
        5,
        connection.createArrayOf(
            "boolean", reports.stream().map(LeaseReport::surrenders).toArray()));
    statement.setArray(6, longs(connection, reports, LeaseReport::answers));
    statement.setObject(7, self.id());
    statement.setObject(8, incarnation);
    statement.setObject(9, self.id());
    return 10;
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
            long id = ids.of(ask.window());
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
    try (PreparedStatement select = prepare(connection, LeaseSql.LOCK)) {
      Array windowIds = longs(connection, asks, ask -> ids.of(ask.window()));
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
    String sql =
        LeaseSql.SHARE
            + ";"
            + LeaseSql.NOTE_WINDOWS
            + (recalled.isEmpty() ? "" : ";" + LeaseSql.NOTIFY);
    try (PreparedStatement update = prepare(connection, sql)) {
      Array windowIds = longs(connection, asks, ask -> ids.of(ask.window()));
      update.setArray(1, windowIds);
      update.setArray(2, longs(connection, asks, LeaseAsk::spentPico));
      update.setArray(3, longs(connection, asks, LeaseAsk::exposurePico));
      update.setArray(4, longs(connection, outcomes, Escrow.Outcome::announcedPico));
      update.setArray(5, longs(connection, outcomes, Escrow.Outcome::leasePico));
      update.setObject(6, self.id());
      update.setObject(7, incarnation);
      update.setArray(8, windowIds);
      update.setArray(
          9, longs(connection, asks, ask -> recalls.getOrDefault(ids.of(ask.window()), 0L)));
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
          try (PreparedStatement leave = prepare(connection, LeaseSql.LEAVE)) {
            leave.setObject(1, self.id());
            leave.setObject(2, incarnation);
            return leave.executeUpdate();
          }
        });
  }
}
