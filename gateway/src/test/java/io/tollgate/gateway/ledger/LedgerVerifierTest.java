package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerVerifierTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void fill(int groups) {
    Lives lives = new Lives(new SplittableRandom(3), "r");
    try (Ledger ledger = Ledgers.open(directory)) {
      for (int i = 0; i < groups; i++) {
        Ledgers.append(ledger, lives.next()).await();
      }
    }
  }

  private BadRecord badRecord(String what) {
    return Objects.requireNonNull(Ledgers.verify(directory).bad(), what);
  }

  @Test
  void row_59_a_flipped_bit_in_any_byte_of_a_closed_segment_is_found_and_its_record_named()
      throws Exception {
    Ledgers.write(directory, 2_000, Samples.everyType());
    Path first = Ledgers.segment(directory, 1);
    assertThat(Ledgers.segment(directory, 2)).exists();
    byte[] good = Files.readAllBytes(first);
    int line = 1;
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      Files.write(first, bad);

      BadRecord found = badRecord("byte " + i);

      assertThat(found.segment()).isEqualTo("segment-00000001.journal");
      assertThat(found.line()).as("byte %d", i).isEqualTo(line);
      assertThat(found.seq()).as("byte %d", i).isEqualTo(line);
      line += good[i] == '\n' ? 1 : 0;
    }
    Files.write(first, good);
    assertThat(Ledgers.verify(directory).bad()).isNull();
  }

  @Test
  void a_closed_segment_cut_at_any_byte_is_found() throws Exception {
    Ledgers.write(directory, 2_000, Samples.everyType());
    Path first = Ledgers.segment(directory, 1);
    byte[] good = Files.readAllBytes(first);
    for (int length = 0; length < good.length; length += 7) {
      Files.write(first, Arrays.copyOf(good, length));
      assertThat(Ledgers.verify(directory).bad()).as("length %d", length).isNotNull();
    }
  }

  @Test
  void a_record_taken_out_or_put_elsewhere_is_found() throws Exception {
    Ledgers.write(directory, 1 << 20, Samples.everyType());
    Path segment = Ledgers.segment(directory, 1);
    List<String> good = Files.readAllLines(segment);
    List<String> without = new ArrayList<>(good);
    without.remove(5);
    Files.write(segment, without);
    assertThat(Ledgers.verify(directory).bad()).extracting(BadRecord::line).isEqualTo(6L);
    List<String> swapped = new ArrayList<>(good);
    swapped.set(5, good.get(6));
    swapped.set(6, good.get(5));
    Files.write(segment, swapped);
    assertThat(Ledgers.verify(directory).bad()).extracting(BadRecord::line).isEqualTo(6L);
  }

  @Test
  void a_missing_segment_is_found() throws Exception {
    Ledgers.write(directory, 1_500, Samples.everyType());
    Files.move(Ledgers.segment(directory, 2), directory.resolve("elsewhere"));
    BadRecord found = badRecord("missing segment");
    assertThat(found.segment()).isEqualTo("segment-00000002.journal");
    assertThat(found.problem()).contains("missing");
    Files.delete(Ledgers.segment(directory, 1));
    assertThat(Ledgers.verify(directory).bad())
        .extracting(BadRecord::segment)
        .isEqualTo("segment-00000001.journal");
  }

  /** A journal with a perfect chain, in which a writer without a gate wrote what it liked. */
  private BadRecord verdictOn(Entry... entries) throws Exception {
    Path own = Files.createTempDirectory(directory, "own");
    Ledgers.write(own, 1 << 20, List.of(entries));
    BadRecord bad = Objects.requireNonNull(Ledgers.verify(own).bad());
    assertThat(bad.seq()).isEqualTo(entries.length + 2L);
    assertThat(bad.line()).isEqualTo(entries.length + 2L);
    return bad;
  }

  @Test
  void what_contradicts_the_books_is_found_though_the_chain_is_whole() throws Exception {
    Entry reserve = Samples.reserve("r");
    Entry dispatch = Samples.dispatch("r", 1);
    Entry settle = Samples.settle("r", 1, true);
    assertThat(verdictOn(reserve, dispatch, settle, settle).problem()).contains("not open");
    assertThat(verdictOn(reserve, dispatch, Samples.settle("r", 1, false), settle).problem())
        .contains("already ended");
    assertThat(verdictOn(reserve, reserve).problem()).contains("already open");
    assertThat(verdictOn(dispatch).problem()).contains("not open");
    assertThat(verdictOn(reserve, dispatch, billed(2_000, 1_999, 1_999)).problem())
        .contains("billed as 1999");
    assertThat(verdictOn(reserve, dispatch, billed(2_000, 2_000, 2_001)).problem())
        .contains("sum of its lines 2000");
  }

  private void close(Path own, long lastSeq, String rootHash) throws Exception {
    LedgerPeriod period = LedgerPeriod.parse("2026-11");
    BookEntry.PeriodClosed right = BooksWalk.of(own).closing(period, period.end());
    Ledgers.write(
        own,
        1_500,
        List.of(
            new BookEntry.PeriodClosed(
                right.at(),
                right.period(),
                right.end(),
                lastSeq,
                rootHash,
                right.spentPico(),
                right.reportHash())));
  }

  @Test
  void a_month_that_was_closed_with_another_hash_than_that_of_its_last_record_is_found()
      throws Exception {
    Path good = Files.createDirectory(directory.resolve("good"));
    List<Entry> entries =
        Samples.everyType().stream()
            .filter(entry -> !(entry instanceof BookEntry.PeriodClosed))
            .toList();
    Ledgers.write(good, 1_500, entries);
    assertThat(Ledgers.segment(good, 4)).exists();
    Position end = BooksWalk.of(good).end;
    List<String> hashes = new ArrayList<>(List.of(HashChain.ZEROS));
    for (int i = 1; i <= end.segment(); i++) {
      for (String line : Files.readAllLines(Ledgers.segment(good, i))) {
        hashes.add(line.substring(0, HashChain.HEX_CHARS));
      }
    }
    assertThat(hashes).hasSize((int) end.seq() + 1);

    for (int seq = 0; seq < hashes.size(); seq++) {
      Path own = directory.resolve("closed-at-" + seq);
      Ledgers.copy(good, own);
      close(own, seq, hashes.get(seq));
      assertThat(Ledgers.verify(own).bad()).as("record %d", seq).isNull();

      Path wrong = directory.resolve("wrong-at-" + seq);
      Ledgers.copy(good, wrong);
      close(wrong, seq, hashes.get(seq == 0 ? 1 : seq - 1));
      BadRecord bad = Objects.requireNonNull(Ledgers.verify(wrong).bad(), "record " + seq);
      assertThat(bad.seq()).isGreaterThan(end.seq());
      assertThat(bad.problem())
          .contains("2026-11 was closed with the hash")
          .contains("for record " + seq + "; that record has " + hashes.get(seq));
    }
  }

  @Test
  void a_month_that_was_closed_with_a_record_to_come_is_found() throws Exception {
    Ledgers.write(directory, 1_500, List.of(Samples.reserve("r")));
    close(directory, 1_000, HashChain.ZEROS);
    assertThat(badRecord("a record to come").problem())
        .contains("2026-11 ends with record 1000, of which this one cannot know");
  }

  private static Entry billed(long product, long line, long amount) {
    Entry.Settle settle = Samples.settle("r", 1, true);
    return new Entry.Settle(
        settle.at(),
        "r",
        1,
        true,
        settle.outcome(),
        new Service(200, null, null, null, null),
        settle.usage(),
        settle.quality(),
        Bill.of(
            List.of(
                new RatedLine(
                    Meter.IN_UNCACHED,
                    product,
                    1,
                    Ratio.ONE,
                    Ratio.ONE,
                    new Picodollars(line),
                    new Picodollars(line))),
            new Picodollars(amount),
            "p"),
        0,
        0);
  }

  @Test
  void a_sound_ledger_is_found_sound_to_its_last_record() {
    fill(400);
    List<Long> progress = new ArrayList<>();
    Verification found =
        LedgerVerifier.verify(directory, (done, total) -> progress.addAll(List.of(done, total)));
    assertThat(found.bad()).isNull();
    assertThat(found.storeProblems()).isEmpty();
    assertThat(found.isSound()).isTrue();
    assertThat(found.records()).isEqualTo(Ledgers.records(directory).size());
    assertThat(found.storeSeq()).isEqualTo(found.records());
    assertThat(found.bytesPending()).isZero();
    assertThat(progress).hasSize(2).allMatch(bytes -> bytes == found.bytes());
  }

  @Test
  void a_record_that_is_being_written_is_not_a_bad_one() throws Exception {
    fill(20);
    Files.writeString(
        Ledgers.segment(directory, 1), "00ff half a record", StandardOpenOption.APPEND);
    Verification found = Ledgers.verify(directory);
    assertThat(found.isSound()).isTrue();
    assertThat(found.bytesPending()).isEqualTo(18);
  }

  @Test
  void a_ledger_in_use_is_verified_while_it_grows() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try (Ledger ledger =
        Ledger.open(
            directory, Ledgers.OPTIONS.withSegmentBytesMax(50_000), "node1", Samples.CLOCK)) {
      FutureTask<Boolean> traffic =
          new FutureTask<>(() -> {
            Lives lives = new Lives(new SplittableRandom(4), "r");
            boolean kept = true;
            while (kept && !enough.get()) {
              for (int i = 0; i < 100; i++) {
                Ledgers.append(ledger, lives.next()).await();
              }
              // Else it would be far ahead of the store before long.
              kept = ledger.awaitStore();
            }
            return kept;
          });
      Thread.ofPlatform().start(traffic);
      try {
        long storeSeq = 0;
        for (int i = 0; i < 5; i++) {
          assertThat(ledger.awaitStore()).isTrue();
          Verification found = Ledgers.verify(directory);
          assertThat(found.bad()).isNull();
          assertThat(found.storeProblems()).isEmpty();
          assertThat(found.storeSeq()).isGreaterThanOrEqualTo(storeSeq);
          storeSeq = found.storeSeq();
        }
        assertThat(storeSeq).isPositive();
      } finally {
        enough.set(true);
        assertThat(traffic.get()).isTrue();
      }
    }
  }

  private void inStore(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void row_59_a_store_that_was_edited_is_found() throws Exception {
    fill(200);
    List<String> edits =
        List.of(
            "UPDATE rollup_hour SET amount_pico = amount_pico + 1 WHERE rowid IS NOT NULL",
            "UPDATE rollup_hour SET requests = requests + 1",
            "UPDATE rollup_hour SET out_visible = out_visible - 1",
            "UPDATE account SET amount_pico = amount_pico - 1 WHERE id = 1",
            "UPDATE attempt SET amount_p = amount_p + 1 WHERE amount_p > 0",
            "UPDATE attempt SET estimated_p = estimated_p + 1 WHERE state = 'OPEN'",
            "DELETE FROM hold WHERE seq = (SELECT min(seq) FROM hold)",
            "UPDATE hold SET resolved_seq = seq WHERE seq = (SELECT min(seq) FROM hold)",
            "UPDATE checkpoint SET hash = '" + "0".repeat(64) + "'",
            "UPDATE checkpoint SET seq = seq + 1000",
            "UPDATE rollup_memo SET spent_pico = spent_pico + 1",
            "UPDATE OR IGNORE rollup_hour SET purpose = 'measurement'",
            "DELETE FROM rollup_judged",
            "UPDATE rollup_judged SET weight = weight + 1",
            "UPDATE rollup_charge SET amount_pico = amount_pico + 1 WHERE (account, quarter) ="
                + " (SELECT max(account), max(quarter) FROM rollup_charge)",
            "UPDATE rollup_charge SET amount_usd = amount_usd - 1",
            "UPDATE rollup_charge SET attempts = attempts + 1",
            "UPDATE rollup_charge SET unpriced = unpriced + 1",
            "UPDATE OR IGNORE rollup_charge SET quarter = '2026-11-20T00:00:00Z'",
            "INSERT INTO rollup_charge VALUES ('user:7', '2026-11-20T00:00:00Z', 1, 0, 1, 0)",
            "DELETE FROM rollup_charge",
            "UPDATE hold SET accounts = 'organization:7' WHERE resolved_seq IS NULL",
            "UPDATE hold SET opened_ms = opened_ms - 900000 WHERE resolved_seq IS NULL");
    for (String edit : edits) {
      String sql = edit.replace(" WHERE rowid IS NOT NULL", "");
      inStore(sql);
      assertThat(Ledgers.verify(directory).storeProblems()).as(sql).isNotEmpty();
      LedgerRebuild.rebuild(directory, Progress.SILENT);
      assertThat(Ledgers.verify(directory).isSound()).as("rebuilt after %s", sql).isTrue();
    }
  }

  @Test
  void judgements_of_the_store_cannot_be_edited() {
    fill(50);
    for (String table : List.of("judgement")) {
      assertThatThrownBy(() -> inStore("DELETE FROM " + table))
          .hasMessageContaining("written once");
      assertThatThrownBy(() -> inStore("UPDATE " + table + " SET seq = seq + 1"))
          .hasMessageContaining("written once");
    }
  }

  @Test
  void where_there_is_no_journal_there_is_nothing_to_verify() {
    assertThatThrownBy(() -> Ledgers.verify(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("no journal");
  }
}
