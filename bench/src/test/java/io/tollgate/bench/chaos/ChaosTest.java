package io.tollgate.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chaos run as a test: two minutes, or as many as {@code -Dtollgate.chaos=MINUTES} says; {@code
 * -Dtollgate.seed=N} sends the requests of an earlier run.
 */
class ChaosTest {

  private final int minutes = Integer.getInteger("tollgate.chaos", 2);
  private final long seed = Long.getLong("tollgate.seed", System.nanoTime());

  @Test
  @Timeout(value = 2, unit = TimeUnit.DAYS)
  void row_60_while_everything_around_it_fails_the_books_are_right_and_nothing_grows(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    ChaosPlan plan = ChaosPlan.usual(Duration.ofMinutes(minutes), seed);
    ChaosReport report = new ChaosRun(plan, folder).run(share -> {});
    System.out.print(report.markdown());
    assertThat(report.problems()).as("seed %d, files in %s", seed, folder).isEmpty();
    // It cannot pass by doing nothing.
    assertThat(report.requests()).isGreaterThanOrEqualTo(60L * 60 * minutes);
    assertThat(report.complete()).isGreaterThan(report.requests() / 2);
    assertThat(report.byFallback()).isGreaterThan(report.requests() / 100);
    assertThat(report.failed().values().stream().mapToLong(Long::longValue).sum())
        .isGreaterThan(report.requests() / 50);
    assertThat(report.left()).isPositive();
  }
}
