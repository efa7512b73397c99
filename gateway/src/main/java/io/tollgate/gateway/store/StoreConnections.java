package io.tollgate.gateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.gateway.upstream.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the PostgreSQL that gateways share. None waits for long: a statement has two
 * seconds, a lock one and a half, which is more than PostgreSQL takes to end one side of a deadlock
 * and not both; and a connection that goes quiet within a transaction is cut, so that its locks
 * hold nobody up.
 */
public final class StoreConnections implements AutoCloseable {

  private static final String SCHEMA = "tollgate";
  private static final int CONNECTIONS_MAX = 4;
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A little longer than a statement may take. */
  private static final Duration SOCKET = Duration.ofSeconds(3);

  private static final String BOUNDS =
      "-c statement_timeout=2000 -c lock_timeout=1500 -c idle_in_transaction_session_timeout=3000";

  private final StoreSettings settings;
  private final HikariDataSource pool;
  private volatile boolean migrated;

  /** Connections that are opened when they are needed. */
  public StoreConnections(StoreSettings settings) {
    this.settings = settings;
    HikariConfig config = new HikariConfig();
    config.setPoolName("tollgate-store");
    config.setDataSource(source(SOCKET, BOUNDS));
    config.setMaximumPoolSize(CONNECTIONS_MAX);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
    // The store may be down while the gateway starts.
    config.setInitializationFailTimeout(-1);
    config.setThreadFactory(Thread.ofVirtual().name("tollgate-store-pool-", 0).factory());
    this.pool = new HikariDataSource(config);
  }

  private PGSimpleDataSource source(Duration socket, String options) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    String url = settings.url();
    source.setURL(url.startsWith("jdbc:") ? url : "jdbc:" + url);
    source.setUser(settings.user());
    Secret password = settings.password();
    if (password != null) {
      source.setPassword(password.reveal());
    }
    source.setCurrentSchema(SCHEMA);
    source.setConnectTimeout(Math.toIntExact(CONNECT.toSeconds()));
    source.setLoginTimeout(Math.toIntExact(CONNECT.toSeconds()));
    source.setSocketTimeout(Math.toIntExact(socket.toSeconds()));
    source.setTcpKeepAlive(true);
    source.setApplicationName("tollgate");
    source.setOptions(options);
    return source;
  }

  /**
   * A connection to a store whose tables are up to date; to be closed soon.
   *
   * @throws SQLException if the store does not answer in time, or cannot be migrated
   */
  public Connection open() throws SQLException {
    migrate();
    return pool.getConnection();
  }

  /**
   * A connection of its own, to hear notifications on.
   *
   * @param silence how long nothing may come before it counts as broken
   */
  Connection openToListen(Duration silence) throws SQLException {
    migrate();
    return source(silence, "").getConnection();
  }

  private synchronized void migrate() throws SQLException {
    if (migrated) {
      return;
    }
    // It has no time to lose on a store that is not there.
    pool.getConnection().close();
    try {
      Flyway.configure(StoreConnections.class.getClassLoader())
          .dataSource(source(Duration.ofMinutes(10), ""))
          .schemas(SCHEMA)
          .locations("classpath:io/tollgate/gateway/store/migrations")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SQLException("The tables of the store cannot be made: " + e.getMessage(), e);
    }
    migrated = true;
  }

  @Override
  public void close() {
    pool.close();
  }
}
