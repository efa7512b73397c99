package io.tollgate.gateway.store;

import io.tollgate.gateway.limit.ShareStore;
import io.tollgate.gateway.limit.ShareView;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The shares of rate limits of all nodes in PostgreSQL. An exchange is one statement, a function of
 * the migrations that locks each bound before it looks at it.
 */
final class PostgresShares implements ShareStore {

  private static final int TRIES = 4;

  /** Another transaction was in the way, and this one has done nothing. */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03");

  private static final String EXCHANGE =
      "select * from exchange_rate_shares(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final StoreConnections connections;
  private final NodeIdentity self;
  private final PostgresLeases leases;
  private final AtomicLong said = new AtomicLong();
  private final Map<String, Key> names = new ConcurrentHashMap<>();

  /**
   * The shares as one node sees them.
   *
   * @param leases give signs of life
   */
  PostgresShares(StoreConnections connections, NodeIdentity self, PostgresLeases leases) {
    this.connections = connections;
    this.self = self;
    this.leases = leases;
  }

  /** Of which bounds another node has told this one that their shares are to be looked at. */
  Set<Key> heard(Notice notice) {
    Set<Key> heard = new HashSet<>();
    if (notice.word() == Notice.Word.RATES && !notice.from().equals(self.id())) {
      for (String item : notice.items()) {
        Key key = names.get(item);
        if (key != null) {
          heard.add(key);
        }
      }
    }
    return heard;
  }

  /** What a bound is called in notices, which have no room for more. */
  private String name(Key key) {
    String text = key.limit() + " " + key.scope().text() + " " + key.kind().key();
    String name = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    names.put(name, key);
    return name;
  }

  @Override
  public long joins() {
    return leases.joins();
  }

  /** As it is read. */
  private static final class Reading {
    private final List<Share> shares = new ArrayList<>();
    private int nodes;
    private long seconds;
  }

  @Override
  public Optional<List<ShareView>> exchange(List<Report> reports) throws Unavailable {
    for (int tried = 1; ; tried++) {
      try (Connection connection = connections.open();
          PreparedStatement exchange = connection.prepareStatement(EXCHANGE)) {
        connection.setAutoCommit(true);
        bind(connection, exchange, reports);
        return read(exchange, reports.size());
      } catch (SQLException e) {
        if (tried == TRIES || !TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
          throw new Unavailable(String.valueOf(e.getMessage()), e);
        }
      }
    }
  }

  private void bind(Connection connection, PreparedStatement exchange, List<Report> reports)
      throws SQLException {
    exchange.setObject(1, self.id());
    exchange.setObject(2, leases.incarnation());
    exchange.setLong(3, said.incrementAndGet());
    exchange.setArray(4, array(connection, "text", reports, report -> report.key().limit()));
    exchange.setArray(5, array(connection, "text", reports, report -> report.key().scope().text()));
    exchange.setArray(6, array(connection, "text", reports, report -> report.key().kind().key()));
    exchange.setArray(7, array(connection, "text", reports, report -> name(report.key())));
    exchange.setArray(8, array(connection, "bigint", reports, Report::bound));
    exchange.setArray(9, array(connection, "bigint", reports, Report::held));
    exchange.setArray(10, array(connection, "bigint", reports, Report::demand));
    exchange.setArray(11, array(connection, "bigint", reports, Report::need));
    exchange.setArray(12, array(connection, "bigint", reports, Report::wanted));
  }

  private static Array array(
      Connection connection, String type, List<Report> reports, Function<Report, Object> part)
      throws SQLException {
    return connection.createArrayOf(type, reports.stream().map(part).toArray());
  }

  private Optional<List<ShareView>> read(PreparedStatement exchange, int count)
      throws SQLException {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readings.add(new Reading());
    }
    boolean isKnown = false;
    try (ResultSet rows = exchange.executeQuery()) {
      while (rows.next()) {
        isKnown = true;
        Reading reading = readings.get(rows.getInt("item") - 1);
        reading.nodes = rows.getInt("nodes");
        reading.seconds = rows.getLong("seconds");
        reading.shares.add(
            new Share(
                self.id().equals(rows.getObject("node_id", UUID.class)),
                rows.getLong("share"),
                rows.getLong("demand"),
                rows.getLong("need")));
      }
    }
    return isKnown
        ? Optional.of(
            readings.stream()
                .map(reading -> new ShareView(reading.shares, reading.nodes, reading.seconds))
                .toList())
        : Optional.empty();
  }
}
