package io.tollgate.bench.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that take long while requests are served. */
class HeavyReportTest {

  private static final int REQUESTS = 600;
  private static final int READERS = 16;

  /** Twice as often as the page asks. */
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  @TempDir private Path folder;

  /** The latencies of requests one after the other, in microseconds, sorted. */
  private static List<Long> latencies(Stage stage) throws Exception {
    List<Long> micros = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      long before = System.nanoTime();
      Reply reply = stage.post(Stage.chat("auto", "[[tokens:3]]"));
      micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before));
      assertThat(reply.status()).isEqualTo(200);
    }
    return micros.stream().sorted().toList();
  }

  /**
   * How much slower is printed, for the machine decides it as well; that all are served is held.
   */
  @Test
  void row_58_requests_are_served_while_many_read_reports() throws Exception {
    try (Stage stage = Stage.start(folder);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      latencies(stage);
      List<Long> alone = latencies(stage);
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger reports = new AtomicInteger();
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        reading.add(
            readers.submit(() -> {
              while (!over.get()) {
                for (String path : List.of("/admin/v1/spend", "/metrics")) {
                  assertThat(stage.admin(path).status()).isEqualTo(200);
                  reports.incrementAndGet();
                }
                LockSupport.parkNanos(REFRESH_NANOS);
              }
              return null;
            }));
      }
      List<Long> beside = latencies(stage);
      over.set(true);
      for (Future<?> reader : reading) {
        reader.get();
      }
      System.out.printf(
          "beside %d reports by %d readers: p50 %d us (alone %d us), p99 %d us (alone %d us)%n",
          reports.get(),
          READERS,
          beside.get(REQUESTS / 2),
          alone.get(REQUESTS / 2),
          beside.get(REQUESTS * 99 / 100),
          alone.get(REQUESTS * 99 / 100));
      assertThat(reports).hasValueGreaterThanOrEqualTo(READERS);
    }
  }
}
