package io.tollgate.gateway.ledger;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.ledger.LedgerException.Kind;
import io.tollgate.gateway.ledger.Ledgers.Answer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger whose disk is full or slow, and what those see who append to it. */
class FullDiskTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final long BALLAST_BYTES = 8_192;

  private static final JournalOptions OPTIONS =
      Ledgers.OPTIONS.withDurability(Durability.DISK).withBallastBytes(BALLAST_BYTES);

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private final CrampedDisk disk = new CrampedDisk();

  private Ledger open(JournalOptions options) {
    return Ledger.open(directory, options, "node1", Samples.CLOCK, disk);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static Answer begin(Ledger ledger, String request) {
    return Ledgers.append(ledger, Samples.reserve(request), Samples.dispatch(request, 1));
  }

  private static void assertRefused(Answer answer, Kind kind) {
    assertThatThrownBy(answer::await)
        .isInstanceOfSatisfying(LedgerException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static Kind refusal(Ledger ledger) {
    return Objects.requireNonNull(ledger.refusal(), "no refusal").kind();
  }

  /** Fills the disk up to the last byte, while ten requests run. */
  private void fill(Ledger ledger) {
    for (int i = 0; i < 10; i++) {
      begin(ledger, "r" + i).await();
    }
    disk.room(0);
    assertRefused(begin(ledger, "too-much"), Kind.FULL);
  }

  @Test
  void row_29_on_a_full_disk_what_runs_is_settled_from_the_ballast_and_nothing_new_begins()
      throws Exception {
    Path ballast = directory.resolve("journal/ballast");
    try (Ledger ledger = open(OPTIONS)) {
      assertThat(Files.size(ballast)).isEqualTo(BALLAST_BYTES);
      fill(ledger);
      assertThat(ballast).doesNotExist();
      assertThat(ledger.refusal()).hasMessageContaining("No space left on device");
      assertThat(ledger.isHealthy()).isFalse();
      for (int i = 0; i < 10; i++) {
        Ledgers.append(ledger, Samples.settle("r" + i, 1, true)).await();
      }
      assertRefused(begin(ledger, "too-much"), Kind.FULL);
      assertThat(ledger.awaitStore()).as("the store waits").isFalse();
      assertThat(ledger.storeProblem()).contains("disk is full");
      try (LedgerReport report = LedgerReport.open(directory)) {
        assertThat(report.total()).isNotNull();
      }

      disk.moreRoom(4 * BALLAST_BYTES);
      await("room", ledger::isHealthy);
      assertThat(Files.size(ballast)).isEqualTo(BALLAST_BYTES);
      begin(ledger, "again").await();
      Ledgers.append(ledger, Samples.settle("again", 1, true)).await();
      await("the store is up to date", () -> ledger.storeLag() == 0);
      assertThat(ledger.storeProblem()).isNull();
    }
    assertThat(Ledgers.entries(directory)).hasSize(33);
    assertSound();
  }

  @Test
  void row_29_what_finds_no_room_at_all_waits_and_is_written_when_there_is_some() {
    try (Ledger ledger = open(OPTIONS.withBallastBytes(0))) {
      fill(ledger);
      List<Answer> ends =
          List.of(
              Ledgers.append(ledger, Samples.settle("r0", 1, true)),
              Ledgers.append(ledger, Samples.voided("r1", 1, true)));
      assertRefused(begin(ledger, "too-much"), Kind.FULL);
      assertThat(ends).noneMatch(Answer::isAppended);
      disk.heal();
      ends.forEach(Answer::await);
    }
    assertThat(Ledgers.entries(directory)).hasSize(22);
  }

  @Test
  void row_29_who_waits_too_long_for_room_is_told_and_the_end_is_written_all_the_same() {
    try (Ledger ledger = open(OPTIONS.withBallastBytes(0).withPatience(LONG, SHORT, PAUSE))) {
      fill(ledger);
      assertRefused(Ledgers.append(ledger, Samples.settle("r0", 1, true)), Kind.FULL);
      assertRefused(
          Ledgers.append(ledger, Samples.voided("r1", 1, false), Samples.dispatch("r1", 2)),
          Kind.FULL);
      await("both are counted", () -> ledger.groupsLate() == 2);
      disk.heal();
      await("room", ledger::isHealthy);
      // An append waits for those before it.
      begin(ledger, "after").await();
    }
    List<Entry> written = List.copyOf(Ledgers.entries(directory).values());
    assertThat(written.subList(20, 23))
        .containsExactly(
            Samples.settle("r0", 1, true),
            Samples.voided("r1", 1, false),
            Samples.dispatch("r1", 2));
    assertThat(written)
        .contains(
            new Entry.Voided(
                Samples.CLOCK.instant(),
                "r1",
                2,
                true,
                0,
                "the ledger's disk took an entry too late"));
  }

  @Test
  void row_29_a_gateway_that_starts_on_a_full_disk_ends_what_was_open_and_waits_for_room() {
    try (Journal journal = Journal.open(directory, OPTIONS, "node1", Samples.CLOCK)) {
      Ledgers.append(journal, Samples.reserve("r"), Samples.dispatch("r", 1)).await();
    }
    disk.room(0);
    try (Ledger ledger = open(OPTIONS)) {
      assertThat(ledger.recovery().holdsExpired()).isEqualTo(1);
      assertThat(refusal(ledger)).isEqualTo(Kind.FULL);
      assertRefused(begin(ledger, "too-much"), Kind.FULL);
      disk.heal();
      await("room", ledger::isHealthy);
    }
    assertSound();
  }

  @Test
  void row_29_a_stop_without_room_ends_and_the_next_start_books_what_was_not_written() {
    try (Ledger ledger = open(OPTIONS.withBallastBytes(0))) {
      fill(ledger);
      Answer end = Ledgers.append(ledger, Samples.settle("r0", 1, true));
      ledger.close();
      assertRefused(end, Kind.FULL);
    }
    disk.heal();
    try (Ledger ledger = open(OPTIONS)) {
      assertThat(ledger.recovery().attemptsExpired()).isEqualTo(10);
    }
    assertSound();
  }

  @Test
  void a_disk_that_hangs_lets_nobody_wait_and_what_it_took_too_late_is_voided() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    try (Ledger ledger = open(OPTIONS.withPatience(SHORT, LONG, PAUSE))) {
      begin(ledger, "runs").await();
      disk.slow(hangs);
      Answer late = begin(ledger, "late");
      disk.awaitHanging();
      Answer end = Ledgers.append(ledger, Samples.settle("runs", 1, true));
      Answer queued = begin(ledger, "queued");
      assertRefused(late, Kind.BUSY);
      assertRefused(queued, Kind.BUSY);
      assertThat(refusal(ledger)).isEqualTo(Kind.BUSY);
      assertThat(ledger.refusal()).hasMessageContaining("busy with one write");
      assertRefused(begin(ledger, "refused-at-once"), Kind.BUSY);
      await("both are counted", () -> ledger.groupsLate() == 2);
      hangs.countDown();
      end.await();
      await("quick again", ledger::isHealthy);
      begin(ledger, "again").await();
    }
    Ledgers.open(directory).close();
    List<Entry> late =
        Ledgers.entries(directory).values().stream()
            .filter(entry -> Ledgers.request(entry).equals("late"))
            .toList();
    assertThat(late)
        .hasSize(3)
        .last()
        .isInstanceOfSatisfying(Entry.Voided.class, voided -> assertThat(voided.last()).isTrue());
    assertThat(Ledgers.entries(directory).values())
        .extracting(Ledgers::request)
        .doesNotContain("queued", "refused-at-once");
    assertSound();
  }

  @Test
  void row_29_reports_take_in_nothing_that_the_journal_may_yet_take_back() throws Exception {
    // The same entries at the same time have the same hashes: these are the bytes of a next record.
    Path twin = directory.resolve("twin");
    Ledgers.write(twin, 1 << 20, List.of(Samples.reserve("r"), Samples.reserve("taken-back")));
    byte[] bytes = Files.readAllBytes(Ledgers.segment(twin, 1));
    try (Ledger ledger = open(Ledgers.OPTIONS)) {
      Ledgers.append(ledger, Samples.reserve("r")).await();
      assertThat(ledger.awaitStore()).as("it is in the segment").isTrue();
      Path segment = Ledgers.segment(directory, 1);
      int size = Math.toIntExact(Files.size(segment));
      Files.write(segment, Arrays.copyOfRange(bytes, size, bytes.length), APPEND);
      assertThat(ledger.awaitStore()).isTrue();
      try (FileChannel channel = FileChannel.open(segment, WRITE)) {
        channel.truncate(size);
      }
      Ledgers.append(ledger, Samples.voided("r", 0, true)).await();
      assertThat(ledger.awaitStore()).as(ledger.storeProblem()).isTrue();
    }
    assertSound();
  }

  @Test
  void row_29_what_was_staged_when_the_disk_was_found_full_is_written_when_there_is_room()
      throws Exception {
    try (Ledger ledger = open(Ledgers.OPTIONS.withBallastBytes(0))) {
      disk.room(0);
      begin(ledger, "r").await();
      await("the disk is found full", () -> !ledger.isHealthy());
      assertRefused(begin(ledger, "too-much"), Kind.FULL);
      Answer end = Ledgers.append(ledger, Samples.settle("r", 1, true));
      assertThat(ledger.awaitStore()).isFalse();
      assertThat(ledger.storeProblem()).isNotNull();
      assertThat(end.isAppended()).isFalse();
      disk.heal();
      end.await();
      await("room", ledger::isHealthy);
      begin(ledger, "again").await();
      Ledgers.append(ledger, Samples.settle("again", 1, true)).await();
      await("the store is up to date", () -> ledger.storeLag() == 0);
    }
    assertThat(Ledgers.entries(directory)).hasSize(6);
    assertSound();
  }

  private void assertSound() {
    Verification found = Ledgers.verify(directory);
    assertThat(found.isSound()).as("%s", found).isTrue();
    assertThat(found.requestsOpen()).isZero();
  }
}
