package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of the store, by version ({@code PRAGMA user_version}). The store is a view of the
 * journal: one of an earlier version is not led on but made anew.
 *
 * <p>All are STRICT: an integer that overflowed would otherwise silently become a floating-point
 * number. Amounts named {@code _p} are pico-dollars. Where there is no price an amount is NULL. The
 * tables of sums are in {@link Rollup}.
 */
final class StoreSchema {

  static final int VERSION = 7;

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE checkpoint (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            seq INTEGER NOT NULL, hash TEXT NOT NULL, segment INTEGER NOT NULL,
            offset INTEGER NOT NULL, line INTEGER NOT NULL, closed INTEGER NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE hold (
            seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
            policy TEXT NOT NULL, rule TEXT NOT NULL, requested_model TEXT NOT NULL,
            stream INTEGER NOT NULL, amount_p INTEGER, opened_ms INTEGER NOT NULL,
            purpose TEXT NOT NULL CHECK (purpose IN ('serve', 'measurement')),
            tactic TEXT NOT NULL, reference TEXT, reference_p INTEGER, loss_ppm INTEGER,
            shadow_p INTEGER, propensity_ppm INTEGER, accounts TEXT NOT NULL,
            resolved_seq INTEGER
          ) STRICT
          """,
          """
          CREATE TABLE attempt (
            seq INTEGER NOT NULL, hold_seq INTEGER NOT NULL, attempt INTEGER NOT NULL,
            deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
            reason TEXT NOT NULL, estimated_p INTEGER, dispatched_ms INTEGER NOT NULL,
            ended_seq INTEGER, ended_ms INTEGER,
            state TEXT NOT NULL CHECK (state IN ('OPEN', 'SETTLE', 'VOID', 'EXPIRE_ESTIMATE')),
            outcome TEXT, status INTEGER, served_model TEXT, tier TEXT, region TEXT,
            provider_request TEXT, quality TEXT NOT NULL,
            in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
            in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
            in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
            out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
            out_other INTEGER NOT NULL, extras TEXT,
            amount_p INTEGER, price_version TEXT, paid_from TEXT, floor_p INTEGER,
            carried INTEGER, ttft_ms INTEGER, total_ms INTEGER, lines TEXT,
            PRIMARY KEY (hold_seq, attempt)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE account (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, currency TEXT NOT NULL,
            postings INTEGER NOT NULL, unpriced INTEGER NOT NULL,
            amount_usd INTEGER NOT NULL, amount_pico INTEGER NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE judgement (
            seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
            policy TEXT NOT NULL, deployment TEXT NOT NULL, served INTEGER NOT NULL,
            source TEXT NOT NULL, score_ppm INTEGER NOT NULL, reference_ppm INTEGER,
            propensity_ppm INTEGER NOT NULL, at_ms INTEGER NOT NULL
          ) STRICT
          """,
          "CREATE INDEX judgement_request ON judgement (request)",
          """
          CREATE TABLE outcome (
            seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
            policy TEXT NOT NULL, deployment TEXT NOT NULL, accounts TEXT NOT NULL,
            success INTEGER NOT NULL, value_p INTEGER, at_ms INTEGER NOT NULL
          ) STRICT
          """,
          "CREATE INDEX outcome_request ON outcome (request)",
          """
          CREATE TABLE correction (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, cause TEXT NOT NULL,
            corrects INTEGER NOT NULL, charged_for TEXT NOT NULL, key TEXT NOT NULL,
            accounts TEXT NOT NULL, deployment TEXT NOT NULL, amount_p INTEGER NOT NULL,
            released_p INTEGER NOT NULL, prices_unpriced INTEGER NOT NULL, note TEXT NOT NULL,
            at_ms INTEGER NOT NULL, lines TEXT
          ) STRICT
          """,
          "CREATE INDEX correction_of ON correction (corrects)",
          """
          CREATE TABLE purchase (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, commitment TEXT NOT NULL,
            provider TEXT NOT NULL, amount_p INTEGER NOT NULL, note TEXT NOT NULL,
            at_ms INTEGER NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE capacity_hour (
            seq INTEGER PRIMARY KEY, pool TEXT NOT NULL, hour TEXT NOT NULL,
            cost_p INTEGER NOT NULL, absorbed_p INTEGER NOT NULL, UNIQUE (pool, hour)
          ) STRICT
          """,
          """
          CREATE TABLE period (
            seq INTEGER PRIMARY KEY, name TEXT NOT NULL, end_at TEXT NOT NULL,
            last_seq INTEGER NOT NULL, root_hash TEXT NOT NULL, spent_pico TEXT NOT NULL,
            report_hash TEXT NOT NULL, at_ms INTEGER NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE price_book (
            seq INTEGER PRIMARY KEY, book TEXT NOT NULL, deployments INTEGER NOT NULL,
            source TEXT, at_ms INTEGER NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE payer (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL, accounts TEXT NOT NULL,
            policy TEXT NOT NULL, purpose TEXT NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE sku (
            id INTEGER PRIMARY KEY, deployment TEXT NOT NULL, class TEXT NOT NULL,
            served_model TEXT NOT NULL, tier TEXT NOT NULL, region TEXT NOT NULL,
            meter TEXT NOT NULL, price_version TEXT NOT NULL, unit_price_p INTEGER NOT NULL,
            list_times INTEGER NOT NULL, list_over INTEGER NOT NULL, times INTEGER NOT NULL,
            over INTEGER NOT NULL, currency TEXT NOT NULL, usd_times INTEGER NOT NULL,
            usd_over INTEGER NOT NULL, paid_from TEXT NOT NULL, quality TEXT NOT NULL
          ) STRICT
          """);

  /** Tables whose rows are written once. */
  private static final List<String> IMMUTABLE =
      List.of("judgement", "outcome", "correction", "purchase", "capacity_hour", "period");

  private StoreSchema() {}

  /** Makes the tables where there are none, in one transaction. */
  static void create(Connection connection) throws SQLException {
    int found = version(connection);
    refuseOther(found != 0 && found != VERSION, found);
    if (found == VERSION) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements()) {
        statement.executeUpdate(sql);
      }
      statement.executeUpdate("PRAGMA user_version = " + VERSION);
    }
    connection.commit();
  }

  private static List<String> statements() {
    List<String> statements = new ArrayList<>(TABLES);
    for (Rollup rollup : Rollup.values()) {
      statements.add(rollup.create());
    }
    statements.addAll(StoreViews.statements());
    for (String table : IMMUTABLE) {
      for (String change : List.of("UPDATE", "DELETE")) {
        statements.add(
            """
            CREATE TRIGGER %1$s_no_%2$s BEFORE %2$s ON %1$s
            BEGIN SELECT RAISE(ABORT, 'rows of %1$s are written once'); END
            """
                .formatted(table, change));
      }
    }
    return statements;
  }

  /** Refuses a store that this program cannot read. */
  static void check(Connection connection) throws SQLException {
    int found = version(connection);
    refuseOther(found != VERSION, found);
  }

  private static void refuseOther(boolean other, int found) {
    if (other) {
      throw LedgerException.unusable(
          "The store has version "
              + found
              + "; this program has version "
              + VERSION
              + ". Run `tollgate ledger rebuild` to make the store again from the journal.");
    }
  }

  /** The version of the tables; 0 where there are none. */
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
