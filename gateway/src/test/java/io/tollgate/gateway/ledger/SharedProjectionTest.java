package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.gateway.focus.ExportOptions;
import io.tollgate.gateway.focus.ExportSummary;
import io.tollgate.gateway.focus.FileFormat;
import io.tollgate.gateway.focus.FocusExport;
import io.tollgate.gateway.focus.FocusVersion;
import io.tollgate.gateway.store.NodeIdentity;
import io.tollgate.gateway.store.Postgres;
import io.tollgate.gateway.store.StoreSettings;
import io.tollgate.policies.money.Ratio;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SharedProjectionTest {

  private static final LocalDate FROM = LocalDate.parse("2026-11-01");
  private static final LocalDate TO = LocalDate.parse("2026-12-01");
  private static final NodeIdentity ONE = SharedStores.node(1);
  private static final NodeIdentity TWO = SharedStores.node(2);

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private Path one;
  private Path two;
  private StoreSettings store;

  @BeforeEach
  void open() throws SQLException {
    one = directory.resolve("one");
    two = directory.resolve("two");
    store = Postgres.database();
  }

  /**
   * All that the embedded store of a node holds is in the shared one, and nothing else of it but
   * the requests that have ended, which the embedded one leaves to the journal.
   */
  private void assertSame(String what, NodeIdentity node, Path own) throws SQLException {
    String nodes = "node = '" + node.id() + "'";
    for (String table : SharedStores.tables(own)) {
      String columns = SharedStores.columns(own, table);
      String open =
          switch (table) {
            case "hold" -> " AND resolved_seq IS NULL";
            case "attempt" ->
                " AND hold_seq IN (SELECT seq FROM hold WHERE resolved_seq IS NULL AND "
                    + nodes
                    + ")";
            default -> "";
          };
      assertThat(
              SharedStores.rows(
                  store, "SELECT %s FROM %s WHERE %s%s".formatted(columns, table, nodes, open)))
          .as("%s, table %s", what, table)
          .isEqualTo(SharedStores.rows(own, "SELECT %s FROM %s".formatted(columns, table)));
    }
    assertSameAttempts(what, nodes, own);
  }

  private void assertSameAttempts(String what, String nodes, Path own) throws SQLException {
    List<String> expected = new ArrayList<>();
    try (LedgerReport report = LedgerReport.open(own)) {
      report.attempts(row ->
          expected.add(
              "|%s|%s|%d|%s|%s|%s|%d|%s|%s|%s|%d|%d"
                  .formatted(
                      row.request(),
                      row.requestResolved() ? "t" : "f",
                      row.attempt(),
                      row.deployment(),
                      row.state(),
                      row.outcome(),
                      row.status(),
                      row.quality(),
                      row.amount() == null ? null : row.amount().pico(),
                      row.priceVersion(),
                      row.usage().totalInput(),
                      row.usage().totalOutput())
                  .replace('\0', '\uFFFD')));
    }
    expected.sort(null);
    assertThat(
            SharedStores.rows(
                store,
                """
                SELECT h.request, h.resolved_seq IS NOT NULL, a.attempt, a.deployment, a.state,
                  a.outcome, coalesce(a.status, 0), a.quality, a.amount_p, a.price_version,
                  a.in_uncached + a.in_cache_read + a.in_cache_write_5m + a.in_cache_write_1h
                    + a.in_cache_write_other + a.in_tool,
                  a.out_visible + a.out_reasoning + a.out_other
                FROM attempt a JOIN hold h ON h.node = a.node AND h.day = a.day AND h.seq = a.hold_seq
                WHERE a.%s
                """
                    .formatted(nodes)))
        .as("%s, attempts", what)
        .isEqualTo(expected);
  }

  @Test
  void two_nodes_have_all_that_their_own_stores_have_and_reports_are_the_sum() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      store = Postgres.database();
      Path first = directory.resolve("first-" + seed);
      Path second = directory.resolve("second-" + seed);
      SplittableRandom random = new SplittableRandom(seed);
      SharedStores.live(first, new Lives(random.split(), "a-"), 500);
      SharedStores.live(second, new Lives(random.split(), "b-"), 400);
      SharedStores.project(store, ONE, first);
      SharedStores.project(store, TWO, second);
      assertSame("seed " + seed, ONE, first);
      assertSame("seed " + seed, TWO, second);
      assertReportsAddUp("seed " + seed, first, second);
      assertSpendAddsUp("seed " + seed, first, second);
    }
  }

  private void assertReportsAddUp(String what, Path first, Path second) {
    try (FinanceReport shared = FinanceReport.open(store);
        FinanceReport a = FinanceReport.open(first);
        FinanceReport b = FinanceReport.open(second)) {
      for (FinanceReport.By by : FinanceReport.By.values()) {
        assertThat(amount(shared, by))
            .as("%s by %s", what, by)
            .isEqualByComparingTo(amount(a, by).add(amount(b, by)));
        if (by != FinanceReport.By.CLASS) {
          assertThat(tax(shared, by))
              .as("%s by %s", what, by)
              .isEqualByComparingTo(tax(a, by).add(tax(b, by)));
        }
      }
      assertThat(shared.accounts(""))
          .as(what)
          .containsAll(a.accounts(""))
          .containsAll(b.accounts(""));
      assertThat(lines(shared))
          .as(what)
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      lines(a).stream().map(line -> SharedStores.of(ONE, line)),
                      lines(b).stream().map(line -> SharedStores.of(TWO, line)))
                  .toList());
      assertThat(lines(shared))
          .as(what)
          .extracting(ChargeLine::currency, ChargeLine::usdPerUnit)
          .contains(tuple("CNY", new Ratio(139, 1000)), tuple("USD", Ratio.ONE));
      assertThat(shared.nodeHashes())
          .as(what)
          .isEqualTo(Map.of(ONE.id().toString(), a.rootHash(), TWO.id().toString(), b.rootHash()));
      assertThat(shared.rootHash()).as(what).hasSize(64).isNotEqualTo(a.rootHash());
      assertThat(shared.spend("team:", FinanceReport.By.DEPLOYMENT, FROM, TO)).isNotEmpty();
    }
  }

  private static BigDecimal amount(FinanceReport report, FinanceReport.By by) {
    return report.spendOf(FinanceReport.EVERYTHING, by, FROM, TO).stream()
        .map(row -> row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal tax(FinanceReport report, FinanceReport.By by) {
    return report.tax(FinanceReport.EVERYTHING, by, FROM, TO).stream()
        .map(TaxRow::totalUsd)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<ChargeLine> lines(FinanceReport report) {
    try (Stream<ChargeLine> lines = report.lines(FROM, TO)) {
      return lines.toList();
    }
  }

  private void assertSpendAddsUp(String what, Path first, Path second) {
    try (SpendReport shared = SpendReport.open(store);
        SpendReport a = SpendReport.open(first);
        SpendReport b = SpendReport.open(second)) {
      for (LedgerReport.By by : LedgerReport.By.values()) {
        Map<String, BigDecimal> sums = new HashMap<>();
        Stream.concat(a.spend(by).stream(), b.spend(by).stream())
            .forEach(row -> sums.merge(row.name(), amount(row), BigDecimal::add));
        assertThat(shared.spend(by)).as("%s by %s", what, by).hasSize(sums.size());
        for (SpendRow row : shared.spend(by)) {
          assertThat(amount(row))
              .as("%s by %s, %s", what, by, row.name())
              .isEqualByComparingTo(sums.getOrDefault(row.name(), BigDecimal.TEN));
        }
      }
      SpendRow total = shared.total();
      assertThat(total.requests()).isEqualTo(a.total().requests() + b.total().requests());
      assertThat(total.unpricedTokens())
          .isEqualTo(a.total().unpricedTokens() + b.total().unpricedTokens());
      assertThat(total.quality().requests())
          .isEqualTo(a.total().quality().requests() + b.total().quality().requests())
          .isPositive();
      assertThat(total.quality().judged())
          .isEqualTo(a.total().quality().judged() + b.total().quality().judged())
          .isPositive();
      assertThat(shared.charges().stream().mapToLong(ChargeRow::attempts).sum())
          .isEqualTo(
              Stream.concat(a.charges().stream(), b.charges().stream())
                  .mapToLong(ChargeRow::attempts)
                  .sum())
          .isPositive();
    }
  }

  private static BigDecimal amount(SpendRow row) {
    return row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd();
  }

  /** Both journals have the same records, so that nothing but the node tells their rows apart. */
  @Test
  void rows_of_an_export_over_nodes_say_whose_they_are_and_come_to_the_sum() throws Exception {
    SharedStores.live(one, new Lives(new SplittableRandom(5), "r"), 300);
    Ledgers.copy(one, two);
    SharedStores.project(store, ONE, one);
    SharedStores.project(store, TWO, two);
    ExportSummary own;
    ExportSummary both;
    try (FinanceReport alone = FinanceReport.open(one);
        FinanceReport shared = FinanceReport.open(store)) {
      own = export(alone, directory.resolve("own.csv"));
      both = export(shared, directory.resolve("both.csv"));
    }
    own.totals()
        .forEach((column, total) ->
            assertThat(both.totals().get(column))
                .as(column)
                .isEqualByComparingTo(total.add(total)));
    assertThat(both.rows()).isEqualTo(2 * own.rows());
    List<String> rows = Files.readAllLines(directory.resolve("both.csv"));
    assertThat(rows).doesNotHaveDuplicates();
    for (NodeIdentity node : List.of(ONE, TWO)) {
      assertThat(rows.stream().filter(row -> row.contains("," + node.id() + ",")))
          .hasSize((int) own.rows());
    }
    JsonNode ledger =
        JsonMapper.shared()
            .readTree(Files.readString(directory.resolve("both.csv.manifest.json")))
            .at("/ledger");
    assertThat(ledger.has("firstSeq")).isFalse();
    assertThat(ledger.at("/nodes").valueStream())
        .extracting(
            node -> node.at("/node").asString(),
            node -> node.at("/firstSeq").asLong(),
            node -> node.at("/lastSeq").asLong(),
            node -> node.at("/hash").asString())
        .containsExactly(
            tuple(ONE.id().toString(), own.firstSeq(), own.lastSeq(), own.rootHash()),
            tuple(TWO.id().toString(), own.firstSeq(), own.lastSeq(), own.rootHash()));
  }

  private ExportSummary export(FinanceReport report, Path target) throws IOException {
    try (Stream<ChargeLine> lines = report.lines(FROM, TO)) {
      return FocusExport.export(
          lines.iterator(),
          new ExportOptions(
              FocusVersion.V1_4,
              FileFormat.CSV,
              FROM,
              TO,
              report.rootHash(),
              report.nodeHashes(),
              Map.of(),
              "USD",
              ExportOptions.DEFAULT_ACCOUNT,
              ExportOptions.DEFAULT_SUB_ACCOUNTS,
              Set.of(),
              SharedStores.CLOCK.instant(),
              directory),
          target);
    }
  }

  @Test
  void whatever_breaks_in_the_middle_nothing_is_lost_and_nothing_is_there_twice() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    Lives lives = new Lives(random.split(), "r");
    for (int round = 0; round < 12; round++) {
      SharedStores.live(one, lives, 1 + random.nextInt(60));
      switch (random.nextInt(4)) {
        case 0 -> failsHalfWay();
        case 1 -> commitsWithoutAnAnswer();
        case 2 -> isOvertaken();
        default -> SharedStores.project(store, ONE, one);
      }
    }
    SharedStores.project(store, ONE, one);
    assertSame("in the end", ONE, one);
  }

  /** Rows of entries are in by then, those of rollups are not. */
  private void failsHalfWay() throws Exception {
    SharedStores.execute(
        store, "ALTER TABLE rollup_hour ADD CONSTRAINT broken CHECK (false) NOT VALID");
    try (Projection projection = SharedStores.open(store, ONE, one)) {
      assertThatThrownBy(projection::projectAll).isInstanceOf(SQLException.class);
    } finally {
      SharedStores.execute(store, "ALTER TABLE rollup_hour DROP CONSTRAINT broken");
    }
  }

  /** What was committed is known to the store alone, as when the answer is lost. */
  private void commitsWithoutAnAnswer() throws Exception {
    SharedStores.open(store, ONE, one).projectBatch();
  }

  /** A process that was taken for dead goes on beside the one in its place. */
  private void isOvertaken() throws Exception {
    try (Projection old = SharedStores.open(store, ONE, one)) {
      SharedStores.project(store, ONE, one);
      assertThatThrownBy(old::projectBatch)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void a_journal_that_lost_its_end_has_its_rows_made_anew() throws Exception {
    SharedStores.live(one, new Lives(new SplittableRandom(1), "r"), 80);
    SharedStores.live(two, new Lives(new SplittableRandom(2), "s"), 50);
    SharedStores.project(store, ONE, one);
    SharedStores.project(store, TWO, two);
    Path other = directory.resolve("other");
    SharedStores.live(other, new Lives(new SplittableRandom(3), "t"), 60);

    SharedStores.project(store, ONE, other);

    assertSame("after the loss", ONE, other);
    assertSame("the neighbour", TWO, two);
  }

  @Test
  void rows_of_a_newer_program_are_left_alone() throws Exception {
    SharedStores.live(one, new Lives(new SplittableRandom(1), "r"), 20);
    SharedStores.project(store, ONE, one);
    SharedStores.execute(store, "UPDATE node SET version = 99");
    assertThatThrownBy(() -> SharedStores.project(store, ONE, one))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("newer program");
    SharedStores.execute(store, "UPDATE node SET version = 1");
    SharedStores.project(store, ONE, one);
    assertSame("of an older one", ONE, one);
  }

  @Test
  void a_text_with_a_nul_or_half_a_character_stops_nothing() throws Exception {
    Entry.Reserve sample = Samples.reserve("r", null);
    try (Ledger ledger = Ledgers.open(one)) {
      Ledgers.append(
              ledger,
              new Entry.Reserve(
                  sample.at(), "r", "key1", "default", "rule1", "a\0b\ud800c", true, null))
          .await();
    }
    SharedStores.project(store, ONE, one);
    assertThat(SharedStores.rows(store, "SELECT requested_model FROM hold"))
        .singleElement()
        .asString()
        .startsWith("|a\uFFFDb");
  }

  @Test
  void a_store_without_ledgers_says_what_to_do() {
    assertThatThrownBy(() -> FinanceReport.open(store))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger: shared");
  }

  @Test
  void a_running_ledger_goes_on_without_the_store_and_catches_up_after_a_cut() throws Exception {
    Lives lives = new Lives(new SplittableRandom(5), "r");
    StoreSettings nobody =
        new StoreSettings("postgresql://127.0.0.1:1/none", "u", null, StoreSettings.EXPIRY);
    try (Ledger ledger = Ledgers.open(one);
        SharedLedger away = share(ledger, nobody);
        SharedLedger shared = share(ledger, store)) {
      append(ledger, lives);
      assertThat(shared.await()).isTrue();
      SharedStores.execute(
          store,
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'tollgate ledger' AND datname = current_database()
          """);
      append(ledger, lives);
      for (int tries = 0; tries < 20 && shared.lag() > 0; tries++) {
        shared.await();
      }
      assertThat(ledger.awaitStore()).isTrue();
      assertThat(away.await()).isFalse();
      assertThat(away.problem()).contains("cannot be written");
      append(ledger, lives);
    }
    assertSame("the last records as well", ONE, one);
  }

  private SharedLedger share(Ledger ledger, StoreSettings settings) {
    return SharedLedger.start(ledger, one, settings, null, ONE, SharedStores.CLOCK);
  }

  private static void append(Ledger ledger, Lives lives) {
    for (int i = 0; i < 30; i++) {
      Ledgers.append(ledger, lives.next()).await();
    }
  }
}
