package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of the store, by version ({@code PRAGMA user_version}).
 *
 * <p>All are STRICT: an integer that overflowed would otherwise silently become a floating-point
 * number. Amounts named {@code _p} are pico-dollars. A sum of amounts has two columns, {@code
 * amount_usd} and {@code amount_pico}, see {@link SplitAmount}. Where there is no price an amount
 * is NULL.
 */
final class StoreSchema {

  static final int VERSION = 3;

  /** Statements that lead from version {@code index} to the next. */
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              """
              CREATE TABLE checkpoint (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                seq INTEGER NOT NULL, hash TEXT NOT NULL, segment INTEGER NOT NULL,
                offset INTEGER NOT NULL, line INTEGER NOT NULL, closed INTEGER NOT NULL
              ) STRICT
              """,
              """
              CREATE TABLE entry (
                seq INTEGER PRIMARY KEY, type TEXT NOT NULL, at_ms INTEGER NOT NULL,
                hold_seq INTEGER NOT NULL, attempt INTEGER
              ) STRICT
              """,
              """
              CREATE TABLE hold (
                seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
                policy TEXT NOT NULL, rule TEXT NOT NULL, requested_model TEXT NOT NULL,
                stream INTEGER NOT NULL, amount_p INTEGER, opened_ms INTEGER NOT NULL,
                resolved_seq INTEGER
              ) STRICT
              """,
              "CREATE INDEX hold_request ON hold (request)",
              "CREATE INDEX hold_open ON hold (seq) WHERE resolved_seq IS NULL",
              """
              CREATE TABLE attempt (
                seq INTEGER PRIMARY KEY, hold_seq INTEGER NOT NULL, attempt INTEGER NOT NULL,
                deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
                reason TEXT NOT NULL, estimated_p INTEGER, dispatched_ms INTEGER NOT NULL,
                ended_seq INTEGER, ended_ms INTEGER,
                state TEXT NOT NULL CHECK (state IN ('OPEN', 'SETTLE', 'VOID', 'EXPIRE_ESTIMATE')),
                outcome TEXT, status INTEGER, served_model TEXT, provider_request TEXT,
                quality TEXT NOT NULL,
                in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
                in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
                in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
                out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
                out_other INTEGER NOT NULL,
                amount_p INTEGER, price_version TEXT, ttft_ms INTEGER, total_ms INTEGER,
                UNIQUE (hold_seq, attempt)
              ) STRICT
              """,
              """
              CREATE TABLE line (
                seq INTEGER NOT NULL, n INTEGER NOT NULL, meter TEXT NOT NULL,
                quantity INTEGER NOT NULL, unit_price_p INTEGER NOT NULL, times INTEGER NOT NULL,
                over INTEGER NOT NULL, amount_p INTEGER NOT NULL,
                PRIMARY KEY (seq, n)
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
              CREATE TABLE posting (
                seq INTEGER NOT NULL, n INTEGER NOT NULL, account_id INTEGER NOT NULL,
                amount_p INTEGER, currency TEXT NOT NULL,
                PRIMARY KEY (seq, n)
              ) STRICT, WITHOUT ROWID
              """,
              """
              CREATE TABLE rollup_hour (
                hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
                deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
                usage_quality TEXT NOT NULL, priced INTEGER NOT NULL,
                requests INTEGER NOT NULL, attempts INTEGER NOT NULL, voided INTEGER NOT NULL,
                in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
                in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
                in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
                out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
                out_other INTEGER NOT NULL,
                amount_usd INTEGER, amount_pico INTEGER,
                PRIMARY KEY (hour, key, policy, deployment, class, usage_quality, priced)
              ) STRICT, WITHOUT ROWID
              """,
              """
              CREATE TRIGGER entry_is_not_edited BEFORE UPDATE ON entry
              BEGIN SELECT RAISE(ABORT, 'entries are never edited'); END
              """,
              """
              CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
              BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END
              """,
              """
              CREATE TRIGGER line_is_not_edited BEFORE UPDATE ON line
              BEGIN SELECT RAISE(ABORT, 'lines are never edited'); END
              """,
              """
              CREATE TRIGGER line_is_not_deleted BEFORE DELETE ON line
              BEGIN SELECT RAISE(ABORT, 'lines are never deleted'); END
              """,
              """
              CREATE TRIGGER posting_is_not_edited BEFORE UPDATE ON posting
              BEGIN SELECT RAISE(ABORT, 'postings are never edited'); END
              """,
              """
              CREATE TRIGGER posting_is_not_deleted BEFORE DELETE ON posting
              BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END
              """),
          // What was there before was served, straight, without a quality budget.
          List.of(
              """
              ALTER TABLE hold ADD COLUMN purpose TEXT NOT NULL DEFAULT 'serve'
                CHECK (purpose IN ('serve', 'measurement'))
              """,
              "ALTER TABLE hold ADD COLUMN tactic TEXT NOT NULL DEFAULT 'straight'",
              "ALTER TABLE hold ADD COLUMN reference TEXT",
              "ALTER TABLE hold ADD COLUMN reference_p INTEGER",
              "ALTER TABLE hold ADD COLUMN loss_ppm INTEGER",
              "ALTER TABLE hold ADD COLUMN shadow_p INTEGER",
              "ALTER TABLE hold ADD COLUMN propensity_ppm INTEGER",
              // The purpose is part of the primary key, which can only be made with its table.
              "ALTER TABLE rollup_hour RENAME TO rollup_hour_1",
              """
              CREATE TABLE rollup_hour (
                hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
                deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
                usage_quality TEXT NOT NULL,
                purpose TEXT NOT NULL CHECK (purpose IN ('serve', 'measurement')),
                priced INTEGER NOT NULL,
                requests INTEGER NOT NULL, attempts INTEGER NOT NULL, voided INTEGER NOT NULL,
                in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
                in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
                in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
                out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
                out_other INTEGER NOT NULL,
                amount_usd INTEGER, amount_pico INTEGER,
                PRIMARY KEY (
                  hour, key, policy, deployment, class, usage_quality, purpose, priced)
              ) STRICT, WITHOUT ROWID
              """,
              """
              INSERT INTO rollup_hour
              SELECT hour, key, policy, deployment, provider, class, usage_quality, 'serve',
                priced, requests, attempts, voided, in_uncached, in_cache_read,
                in_cache_write_5m, in_cache_write_1h, in_cache_write_other, in_tool,
                out_visible, out_reasoning, out_other, amount_usd, amount_pico
              FROM rollup_hour_1
              """,
              "DROP TABLE rollup_hour_1",
              """
              CREATE TABLE rollup_memo (
                hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
                deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
                requests INTEGER NOT NULL, displaced INTEGER NOT NULL,
                unpriced INTEGER NOT NULL, loss_ppm INTEGER NOT NULL,
                reference_usd INTEGER NOT NULL, reference_pico INTEGER NOT NULL,
                spent_usd INTEGER NOT NULL, spent_pico INTEGER NOT NULL,
                PRIMARY KEY (hour, key, policy, deployment, class)
              ) STRICT, WITHOUT ROWID
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
              CREATE TABLE rollup_judged (
                hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
                deployment TEXT NOT NULL, provider TEXT NOT NULL, source TEXT NOT NULL,
                judged INTEGER NOT NULL, weight INTEGER NOT NULL,
                score_weighted INTEGER NOT NULL, paired INTEGER NOT NULL,
                paired_weight INTEGER NOT NULL, loss_weighted INTEGER NOT NULL,
                loss_squares INTEGER NOT NULL,
                PRIMARY KEY (hour, key, policy, deployment, source)
              ) STRICT, WITHOUT ROWID
              """,
              """
              CREATE TRIGGER judgement_is_not_edited BEFORE UPDATE ON judgement
              BEGIN SELECT RAISE(ABORT, 'judgements are never edited'); END
              """,
              """
              CREATE TRIGGER judgement_is_not_deleted BEFORE DELETE ON judgement
              BEGIN SELECT RAISE(ABORT, 'judgements are never deleted'); END
              """),
          // What was there before was charged to no account; names are joined by one space.
          List.of(
              "ALTER TABLE hold ADD COLUMN accounts TEXT NOT NULL DEFAULT ''",
              """
              CREATE TABLE rollup_charge (
                account TEXT NOT NULL, quarter TEXT NOT NULL,
                attempts INTEGER NOT NULL, unpriced INTEGER NOT NULL,
                amount_usd INTEGER NOT NULL, amount_pico INTEGER NOT NULL,
                PRIMARY KEY (account, quarter)
              ) STRICT, WITHOUT ROWID
              """));

  private StoreSchema() {}

  /** Brings the tables to this version, in one transaction. */
  static void migrate(Connection connection) throws SQLException {
    int found = version(connection);
    refuseOther(found > VERSION, found);
    try (Statement statement = connection.createStatement()) {
      for (List<String> step : STEPS.subList(found, VERSION)) {
        for (String sql : step) {
          statement.executeUpdate(sql);
        }
      }
      if (found < VERSION) {
        statement.executeUpdate("PRAGMA user_version = " + VERSION);
      }
    }
    connection.commit();
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

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
