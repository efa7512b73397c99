package io.tollgate.gateway.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ledgers that earlier versions wrote, kept as they were: each has three segments, a store, two
 * requests left open, one of them with an attempt under way.
 */
class LedgerVersionTest {

  private static final int SEGMENTS = 3;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void restore(int version) throws Exception {
    String fixture = "version-" + version + "/";
    for (int i = 1; i <= SEGMENTS; i++) {
      Path segment = Ledgers.segment(directory, i);
      Files.createDirectories(Objects.requireNonNull(segment.getParent()));
      Files.write(segment, bytes(fixture + "journal/" + segment.getFileName()));
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.sqlite"));
        Statement statement = connection.createStatement()) {
      String dump = new String(bytes(fixture + "store.sql"), UTF_8);
      for (String sql : dump.split("\n\n", -1)) {
        statement.executeUpdate(sql);
      }
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = LedgerVersionTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_journal_of_an_earlier_version_is_sound(int version) throws Exception {
    restore(version);
    Verification found = Ledgers.verify(directory);
    assertThat(found.bad()).isNull();
    assertThat(found.requestsOpen()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void what_an_earlier_version_wrote_is_written_the_same_today(int version) throws Exception {
    restore(version);
    int compared = 0;
    for (int segment = 1; segment <= SEGMENTS; segment++) {
      for (String line : Files.readAllLines(Ledgers.segment(directory, segment))) {
        byte[] json = line.substring(HashChain.HEX_CHARS + 1).getBytes(UTF_8);
        if (RecordDecoder.decode(json, 0, json.length) instanceof JournalRecord.Posted posted) {
          LineBuffer buffer = new LineBuffer();
          new RecordEncoder(buffer, new HashChain(HashChain.ZEROS))
              .encode(posted.seq(), posted.entry());
          int start = HashChain.HEX_CHARS + 1;
          assertThat(new String(buffer.array(), start, buffer.length() - start - 1, UTF_8))
              .isEqualTo(line.substring(start));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_ledger_of_an_earlier_version_is_continued_in_a_segment_of_its_own(int version)
      throws Exception {
    restore(version);
    byte[] before = Files.readAllBytes(Ledgers.segment(directory, SEGMENTS));
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().holdsExpired()).isPositive();
      Ledgers.append(ledger, Samples.everyType()).await();
    }
    byte[] closed = Files.readAllBytes(Ledgers.segment(directory, SEGMENTS));
    assertThat(closed).startsWith(before);
    assertThat(new String(closed, before.length, closed.length - before.length, UTF_8))
        .contains("SEGMENT_CLOSE")
        .hasLineCount(1);
    assertThat(Files.readAllLines(Ledgers.segment(directory, SEGMENTS + 1)).getFirst())
        .contains("\"version\":4");
    assertThat(Ledgers.verify(directory).isSound()).isTrue();

    List<String> grown = Ledgers.dump(directory);
    LedgerRebuild.rebuild(directory, Progress.SILENT);
    assertThat(Ledgers.dump(directory)).isEqualTo(grown);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void once_continued_it_is_not_closed_again(int version) throws Exception {
    restore(version);
    for (int i = 0; i < 3; i++) {
      try (Ledger ledger = Ledgers.open(directory)) {
        assertThat(ledger.isHealthy()).isTrue();
      }
    }
    assertThat(Ledgers.segment(directory, SEGMENTS + 1)).exists();
    assertThat(Ledgers.segment(directory, SEGMENTS + 2)).doesNotExist();
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void what_version_1_spent_was_spent_to_serve() throws Exception {
    restore(1);
    Ledgers.open(directory).close();
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(report.spend(LedgerReport.By.PURPOSE))
          .extracting(SpendRow::name)
          .containsExactly("serve");
      assertThat(report.total().quality().hasFigures()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_store_of_an_earlier_version_is_not_read_before_a_start_has_brought_it_up_to_date(
      int version) throws Exception {
    restore(version);
    assertThatThrownBy(() -> LedgerReport.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("The store has version " + version);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_store_of_an_earlier_version_is_made_anew_from_the_journal(int version) throws Exception {
    restore(version);
    Ledgers.open(directory).close();
    List<String> continued = Ledgers.dump(directory);
    // Before version 3 no request was charged to accounts.
    assertThat(continued.stream().anyMatch(row -> row.startsWith("rollup_charge|team:search")))
        .isEqualTo(version >= 3);
    assertThat(continued)
        .anyMatch(row -> row.startsWith("rollup_day|"))
        .anyMatch(row -> row.startsWith("rollup_tax_day|"));
    LedgerRebuild.rebuild(directory, Progress.SILENT);
    assertThat(Ledgers.dump(directory)).isEqualTo(continued);
  }

  @Test
  void a_journal_of_a_version_to_come_is_refused_by_its_number() {
    byte[] json =
        """
        {"seq":1,"type":"SEGMENT_OPEN","at":"2026-11-21T12:00:00Z","segment":1,\
        "format":"tollgate-journal","version":5,"hash":"sha256(previous hash, space, json)",\
        "node":"n","previous":"0"}\
        """
            .getBytes(UTF_8);
    assertThatThrownBy(() -> RecordDecoder.decode(json, 0, json.length))
        .hasMessageContaining("version 5 of the format (this program reads versions 1 to 4)");
  }
}
