package io.tollgate.bench.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A real PostgreSQL that several gateways share, and that can be stopped and started again. */
final class SharedPostgres implements AutoCloseable {

  private final Path data;
  private EmbeddedPostgres server;

  private SharedPostgres(Path data, EmbeddedPostgres server) {
    this.data = data;
    this.server = server;
  }

  static SharedPostgres start(Path folder) throws IOException {
    Path data = folder.resolve("postgres");
    return new SharedPostgres(data, run(data, 0));
  }

  private static EmbeddedPostgres run(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(60));
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  int port() {
    return server.getPort();
  }

  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On the same port, with the same data. */
  void startAgain() throws IOException {
    server = run(data, server.getPort());
  }

  /** The configuration of a gateway that reaches it by a port, its own or a proxy's. */
  static String store(int port, Duration expiry) {
    return "store: { url: \"postgresql://127.0.0.1:"
        + port
        + "/postgres\", user: postgres, expiry: "
        + expiry.toSeconds()
        + "s }\n";
  }

  /** The only number that a query gives. */
  long number(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
