package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * The SQLite file of a store, {@code <dir>/store.sqlite}.
 *
 * <p>One process writes to it; any number may read meanwhile (WAL).
 *
 * @param path the file
 */
record StoreFile(Path path) {

  private static final int BUSY_TIMEOUT_MS = 10_000;

  static StoreFile of(Path directory) {
    return new StoreFile(directory.resolve("store.sqlite"));
  }

  /** A connection that writes, in transactions, whatever the version of the tables is. */
  Connection openAsItIs() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    connection.setAutoCommit(false);
    return connection;
  }

  /** A connection that writes, in transactions; the schema is made where there is none. */
  Connection openForWriting() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // What a power cut takes off the end of the store is put in again from the journal.
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    try {
      connection.setAutoCommit(false);
      StoreSchema.create(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A connection that cannot write and sees one state until it is closed.
   *
   * @throws LedgerException when there is no store, or one of another version
   */
  Connection openForReading() throws SQLException {
    if (!Files.exists(path)) {
      throw LedgerException.unusable(
          "There is no store at "
              + path
              + ". Start the gateway once, or run `tollgate ledger rebuild`.");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    try (Statement statement = connection.createStatement()) {
      // Not opened read-only: that could not read a WAL which a killed gateway left behind.
      statement.execute("PRAGMA query_only = ON");
      connection.setAutoCommit(false);
      StoreSchema.check(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The place up to which the store holds the journal. */
  static Position checkpoint(Connection connection) throws SQLException {
    return Checkpoint.read(connection, StoreDialect.EMBEDDED);
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Moves the closed file, under the name of another. */
  void moveTo(Path other) throws IOException {
    deleteSides();
    Files.move(path, other, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete() throws IOException {
    deleteSides();
    Files.deleteIfExists(path);
  }

  private void deleteSides() throws IOException {
    Files.deleteIfExists(path.resolveSibling(path.getFileName() + "-wal"));
    Files.deleteIfExists(path.resolveSibling(path.getFileName() + "-shm"));
  }
}
