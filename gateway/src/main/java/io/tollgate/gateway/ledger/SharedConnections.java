package io.tollgate.gateway.ledger;

import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.gateway.upstream.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the ledgers in the PostgreSQL that gateways share, in transactions. They are apart
 * from those for leases: a batch or a report may take longer, and nobody's request waits for it.
 */
final class SharedConnections {

  private static final String SCHEMA = "tollgate_ledger";
  private static final String VIEWS = "tollgate_bi";
  private static final int CONNECT_SECONDS = 2;

  /** A writer's locks must not outlive the writer. */
  private static final String WRITING =
      "-c statement_timeout=20000 -c lock_timeout=5000 -c"
          + " idle_in_transaction_session_timeout=30000";

  private static final int WRITING_SECONDS = 25;

  private static final String MIGRATING = "-c lock_timeout=30000";
  private static final int MIGRATING_SECONDS = 300;

  /** A report may be read slowly, since it is streamed. */
  private static final String READING = "-c statement_timeout=600000";

  private static final int READING_SECONDS = 630;

  /** Whether there are none, and whether they have the column that came last. */
  private static final String TABLES =
      """
      SELECT to_regclass('%1$s.checkpoint') IS NULL,
        EXISTS (SELECT 1 FROM information_schema.columns
          WHERE table_schema = '%1$s' AND table_name = 'sku' AND column_name = 'usd_over')
      """
          .formatted(SCHEMA);

  private final StoreSettings settings;
  private volatile boolean migrated;

  SharedConnections(StoreSettings settings) {
    this.settings = settings;
  }

  /** The store, as it may be named in messages. */
  String name() {
    return settings.url();
  }

  /**
   * A connection that writes to tables which are up to date.
   *
   * @throws SQLException if the store does not answer, or its tables cannot be made
   */
  Connection openForWriting() throws SQLException {
    migrate();
    Connection connection = source(WRITING_SECONDS, WRITING).getConnection();
    return begin(connection, Connection.TRANSACTION_READ_COMMITTED);
  }

  /**
   * A connection that cannot write and sees one state until it is closed.
   *
   * @throws LedgerException where no gateway has made the tables yet
   */
  Connection openForReading() throws SQLException {
    Connection connection = source(READING_SECONDS, READING).getConnection();
    try {
      connection.setReadOnly(true);
      begin(connection, Connection.TRANSACTION_REPEATABLE_READ);
      requireTables(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection begin(Connection connection, int isolation) throws SQLException {
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(false);
    return connection;
  }

  private void requireTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      if (!row.next() || row.getBoolean(1)) {
        throw LedgerException.unusable(
            "There is no ledger in "
                + name()
                + ". Configure `ledger: shared` under `store` and start a gateway once.");
      }
      if (!row.getBoolean(2)) {
        throw LedgerException.unusable(
            "The tables of the ledgers in "
                + name()
                + " are of an earlier version. Start a gateway of this version once.");
      }
    }
  }

  private PGSimpleDataSource source(int socketSeconds, String options) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    String url = settings.url();
    source.setURL(url.startsWith("jdbc:") ? url : "jdbc:" + url);
    source.setUser(settings.user());
    Secret password = settings.password();
    if (password != null) {
      source.setPassword(password.reveal());
    }
    source.setCurrentSchema(SCHEMA);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(socketSeconds);
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    source.setApplicationName("tollgate ledger");
    source.setOptions(options);
    return source;
  }

  private synchronized void migrate() throws SQLException {
    if (migrated) {
      return;
    }
    PGSimpleDataSource source = source(MIGRATING_SECONDS, MIGRATING);
    // Flyway takes its time over a store that is not there.
    source.getConnection().close();
    try {
      Flyway.configure(SharedConnections.class.getClassLoader())
          .dataSource(source)
          .schemas(SCHEMA, VIEWS)
          .placeholderReplacement(false)
          .locations("classpath:io/tollgate/gateway/ledger/migrations")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SQLException(
          "The tables of the shared ledger cannot be made: " + e.getMessage(), e);
    }
    migrated = true;
  }
}
