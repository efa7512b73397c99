package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.store.Postgres;
import io.tollgate.gateway.store.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedRetentionTest {

  private static final LocalDate DAY = LocalDate.parse("2026-11-21");

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private StoreSettings store;

  /**
   * A request on each of four days, of which that of the second is still open, and two odd ones.
   */
  @BeforeEach
  void fill() throws Exception {
    store = Postgres.database();
    List<Entry> entries = new ArrayList<>();
    for (int day = -2; day <= 1; day++) {
      request(entries, "r" + day, day, day == -1);
    }
    request(entries, "long-ago", -1_000, false);
    request(entries, "in-the-future", 300, false);
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, entries).await();
    }
    // The opening afterwards would resolve what is open: only the shared store reads on.
    SharedStores.project(store, SharedStores.node(1), directory);
  }

  private static void request(List<Entry> entries, String request, int day, boolean open) {
    Instant at = Samples.NOON.plus(Duration.ofDays(day));
    entries.add(Samples.charged(Samples.reserve(request, null), at, Samples.ACCOUNTS));
    if (!open) {
      entries.add(
          new Entry.Dispatch(
              at,
              request,
              1,
              "openai/gpt-6-sol",
              "frontier",
              Samples.settle(request, 1, true).usage(),
              null,
              "x"));
      Entry.Settle settle = Samples.settle(request, 1, true);
      entries.add(
          new Entry.Settle(
              at.plus(Duration.ofHours(13)),
              request,
              1,
              true,
              settle.outcome(),
              settle.service(),
              settle.usage(),
              settle.quality(),
              settle.bill(),
              1,
              2));
    }
  }

  private List<LocalDate> days() throws SQLException {
    try (Connection connection = new SharedConnections(store).openForWriting();
        Statement statement = connection.createStatement()) {
      return SharedPartitions.days(statement);
    }
  }

  private List<String> holds() throws SQLException {
    return SharedStores.rows(store, "SELECT request FROM hold");
  }

  private Map<String, List<String>> kept() throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : SharedProjection.tables()) {
      if (!SharedPartitions.TABLES.contains(table)) {
        rows.put(table, SharedStores.rows(store, "SELECT * FROM " + table));
      }
    }
    return rows;
  }

  private void upkeep(LocalDate today) throws SQLException {
    SharedLedger.upkeep(
        new SharedConnections(store),
        Duration.ofDays(1),
        InstantSource.fixed(today.atTime(5, 0).toInstant(ZoneOffset.UTC)));
  }

  @Test
  void parts_are_made_for_the_days_of_rows_and_ahead_and_what_is_odd_stands_in_the_default()
      throws Exception {
    assertThat(days()).first().isEqualTo(DAY.minusDays(2));
    assertThat(days()).last().isEqualTo(DAY.plusDays(3));
    assertThat(SharedStores.rows(store, "SELECT request FROM hold_default"))
        .containsExactly("|in-the-future", "|long-ago");
    upkeep(DAY.plusDays(3));
    assertThat(days()).last().isEqualTo(DAY.plusDays(5));
  }

  @Test
  void whole_days_are_dropped_but_none_with_an_open_hold_and_no_sum_changes() throws Exception {
    Map<String, List<String>> before = kept();

    upkeep(DAY.plusDays(1));

    assertThat(holds()).containsExactly("|in-the-future", "|r-1", "|r0", "|r1");
    assertThat(days()).first().isEqualTo(DAY.minusDays(1));
    assertThat(SharedStores.rows(store, "SELECT DISTINCT hold_seq FROM attempt")).hasSize(3);
    assertThat(kept()).isEqualTo(before);
    assertThat(before.get("rollup_day")).isNotEmpty();
  }

  @Test
  void one_node_at_a_time_drops_days() throws Exception {
    try (Connection other = SharedStores.connect(store);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(" + SharedPartitions.TURN + ")");
      try (Connection connection = new SharedConnections(store).openForWriting()) {
        assertThat(SharedRetention.drop(connection, DAY.plusDays(9))).isEmpty();
      }
    }
    assertThat(holds()).hasSize(6);
  }

  @Test
  void a_node_that_was_away_for_long_books_days_that_are_gone_and_they_go_again() throws Exception {
    upkeep(DAY.plusDays(1));
    Path late = directory.resolve("late");
    List<Entry> entries = new ArrayList<>();
    request(entries, "late", -2, false);
    try (Ledger ledger = Ledgers.open(late)) {
      Ledgers.append(ledger, entries).await();
    }
    SharedStores.project(store, SharedStores.node(2), late);
    assertThat(holds()).contains("|late");
    Map<String, List<String>> before = kept();

    upkeep(DAY.plusDays(1));

    assertThat(holds()).doesNotContain("|late");
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  void the_end_of_an_attempt_looks_into_one_part_alone() throws Exception {
    String plan =
        String.join(
            "\n",
            SharedStores.rows(
                store,
                "EXPLAIN UPDATE attempt SET state = 'VOID' WHERE seq = 3 AND node = '"
                    + SharedStores.node(1).id()
                    + "' AND day = '2026-11-21'"));
    assertThat(plan).contains("attempt_20261121").doesNotContain("attempt_20261120", "default");
  }
}
