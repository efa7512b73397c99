package io.tollgate.bench.endtoend;

import static io.tollgate.bench.endtoend.Stage.DRIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.AttemptRow;
import io.tollgate.gateway.ledger.Entry.Outcome;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.gateway.ledger.LedgerReport.By;
import io.tollgate.gateway.ledger.LedgerVerifier;
import io.tollgate.gateway.ledger.Progress;
import io.tollgate.gateway.ledger.SpendRow;
import io.tollgate.gateway.ledger.Verification;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock that is set while requests run. */
class ClockTest {

  @TempDir private Path folder;

  /** The system's clock until somebody sets it. */
  private static final class WallClock implements InstantSource {
    private volatile Duration offset = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(offset);
    }

    void jump(Duration by) {
      offset = offset.plus(by);
    }
  }

  @Test
  void row_42_a_wall_clock_that_jumps_changes_no_deadline_no_order_and_no_sum() throws Exception {
    WallClock clock = new WallClock();
    List<Reply> replies = new ArrayList<>();
    try (Stage stage = Stage.start(folder, clock);
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Duration jump :
          List.of(Duration.ofHours(2), Duration.ofDays(-1), Duration.ofHours(22))) {
        int seen = stage.bill("slow").records().size();
        List<Future<Reply>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String prompt = "Hello " + i + " [[tokens:60]]";
          String body = i == 0 ? Stage.chat(DRIP, prompt) : Stage.stream(DRIP, prompt);
          running.add(others.submit(() -> stage.post(body)));
        }
        assertThat(stage.bill("slow").awaitSeen(seen + 4, Await.PATIENCE)).isTrue();
        clock.jump(jump);
        for (int i = 0; i < 10; i++) {
          replies.add(stage.post(Stage.chat("auto", "Meanwhile")));
        }
        for (Future<Reply> each : running) {
          replies.add(each.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
      }
      Set<String> ids = new HashSet<>();
      for (Reply reply : replies) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.broken()).isFalse();
        assertThat(ids.add(reply.requestId())).as("an id of its own").isTrue();
        AttemptRow row = stage.attempts(reply.requestId()).getLast();
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(row.totalMs()).isBetween(0L, Await.PATIENCE.toMillis());
        assertThat(row.ttftMs()).isBetween(-1L, row.totalMs());
      }
    }
    Verification verification = LedgerVerifier.verify(folder.resolve("ledger"), Progress.SILENT);
    assertThat(verification.isSound()).as("%s", verification).isTrue();
    assertThat(verification.requestsOpen()).isZero();
    try (LedgerReport report = LedgerReport.open(folder.resolve("ledger"))) {
      assertThat(report.total().requests()).isEqualTo(replies.size());
      List<SpendRow> hours = report.spend(By.HOUR);
      assertThat(hours).hasSizeGreaterThan(1);
      assertThat(
              hours.stream()
                  .map(hour -> Objects.requireNonNull(hour.amountUsd()))
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(Objects.requireNonNull(report.total().amountUsd()));
    }
  }

  @Test
  void row_42_a_deadline_neither_comes_early_nor_late_because_the_wall_clock_is_set()
      throws Exception {
    WallClock clock = new WallClock();
    try (Stage stage = Stage.start(folder, clock);
        ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Path config = stage.rig.files().config();
      Files.writeString(
          config,
          Files.readString(config)
              .replace("name: slow\n", "name: slow\n    deadlines: { total: 700ms }\n"));
      assertThat(stage.gateway.reload()).isEmpty();
      for (Duration jump : List.of(Duration.ofHours(2), Duration.ofDays(-1))) {
        Await.until(
            "the deadline to hold",
            () -> {
              try {
                return !stage.post(Stage.stream(DRIP, "Hello [[tokens:150]]")).done();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
        int seen = stage.bill("slow").records().size();
        long startNanos = System.nanoTime();
        Future<Reply> cut =
            others.submit(() -> stage.post(Stage.stream(DRIP, "Hello [[tokens:500]]")));
        assertThat(stage.bill("slow").awaitSeen(seen + 1, Await.PATIENCE)).isTrue();
        clock.jump(jump);
        Reply reply = cut.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        assertThat(reply.done()).isFalse();
        assertThat(took).isBetween(Duration.ofMillis(700), Duration.ofSeconds(4));
      }
    }
  }

  @Test
  void row_42_a_restart_on_an_earlier_clock_goes_on_with_the_same_ledger() throws Exception {
    WallClock clock = new WallClock();
    String before;
    try (Stage stage = Stage.start(folder, clock)) {
      before = stage.post(Stage.chat("auto", "Hello")).requestId();
      stage.attempts(before);
    }
    clock.jump(Duration.ofDays(-1));
    try (Stage stage = Stage.start(folder, clock)) {
      String after = stage.post(Stage.chat("auto", "Hello")).requestId();
      assertThat(after).isNotEqualTo(before);
      assertThat(stage.attempts(after)).hasSize(1);
      assertThat(stage.attempts(before)).hasSize(1);
    }
    assertThat(LedgerVerifier.verify(folder.resolve("ledger"), Progress.SILENT).isSound()).isTrue();
  }
}
