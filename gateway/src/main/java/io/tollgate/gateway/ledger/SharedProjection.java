package io.tollgate.gateway.ledger;

import io.tollgate.gateway.store.NodeIdentity;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the way from a node's journal into the store that nodes share, from the node's own
 * checkpoint on.
 *
 * <p>The rows there are a view of the journal. Where they hold what the journal does not have (it
 * lost its end in a power cut), or are of another version of the tables, they are made anew.
 */
final class SharedProjection implements Projector.Source {

  private static final Logger LOG = LoggerFactory.getLogger(SharedProjection.class);

  /** The tables that rows of a node are in, but for the sums and the node itself. */
  private static final List<String> TABLES =
      List.of(
          "checkpoint",
          "hold",
          "attempt",
          "account",
          "judgement",
          "outcome",
          "correction",
          "purchase",
          "capacity_hour",
          "period",
          "price_book",
          "payer",
          "sku");

  private final SharedConnections connections;
  private final NodeIdentity self;
  private final JournalFiles files;
  private final InstantSource clock;

  SharedProjection(
      SharedConnections connections, NodeIdentity self, JournalFiles files, InstantSource clock) {
    this.connections = connections;
    this.self = self;
    this.files = files;
    this.clock = clock;
  }

  @Override
  public Projection open(Frontier frontier, RecentWrites recent) throws SQLException, IOException {
    StoreDialect dialect = new StoreDialect(self.id());
    Connection connection = connections.openForWriting();
    SharedPartitions partitions =
        new SharedPartitions(connection, () -> StoreDialect.day(clock.instant()));
    try {
      claim(connection, dialect);
      partitions.makeAhead();
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
    return Projection.open(connection, dialect, partitions, files, frontier, recent);
  }

  /** Every table that has rows of a node. */
  static List<String> tables() {
    List<String> tables = new ArrayList<>(TABLES);
    for (Rollup rollup : Rollup.values()) {
      tables.add(rollup.table());
    }
    return tables;
  }

  private void claim(Connection connection, StoreDialect dialect) throws SQLException, IOException {
    int version = version(connection);
    if (version > StoreSchema.VERSION) {
      throw LedgerException.unusable(
          "The shared store has rows of this node of version "
              + version
              + "; this program writes version "
              + StoreSchema.VERSION
              + ". Start the newer program again.");
    }
    Position checkpoint = Checkpoint.read(connection, dialect);
    boolean outdated = version != 0 && version != StoreSchema.VERSION;
    if (outdated || isAhead(checkpoint)) {
      makeAnew(connection, checkpoint, outdated);
    }
    introduce(connection, self);
  }

  /** Writes down who a node is, and commits. */
  static void introduce(Connection connection, NodeIdentity node) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO node (node, name, version) VALUES (?, ?, ?)
            ON CONFLICT (node) DO UPDATE SET name = excluded.name, version = excluded.version
            """)) {
      statement.setObject(1, node.id());
      Columns.set(statement, 2, node.name());
      statement.setInt(3, StoreSchema.VERSION);
      statement.executeUpdate();
    }
    connection.commit();
  }

  /** The version of the tables that the node's rows are of; 0 where there are none. */
  private int version(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT version FROM node WHERE node = ?")) {
      statement.setObject(1, self.id());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  private boolean isAhead(Position checkpoint) throws IOException {
    if (checkpoint.seq() == 0) {
      return false;
    }
    String line = files.lineBefore(checkpoint.segment(), checkpoint.offset());
    return line == null || !line.startsWith(checkpoint.hash());
  }

  private void makeAnew(Connection connection, Position checkpoint, boolean outdated)
      throws SQLException {
    if (!files.exists(Position.START.segment())) {
      throw LedgerException.unusable(
          "The shared store holds records of this node up to "
              + checkpoint.seq()
              + " that its journal does not go on from, and the journal does not begin with its"
              + " first segment. Restore the segments from a copy. Nothing was changed.");
    }
    LOG.warn(
        "The rows of this node in the shared store, up to record {}, {}; they are made anew",
        checkpoint.seq(),
        outdated ? "are of an earlier version" : "are not what its journal has");
    try (Statement statement = connection.createStatement()) {
      for (String table : tables()) {
        statement.executeUpdate("DELETE FROM " + table + " WHERE node = '" + self.id() + "'");
      }
    }
  }
}
