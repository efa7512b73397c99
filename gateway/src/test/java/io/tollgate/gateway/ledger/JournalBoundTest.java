package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalBoundTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;

  private static Entry reserve(String request) {
    return new Entry.Reserve(NOON, request, "k", "p", "r", "m", false, null);
  }

  /** Completes when the group is in the journal. */
  private static CompletableFuture<Long> append(Journal journal, Runnable then, Entry... group) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    journal.append(
        List.of(group),
        new AppendListener() {
          @Override
          public void appended(long lastSeq) {
            then.run();
            done.complete(lastSeq);
          }

          @Override
          public void failed(Throwable cause) {
            done.completeExceptionally(cause);
          }
        });
    return done;
  }

  @Test
  void a_full_journal_turns_new_requests_away_and_ends_those_that_run() throws Exception {
    try (Journal journal =
        Journal.open(
            folder, Ledgers.OPTIONS.withQueueEntriesMax(1), "test", InstantSource.fixed(NOON))) {
      CountDownLatch writing = new CountDownLatch(1);
      CountDownLatch letGo = new CountDownLatch(1);
      CompletableFuture<Long> first =
          append(
              journal,
              () -> {
                writing.countDown();
                await(letGo);
              },
              reserve("r1"));
      await(writing);
      CompletableFuture<Long> turnedAway = append(journal, () -> {}, reserve("r2"));
      CompletableFuture<Long> judged = append(journal, () -> {}, Samples.judged("r0"));
      CompletableFuture<Long> end =
          append(journal, () -> {}, new Entry.Voided(NOON, "r1", 0, true, 0, "the end"));
      letGo.countDown();

      assertThatThrownBy(turnedAway::join)
          .hasCauseInstanceOf(LedgerException.class)
          .hasMessageContaining("wait for the journal");
      assertThatThrownBy(judged::join).hasCauseInstanceOf(LedgerException.class);
      assertThat(end.get(20, TimeUnit.SECONDS)).isGreaterThan(first.get(20, TimeUnit.SECONDS));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
