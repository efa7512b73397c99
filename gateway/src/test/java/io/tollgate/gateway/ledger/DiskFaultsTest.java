package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.CrampedDisk.Fault;
import io.tollgate.gateway.ledger.LedgerException.Kind;
import io.tollgate.gateway.ledger.Ledgers.Answer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets every operation on the disk fail, one after the other, in every way it can. */
class DiskFaultsTest {

  private static final long FOREVER = Long.MAX_VALUE;
  private static final JournalOptions OPTIONS =
      Ledgers.OPTIONS.withDurability(Durability.DISK).withSegmentBytesMax(2_000);

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private static Journal open(Path own, Disk disk) {
    return Journal.open(
        Journal.takeLock(own), own, OPTIONS, "node1", Samples.CLOCK, disk, new Books(), _ -> {});
  }

  /** Requests that overlap; what a refusal cut short goes no further. */
  private static final class Traffic {

    private final Journal journal;
    private final Map<Answer, List<Entry>> appended = new LinkedHashMap<>();
    private final List<Answer> ends = new ArrayList<>();
    private int begun;

    Traffic(Journal journal) {
      this.journal = journal;
    }

    void run() {
      List<String> open = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String request = "r" + i;
        if (begin(request)) {
          open.add(request);
        }
        if (open.size() > 2) {
          end(open.removeFirst());
        }
      }
      open.forEach(this::end);
    }

    boolean begin(String request) {
      Answer answer = append(List.of(Samples.reserve(request), Samples.dispatch(request, 1)));
      try {
        answer.await();
        begun++;
        return true;
      } catch (LedgerException e) {
        assertThat(e.kind()).isIn(Kind.FULL, Kind.FAILED);
        return false;
      }
    }

    private void end(String request) {
      append(List.of(Samples.voided(request, 1, false), Samples.dispatch(request, 2)));
      ends.add(append(List.of(Samples.settle(request, 2, true))));
    }

    /** Waits for all ends, whatever comes of them. */
    void awaitEnds() {
      for (Answer end : ends) {
        try {
          end.await();
        } catch (LedgerException e) {
          assertThat(e.kind()).isEqualTo(Kind.FAILED);
        }
      }
    }

    private Answer append(List<Entry> group) {
      Answer answer = new Answer();
      appended.put(answer, group);
      journal.append(group, answer);
      return answer;
    }

    /** What the journal must hold, and it alone. */
    Map<Long, Entry> acknowledged() {
      Map<Long, Entry> entries = new TreeMap<>();
      appended.forEach((answer, group) -> {
        if (answer.isAppended()) {
          long last = answer.await();
          for (int i = 0; i < group.size(); i++) {
            entries.put(last - group.size() + 1 + i, group.get(i));
          }
        }
      });
      return entries;
    }
  }

  private static long operationsOfACleanRun(Path own) {
    CrampedDisk disk = new CrampedDisk();
    try (Journal journal = open(own, disk)) {
      Traffic traffic = new Traffic(journal);
      traffic.run();
      assertThat(traffic.begun).isEqualTo(8);
    }
    return disk.operations();
  }

  @ParameterizedTest
  @EnumSource(names = {"SHORT_WRITE", "NO_SPACE", "ERROR_AFTER_WRITE"})
  void row_29_a_write_that_fails_at_any_moment_loses_nothing_and_the_journal_comes_back(Fault fault)
      throws Exception {
    long operations = operationsOfACleanRun(directory.resolve("clean"));
    assertThat(operations).isGreaterThan(50);
    int refusing = 0;
    for (long length : new long[] {1, 4, FOREVER}) {
      for (long at = 0; at < operations; at += length == FOREVER ? 3 : 1) {
        String name = fault + " at " + at + " for " + length;
        Path own = directory.resolve(name.replace(' ', '-'));
        CrampedDisk disk =
            new CrampedDisk().fail(fault, at, length == FOREVER ? FOREVER : at + length);
        try (Journal journal = open(own, disk)) {
          Traffic traffic = new Traffic(journal);
          traffic.run();
          refusing += journal.isHealthy() ? 0 : 1;
          disk.heal();
          // Every request that began is ended, and new ones are taken again.
          traffic.ends.forEach(Answer::await);
          awaitRoom(journal::isHealthy, name);
          assertThat(traffic.begin("afterwards")).as(name).isTrue();
          traffic.end("afterwards");
          traffic.ends.getLast().await();
          assertThat(Ledgers.entries(own)).as(name).isEqualTo(traffic.acknowledged());
          assertThat(traffic.ends).as(name).hasSize(traffic.begun);
        } catch (UncheckedIOException e) {
          assertThat(at).as("%s: only a start may fail", name).isLessThan(6);
          Ledgers.openJournal(own).close();
        }
        assertSound(own, name);
      }
    }
    assertThat(refusing).isGreaterThan(10);
  }

  private static void awaitRoom(BooleanSupplier healthy, String name) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!healthy.getAsBoolean()) {
      assertThat(System.nanoTime()).as(name).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static void assertSound(Path own, String name) {
    Verification found = Ledgers.verify(own);
    assertThat(found.bad()).as(name).isNull();
    assertThat(found.bytesPending()).as(name).isZero();
    assertThat(found.requestsOpen()).as(name).isZero();
  }

  @Test
  void row_28_a_sync_that_fails_at_any_moment_is_the_end_and_acknowledges_nothing()
      throws Exception {
    long operations = operationsOfACleanRun(directory.resolve("clean"));
    int failed = 0;
    for (long at = 0; at < operations; at++) {
      String name = "sync at " + at;
      Path own = directory.resolve("sync-" + at);
      CrampedDisk disk = new CrampedDisk().fail(Fault.SYNC_ERROR, at, at + 1);
      try (Journal journal = open(own, disk)) {
        Traffic traffic = new Traffic(journal);
        traffic.run();
        traffic.awaitEnds();
        LedgerException refusal = journal.refusal();
        if (refusal != null) {
          failed++;
          assertThat(refusal.kind()).as(name).isEqualTo(Kind.FAILED);
          assertThat(refusal).hasMessageContaining("Input/output error");
          assertThat(traffic.begin("later")).as(name).isFalse();
        }
        assertThat(Ledgers.entries(own)).as(name).isEqualTo(traffic.acknowledged());
      } catch (UncheckedIOException e) {
        assertThat(at).as("%s: only a start may fail", name).isLessThan(8);
        failed++;
      }
      assertThat(disk.syncsAfterError()).as("%s: no second sync", name).isZero();
      Ledgers.openJournal(own).close();
      assertThat(Ledgers.verify(own).bad()).as(name).isNull();
    }
    assertThat(failed).isGreaterThan(20);
  }

  @Test
  void row_29_the_store_never_takes_in_what_the_journal_takes_back() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      String name = "seed " + seed;
      Path own = directory.resolve("moody-" + seed);
      CrampedDisk disk = new CrampedDisk();
      try (Ledger ledger = Ledger.open(own, OPTIONS, "node1", Samples.CLOCK, disk)) {
        disk.moody(new SplittableRandom(seed));
        List<Answer> ends = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 300; i++) {
          String request = "r" + i;
          Answer begin =
              Ledgers.append(ledger, Samples.reserve(request), Samples.dispatch(request, 1));
          try {
            begin.await();
            ends.add(Ledgers.append(ledger, Samples.settle(request, 1, true)));
          } catch (LedgerException e) {
            assertThat(e.kind()).as(name).isEqualTo(Kind.FULL);
            refused++;
            awaitRoom(ledger::isHealthy, name);
          }
        }
        disk.heal();
        awaitRoom(ledger::isHealthy, name);
        ends.forEach(Answer::await);
        assertThat(ends.size()).as(name).isGreaterThan(100);
        assertThat(refused).as(name).isGreaterThan(5);
      }
      Verification found = Ledgers.verify(own);
      assertThat(found.isSound()).as("%s: %s", name, found).isTrue();
      assertThat(found.requestsOpen()).as(name).isZero();
      assertThat(found.storeSeq()).as(name).isEqualTo(found.records());
    }
  }
}
