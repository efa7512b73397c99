package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTailTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private byte[] journalOfEveryType() throws IOException {
    Ledgers.write(directory, 1 << 20, Samples.everyType());
    return Files.readAllBytes(Ledgers.segment(directory, 1));
  }

  /** Offsets after each record. */
  private static List<Integer> ends(byte[] journal) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < journal.length; i++) {
      if (journal[i] == '\n') {
        ends.add(i + 1);
      }
    }
    return ends;
  }

  private void put(byte[] journal) throws IOException {
    Files.write(Ledgers.segment(directory, 1), journal);
  }

  @Test
  void row_27_a_journal_cut_at_any_byte_is_opened_with_exactly_its_whole_records()
      throws Exception {
    byte[] journal = journalOfEveryType();
    List<Integer> ends = ends(journal);
    Map<Long, Entry> all = Ledgers.entries(directory);
    JournalFiles files = new JournalFiles(directory);
    for (int length = journal.length; length >= 0; length--) {
      int bytes = length;
      put(Arrays.copyOf(journal, bytes));
      long whole = ends.stream().filter(end -> end <= bytes).count();
      int kept = whole == 0 ? 0 : ends.get((int) whole - 1);

      JournalTail tail = JournalTail.recover(files);

      assertThat(tail.position().seq()).as("cut at %d", bytes).isEqualTo(whole);
      assertThat(tail.bytesCut()).as("cut at %d", bytes).isEqualTo(bytes - kept);
      assertThat(tail.recordsCut()).as("cut at %d", bytes).isEqualTo(bytes == kept ? 0 : 1);
      assertThat(Files.readAllBytes(Ledgers.segment(directory, 1)))
          .as("cut at %d", bytes)
          .isEqualTo(Arrays.copyOf(journal, kept));
    }
    assertThat(all).hasSize(Samples.everyType().size());
  }

  @Test
  void row_27_a_journal_cut_at_any_byte_of_its_last_records_goes_on_and_verifies()
      throws Exception {
    byte[] journal = journalOfEveryType();
    List<Integer> ends = ends(journal);
    Map<Long, Entry> all = Ledgers.entries(directory);
    int from = ends.get(ends.size() - 3);
    for (int length = journal.length; length >= from; length--) {
      int bytes = length;
      put(Arrays.copyOf(journal, bytes));
      long whole = ends.stream().filter(end -> end <= bytes).count();

      try (Journal opened = Ledgers.openJournal(directory)) {
        assertThat(opened.lastSeq()).isEqualTo(whole + 1);
        long seq = Ledgers.append(opened, Samples.reserve("after")).await();
        assertThat(seq).isEqualTo(whole + 2);
      }

      Map<Long, Entry> entries = Ledgers.entries(directory);
      assertThat(entries.get(whole + 2)).isEqualTo(Samples.reserve("after"));
      all.forEach((seq, entry) ->
          assertThat(entries.get(seq)).isEqualTo(seq <= whole ? entry : entries.get(seq)));
      assertThat(entries.keySet().stream().filter(seq -> seq <= whole).count())
          .isEqualTo(all.keySet().stream().filter(seq -> seq <= whole).count());
      assertThat(Ledgers.verify(directory).bad()).as("cut at %d", bytes).isNull();
    }
  }

  @Test
  void what_is_cut_is_kept_beside_the_segment() throws Exception {
    byte[] journal = journalOfEveryType();
    int end = ends(journal).getLast();
    byte[] torn = "0123 half a rec".getBytes(StandardCharsets.US_ASCII);
    Files.write(Ledgers.segment(directory, 1), torn, StandardOpenOption.APPEND);

    try (Journal opened = Ledgers.openJournal(directory)) {
      assertThat(opened.tail().bytesCut()).isEqualTo(torn.length);
    }

    Path kept = directory.resolve("journal/segment-00000001.journal.cut-at-" + end);
    assertThat(Files.readAllBytes(kept)).isEqualTo(torn);
    assertThat(Ledgers.records(directory).getLast())
        .isEqualTo(
            new JournalRecord.NodeStarted(17, Samples.CLOCK.instant(), "node1", torn.length));
  }

  @Test
  void a_tail_of_zeros_as_a_power_cut_leaves_it_is_cut() throws Exception {
    byte[] journal = journalOfEveryType();
    put(Arrays.copyOf(journal, journal.length + 8_192));
    assertThat(JournalTail.recover(new JournalFiles(directory)).bytesCut()).isEqualTo(8_192);
    assertThat(Files.readAllBytes(Ledgers.segment(directory, 1))).isEqualTo(journal);
  }

  @Test
  void a_last_record_with_a_wrong_hash_is_cut() throws Exception {
    byte[] journal = journalOfEveryType();
    List<Integer> ends = ends(journal);
    int last = ends.get(ends.size() - 2);
    for (int i = last; i < journal.length; i++) {
      byte[] damaged = journal.clone();
      damaged[i] ^= 1;
      put(damaged);
      JournalTail tail = JournalTail.recover(new JournalFiles(directory));
      assertThat(tail.position().offset()).as("byte %d", i).isEqualTo(last);
    }
  }

  @Test
  void a_bad_record_that_whole_ones_follow_is_damage_and_nothing_is_changed() throws Exception {
    byte[] journal = journalOfEveryType();
    List<Integer> ends = ends(journal);
    int lastStart = ends.get(ends.size() - 2);
    for (int i = 0; i < lastStart; i++) {
      byte[] damaged = journal.clone();
      damaged[i] ^= 1;
      put(damaged);
      int at = i;
      long record = ends.stream().filter(end -> end <= at).count() + 1;
      assertThatThrownBy(() -> JournalTail.recover(new JournalFiles(directory)))
          .as("byte %d", i)
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining(
              "segment-00000001.journal, line " + record + ", record " + record + ": ")
          .hasMessageContaining("tollgate ledger verify");
      assertThat(Files.readAllBytes(Ledgers.segment(directory, 1))).isEqualTo(damaged);
    }
  }

  @Test
  void row_27_a_crash_at_any_moment_of_a_roll_is_recovered() throws Exception {
    Ledgers.write(directory, 2_000, Samples.everyType());
    int newest = new JournalFiles(directory).newest();
    assertThat(newest).isGreaterThan(2);
    Path last = Ledgers.segment(directory, newest);
    byte[] second = Files.readAllBytes(last);
    for (int length = ends(second).getFirst() + 1; length >= -1; length--) {
      if (length < 0) {
        Files.delete(last);
      } else {
        Files.write(last, Arrays.copyOf(second, length));
      }
      try (Journal opened = Ledgers.openJournal(directory, 1 << 20)) {
        Ledgers.append(opened, Samples.reserve("after")).await();
      }
      Verification found = Ledgers.verify(directory);
      assertThat(found.bad()).as("length %d", length).isNull();
      assertThat(found.segments()).isEqualTo(newest);
    }
  }

  @Test
  void a_missing_segment_is_damage() throws Exception {
    Ledgers.write(directory, 2_000, Samples.everyType());
    Files.delete(Ledgers.segment(directory, 1));
    assertThatThrownBy(() -> Ledgers.openJournal(directory))
        .hasMessageContaining("segment-00000001.journal is missing");
  }

  @Test
  void one_process_at_a_time_writes_to_a_directory() {
    try (Journal journal = Ledgers.openJournal(directory)) {
      assertThat(journal.isHealthy()).isTrue();
      assertThatThrownBy(() -> Ledgers.openJournal(directory))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
    }
    Ledgers.openJournal(directory).close();
  }
}
