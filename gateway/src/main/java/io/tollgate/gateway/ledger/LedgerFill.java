package io.tollgate.gateway.ledger;

import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Fills a store with entries that stand in no journal, by the same way that those of a journal
 * take: to measure what a large ledger is like. Such a store is for reading; no gateway can go on
 * with it.
 *
 * <p>Not safe for use by several threads.
 */
public final class LedgerFill implements AutoCloseable {

  /** Larger than where a gateway runs: nobody waits for these. */
  private static final int BATCH = 1 << 16;

  private final StoreWriter writer;
  private long seq;
  private int pending;

  private LedgerFill(StoreWriter writer) {
    this.writer = writer;
    this.seq = writer.begin().seq();
  }

  /**
   * Of the embedded store in a directory.
   *
   * @param directory exists
   * @throws LedgerException when it cannot be written
   */
  public static LedgerFill embedded(Path directory) {
    try {
      Connection connection = StoreFile.of(directory).openForWriting();
      // Between transactions, where alone SQLite takes a change of how it syncs.
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA synchronous = OFF");
        statement.execute("PRAGMA cache_size = -262144");
        statement.execute("PRAGMA wal_autocheckpoint = 50000");
      }
      connection.setAutoCommit(false);
      return new LedgerFill(
          StoreWriter.open(connection, StoreDialect.EMBEDDED, DayPartitions.NONE));
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  /**
   * Of the rows of a node in the store that gateways share.
   *
   * @param now a time not much before the latest entry
   * @throws LedgerException when it cannot be written
   */
  public static LedgerFill shared(StoreSettings settings, NodeIdentity node, Instant now) {
    try {
      Connection connection = new SharedConnections(settings).openForWriting();
      InstantSource clock = InstantSource.fixed(now);
      SharedProjection.introduce(connection, node);
      return new LedgerFill(
          StoreWriter.open(
              connection,
              new StoreDialect(node.id()),
              new SharedPartitions(connection, () -> StoreDialect.day(clock.instant()))));
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  /**
   * Adds the next entry.
   *
   * @throws IllegalArgumentException where it contradicts those before
   */
  public void add(Entry entry) {
    try {
      writer.add(++seq, entry);
      if (++pending == BATCH) {
        commit();
      }
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }

  private void commit() throws SQLException {
    pending = 0;
    writer.commit(new Position(1, seq, seq, false, seq, HashChain.ZEROS));
  }

  private static LedgerException unwritable(SQLException e) {
    return LedgerException.unusable("The store cannot be filled: " + e.getMessage(), e);
  }

  /** Puts in what is left. */
  @Override
  public void close() {
    try (writer) {
      if (pending > 0) {
        commit();
      }
    } catch (SQLException e) {
      throw unwritable(e);
    }
  }
}
