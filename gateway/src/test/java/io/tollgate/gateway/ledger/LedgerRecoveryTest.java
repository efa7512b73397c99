package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.money.Picodollars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerRecoveryTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  /** Leaves behind what a killed process would: entries on the journal, holds open. */
  private void leave(Entry... entries) {
    Ledgers.write(directory, 1 << 20, List.of(entries));
  }

  private List<Entry> recovered(int written) {
    List<Entry> all = new ArrayList<>(Ledgers.entries(directory).values());
    return all.subList(written, all.size());
  }

  @Test
  void a_hold_of_which_nothing_was_sent_is_voided() {
    leave(Samples.reserve("r"));
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().holdsVoided()).isEqualTo(1);
      assertThat(ledger.recovery().holdsExpired()).isZero();
    }
    assertThat(recovered(1))
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.Voided.class,
            voided -> {
              assertThat(voided.attempt()).isZero();
              assertThat(voided.last()).isTrue();
            });
  }

  @Test
  void an_attempt_without_an_end_is_booked_at_its_estimate() {
    leave(Samples.reserve("r"), Samples.dispatch("r", 1));
    try (Ledger ledger = Ledgers.open(directory);
        LedgerReport report = LedgerReport.open(directory)) {
      assertThat(ledger.recovery().attemptsExpired()).isEqualTo(1);
      AttemptRow row = report.attempts("r").getFirst();
      assertThat(row.state()).isEqualTo("EXPIRE_ESTIMATE");
      assertThat(row.amount()).isEqualTo(new Picodollars(5_000));
      assertThat(row.usage()).isEqualTo(Samples.dispatch("r", 1).estimatedUsage());
      assertThat(row.quality()).isEqualTo("tokenizer_estimated");
      assertThat(row.requestResolved()).isTrue();
      assertThat(report.accounts())
          .contains(
              new AccountRow("in-doubt:openai", "USD", 1, 0, new BigDecimal("-0.000000005000")));
    }
  }

  @Test
  void an_attempt_without_a_price_expires_without_an_amount() {
    leave(Samples.reserve("r", null), Samples.dispatch("r", 1, "new/unpriced", null));
    Ledgers.open(directory).close();
    assertThat(recovered(2))
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.ExpireEstimate.class, expired -> assertThat(expired.amount()).isNull());
  }

  @Test
  void of_several_attempts_under_way_the_last_one_releases_the_hold() {
    leave(
        Samples.reserve("r"),
        Samples.dispatch("r", 1),
        Samples.dispatch("r", 2),
        Samples.voided("r", 1, false),
        Samples.dispatch("r", 3));
    Ledgers.open(directory).close();
    assertThat(recovered(5))
        .extracting(
            entry -> entry instanceof Entry.ExpireEstimate e ? e.attempt() + " " + e.last() : "?")
        .containsExactly("2 false", "3 true");
  }

  @Test
  void between_two_attempts_nothing_is_owed() {
    leave(Samples.reserve("r"), Samples.dispatch("r", 1), Samples.voided("r", 1, false));
    Ledgers.open(directory).close();
    assertThat(recovered(3)).singleElement().isInstanceOf(Entry.Voided.class);
  }

  @Test
  void what_was_ended_in_order_needs_nothing() {
    leave(Samples.everyType().toArray(new Entry[0]));
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().isClean()).isTrue();
    }
    assertThat(recovered(Samples.everyType().size())).isEmpty();
  }

  @Test
  void row_26_a_crash_at_any_byte_of_the_recovery_is_recovered_to_the_same_books()
      throws Exception {
    List<Entry> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.addAll(List.of(Samples.reserve("r" + i), Samples.dispatch("r" + i, 1)));
    }
    open.add(Samples.reserve("s"));
    leave(open.toArray(new Entry[0]));
    Path whole = directory.resolve("whole");
    copyJournal(whole);
    Ledgers.open(whole).close();
    Map<Long, Entry> expected = Ledgers.entries(whole);
    int bytes =
        Math.toIntExact(
            Files.size(Ledgers.segment(whole, 1)) - Files.size(Ledgers.segment(directory, 1)));
    for (int crashAt = 0; crashAt < bytes; crashAt += 3) {
      Path own = directory.resolve("crash-" + crashAt);
      copyJournal(own);
      FaultyDisk disk = new FaultyDisk();
      disk.failAfterBytes(crashAt);
      assertThatThrownBy(() -> Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, disk))
          .isInstanceOfAny(LedgerException.class, UncheckedIOException.class);

      Ledgers.open(own).close();

      assertThat(Ledgers.entries(own).values())
          .as("crash at %d", crashAt)
          .containsExactlyElementsOf(expected.values());
      assertThat(Ledgers.verify(own).isSound()).isTrue();
    }
  }

  private void copyJournal(Path to) throws IOException {
    Files.createDirectories(to);
    Ledgers.copy(directory.resolve("journal"), to.resolve("journal"));
  }

  @Test
  void what_the_gate_refuses_is_not_written_and_hurts_nobody_else() {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.reserve("r"), Samples.dispatch("r", 1)).await();
      Ledgers.Answer twice =
          Ledgers.append(ledger, Samples.settle("r", 1, true), Samples.settle("r", 1, true));
      assertThatThrownBy(twice::await)
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.kind()).isEqualTo(LedgerException.Kind.REFUSED))
          .hasMessage("SETTLE of r: the request is not open");
      Ledgers.append(ledger, Samples.settle("r", 1, true)).await();
      assertThat(ledger.isHealthy()).isTrue();
    }
    assertThat(Ledgers.entries(directory)).hasSize(3);
  }

  @Test
  void a_store_that_outlived_the_end_of_its_journal_is_made_anew_and_kept() throws Exception {
    leave(Samples.everyType().toArray(new Entry[0]));
    Path segment = Ledgers.segment(directory, 1);
    byte[] synced = Files.readAllBytes(segment);
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.reserve("lost")).await();
    }
    Files.write(segment, synced);

    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().storeSetAside()).contains("store.sqlite.ahead-18");
    }

    assertThat(directory.resolve("store.sqlite.ahead-18")).exists();
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void a_journal_that_is_gone_is_not_begun_anew_beside_a_store_that_knows_it() throws Exception {
    leave(Samples.everyType().toArray(new Entry[0]));
    Ledgers.open(directory).close();
    Files.move(directory.resolve("journal"), directory.resolve("moved"));
    assertThatThrownBy(() -> Ledgers.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("segment-00000001.journal");
    assertThat(directory.resolve("store.sqlite")).exists();
  }

  @Test
  void a_store_that_is_no_database_is_named_with_the_way_out() throws Exception {
    leave(Samples.reserve("r"));
    Files.writeString(directory.resolve("store.sqlite"), "this is not a database".repeat(100));
    assertThatThrownBy(() -> Ledgers.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("tollgate ledger rebuild");
    LedgerRebuild.rebuild(directory, Progress.SILENT);
    Ledgers.open(directory).close();
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }
}
