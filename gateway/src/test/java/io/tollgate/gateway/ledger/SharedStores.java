package io.tollgate.gateway.ledger;

import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What tests do with the store that nodes share. */
final class SharedStores {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T03:00:00Z"));

  private SharedStores() {}

  static NodeIdentity node(int number) {
    return new NodeIdentity(new UUID(7, number), "node" + number);
  }

  static Projection open(StoreSettings store, NodeIdentity node, Path directory)
      throws SQLException, IOException {
    return new SharedProjection(
            new SharedConnections(store), node, new JournalFiles(directory), CLOCK)
        .open(Frontier.NONE, new RecentWrites());
  }

  static void project(StoreSettings store, NodeIdentity node, Path directory) throws Exception {
    try (Projection projection = open(store, node, directory)) {
      projection.projectAll();
    }
  }

  /** Lives through a number of steps, with the embedded store up to date at the end. */
  static void live(Path directory, Lives lives, int steps) {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.Answer last = null;
      for (int i = 0; i < steps; i++) {
        last = Ledgers.append(ledger, lives.next());
      }
      if (last != null) {
        last.await();
      }
    }
  }

  /** A line of a node's own ledger as it is in the shared one. */
  static ChargeLine of(NodeIdentity node, ChargeLine line) {
    return new ChargeLine(
        line.kind(),
        line.day(),
        line.chargedFor(),
        line.key(),
        line.accounts(),
        line.policy(),
        line.deployment(),
        line.provider(),
        line.servedModel(),
        line.serviceTier(),
        line.region(),
        line.meter(),
        line.priceVersion(),
        line.unitPricePico(),
        line.listMultiplier(),
        line.multiplier(),
        line.currency(),
        line.usdPerUnit(),
        line.funding(),
        line.usageQuality(),
        line.purpose(),
        line.quantity(),
        line.firstHourQuantity(),
        line.lastHourQuantity(),
        line.lines(),
        line.listUsd(),
        line.amountUsd(),
        line.firstSeq(),
        line.lastSeq(),
        node.id().toString());
  }

  /** A connection of the superuser, who sees both schemas. */
  static Connection connect(StoreSettings store) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + store.url() + "?currentSchema=tollgate_ledger,tollgate_bi", store.user(), "");
  }

  static void execute(StoreSettings store, String sql) throws SQLException {
    try (Connection connection = connect(store);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> rows(StoreSettings store, String sql) throws SQLException {
    try (Connection connection = connect(store)) {
      return rows(connection, sql);
    }
  }

  static List<String> rows(Path directory, String sql) throws SQLException {
    try (Connection connection = StoreFile.of(directory).openForReading()) {
      return rows(connection, sql);
    }
  }

  /** Every row as text, sorted. */
  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          text.append('|').append(row.getString(i));
        }
        rows.add(text.toString());
      }
    }
    rows.sort(null);
    return rows;
  }

  /** The names of a table's columns in the embedded store, quoted. */
  static String columns(Path directory, String table) throws SQLException {
    List<String> names =
        rows(
            directory,
            "SELECT name FROM pragma_table_info('%s') WHERE name <> '%s'"
                .formatted(table, table.equals("checkpoint") ? "id" : ""));
    return "\"" + String.join("\", \"", names).replace("|", "") + "\"";
  }

  static List<String> tables(Path directory) throws SQLException {
    return rows(directory, "SELECT name FROM sqlite_master WHERE type = 'table'").stream()
        .map(name -> name.substring(1))
        .toList();
  }
}
