package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.ledger.Ledgers.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalAppendTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private Journal open(JournalOptions options, Disk disk) {
    return open(directory, options, disk);
  }

  private static Journal open(Path directory, JournalOptions options, Disk disk) {
    return Journal.open(
        Journal.takeLock(directory),
        directory,
        options,
        "node1",
        Samples.CLOCK,
        disk,
        _ -> null,
        _ -> {});
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void groups_of_many_threads_stay_together_and_in_order(boolean staged) throws Exception {
    int threads = 8;
    int groups = 150;
    Map<String, Long> lastSeqs = new ConcurrentHashMap<>();
    try (Journal journal = Ledgers.openJournal(directory, 100_000)) {
      if (staged) {
        journal.prepareStaging();
      }
      List<Thread> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t;
        running.add(
            Thread.ofPlatform()
                .start(() -> {
                  List<Answer> answers = new ArrayList<>();
                  for (int g = 0; g < groups; g++) {
                    Entry[] entries = new Entry[1 + g % 4];
                    for (int i = 0; i < entries.length; i++) {
                      entries[i] = Samples.dispatch(name, g * 10 + i);
                    }
                    answers.add(Ledgers.append(journal, entries));
                  }
                  for (int g = 0; g < groups; g++) {
                    lastSeqs.put(name + "/" + g, answers.get(g).await());
                  }
                }));
      }
      for (Thread thread : running) {
        thread.join();
      }
    }
    Map<Long, Entry> entries = Ledgers.entries(directory);
    assertThat(lastSeqs).hasSize(threads * groups);
    for (int t = 0; t < threads; t++) {
      long before = 0;
      for (int g = 0; g < groups; g++) {
        long last = lastSeqs.getOrDefault("t" + t + "/" + g, -1L);
        int size = 1 + g % 4;
        for (int i = 0; i < size; i++) {
          assertThat(entries.get(last - size + 1 + i))
              .isEqualTo(Samples.dispatch("t" + t, g * 10 + i));
        }
        assertThat(last - size).isGreaterThanOrEqualTo(before);
        before = last;
      }
    }
  }

  @Test
  void a_journal_that_is_closed_and_opened_goes_on_in_the_same_segment() {
    Ledgers.write(directory, 1 << 20, List.of(Samples.reserve("r1")));
    Ledgers.write(directory, 1 << 20, List.of(Samples.reserve("r2")));
    assertThat(Ledgers.records(directory))
        .hasExactlyElementsOfTypes(
            JournalRecord.SegmentOpened.class,
            JournalRecord.NodeStarted.class,
            JournalRecord.Posted.class,
            JournalRecord.NodeStarted.class,
            JournalRecord.Posted.class);
  }

  @Test
  void a_full_segment_is_closed_with_its_count_and_the_next_continues_its_hash() {
    Ledgers.write(directory, 1_500, Samples.everyType());
    List<JournalRecord> records = Ledgers.records(directory);
    assertThat(records.stream().filter(JournalRecord.SegmentClosed.class::isInstance).count())
        .isGreaterThan(2);
    assertThat(Ledgers.entries(directory).values()).containsExactlyElementsOf(Samples.everyType());
    assertThat(Ledgers.verify(directory).bad()).isNull();
  }

  /** Holds the writer thread until it is let go. */
  private static final class Brake implements AppendListener {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public void appended(long lastSeq) {
      reached.countDown();
      try {
        assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void failed(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  @Test
  void an_append_beyond_the_bound_fails_at_once_and_the_journal_stays_healthy() throws Exception {
    try (Journal journal = open(Ledgers.OPTIONS.withQueueEntriesMax(4), Disk.REAL)) {
      Brake brake = new Brake();
      journal.append(List.of(Samples.reserve("r0")), brake);
      assertThat(brake.reached.await(20, TimeUnit.SECONDS)).isTrue();
      Answer third = Ledgers.append(journal, Samples.reserve("r1"), Samples.dispatch("r1", 1));
      Answer fourth = Ledgers.append(journal, Samples.reserve("r2"));
      Answer beyond = Ledgers.append(journal, Samples.reserve("r3"));
      assertThatThrownBy(beyond::await)
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.kind()).isEqualTo(LedgerException.Kind.BUSY));
      brake.letGo.countDown();
      third.await();
      fourth.await();
      assertThat(journal.isHealthy()).isTrue();
      Ledgers.append(journal, Samples.reserve("r4")).await();
    }
    assertThat(Ledgers.entries(directory).values().stream().map(Ledgers::request))
        .containsExactly("r0", "r1", "r1", "r2", "r4");
  }

  @Test
  void a_close_writes_what_waits_and_then_nothing_is_accepted() {
    Journal journal = Ledgers.openJournal(directory);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(Ledgers.append(journal, Samples.reserve("r" + i)));
    }
    journal.close();
    assertThat(answers).allMatch(Answer::isAppended);
    assertThat(journal.isHealthy()).isFalse();
    assertThatThrownBy(Ledgers.append(journal, Samples.reserve("late"))::await)
        .hasMessageContaining("closed");
    assertThat(Ledgers.entries(directory)).hasSize(500);
  }

  @Test
  void a_listener_that_throws_does_not_stop_the_journal() {
    try (Journal journal = Ledgers.openJournal(directory)) {
      journal.append(
          List.of(Samples.reserve("r1")),
          new AppendListener() {
            @Override
            public void appended(long lastSeq) {
              throw new AssertionError("from the listener");
            }

            @Override
            public void failed(Throwable cause) {}
          });
      Ledgers.append(journal, Samples.reserve("r2")).await();
      assertThat(journal.isHealthy()).isTrue();
    }
  }

  @Test
  void listeners_are_told_in_the_order_of_their_groups() {
    List<Integer> told = Collections.synchronizedList(new ArrayList<>());
    try (Journal journal = Ledgers.openJournal(directory)) {
      for (int i = 0; i < 300; i++) {
        int number = i;
        journal.append(
            List.of(Samples.reserve("r" + i)),
            new AppendListener() {
              @Override
              public void appended(long lastSeq) {
                told.add(number);
              }

              @Override
              public void failed(Throwable cause) {
                throw new AssertionError(cause);
              }
            });
      }
    }
    assertThat(told).hasSize(300).isSorted();
  }

  @Test
  void row_28_a_sync_that_fails_is_not_tried_again_and_acknowledges_nothing() {
    FaultyDisk disk = new FaultyDisk();
    try (Journal journal = open(Ledgers.OPTIONS.withDurability(Durability.DISK), disk)) {
      Ledgers.append(journal, Samples.reserve("r1")).await();
      disk.failAfterForces(0);
      assertThatThrownBy(Ledgers.append(journal, Samples.reserve("r2"))::await)
          .hasMessageContaining("Input/output error");
      assertThatThrownBy(Ledgers.append(journal, Samples.reserve("r3"))::await)
          .hasMessageContaining("Input/output error");
      assertThat(journal.isHealthy()).isFalse();
    }
    assertThat(disk.forcesFailed()).isEqualTo(1);
    assertThat(disk.writesAfterFault()).isZero();
  }

  @Test
  void every_batch_is_synced_where_disk_durability_is_asked_for() {
    FaultyDisk disk = new FaultyDisk();
    try (Journal journal = open(Ledgers.OPTIONS.withDurability(Durability.DISK), disk)) {
      Path segment = Ledgers.segment(directory, 1);
      for (int i = 0; i < 5; i++) {
        long before = disk.forcedBytes(segment);
        Ledgers.append(journal, Samples.reserve("r" + i)).await();
        assertThat(disk.forcedBytes(segment)).isGreaterThan(before);
      }
    }
  }
}
