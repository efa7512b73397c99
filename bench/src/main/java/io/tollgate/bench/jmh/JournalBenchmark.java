package io.tollgate.bench.jmh;

import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.Durability;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The journal's share of a request: RESERVE and DISPATCH in one group, then SETTLE, with 500
 * requests under way. One operation is one request, three records; the store is filled meanwhile.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalBenchmark {

  private static final int REQUESTS = 500;
  private static final Usage USAGE = Usage.of(1000, 200);
  private static final List<RatedLine> LINES =
      List.of(
          RatedLine.of(Meter.IN_UNCACHED, 1000, 2_000_000, Ratio.ONE),
          RatedLine.of(Meter.OUT_VISIBLE, 200, 8_000_000, Ratio.ONE));
  private static final Picodollars AMOUNT = new Picodollars(3_600_000_000L);

  /** When an entry counts as written. */
  @Param({"PROCESS", "DISK"})
  private Durability durability;

  private Path folder;
  private Ledger ledger;
  private long next;

  /** A benchmark that {@link #open} makes ready. */
  @SuppressWarnings("NullAway.Init") // open() runs before anything else
  public JournalBenchmark() {}

  /** Opens a new ledger. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    folder = Files.createTempDirectory("tollgate-journal");
    ledger =
        Ledger.open(
            folder,
            JournalOptions.DEFAULTS.withDurability(durability),
            "bench",
            InstantSource.system());
  }

  /** Closes and deletes it. */
  @TearDown(Level.Iteration)
  public void close() throws IOException {
    ledger.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Writes the entries of 500 requests and waits for the last. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long requests() throws InterruptedException {
    CountDownLatch written = new CountDownLatch(2 * REQUESTS);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AppendListener listener =
        new AppendListener() {
          @Override
          public void appended(long lastSeq) {
            written.countDown();
          }

          @Override
          public void failed(Throwable cause) {
            failure.set(cause);
            written.countDown();
          }
        };
    long first = next;
    next += REQUESTS;
    Instant now = Instant.now();
    for (long i = first; i < next; i++) {
      ledger.append(opening(now, "req_" + i), listener);
    }
    for (long i = first; i < next; i++) {
      ledger.append(List.of(settle(now, "req_" + i)), listener);
    }
    written.await();
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException(cause);
    }
    return ledger.lastSeq();
  }

  private static List<Entry> opening(Instant now, String request) {
    return List.of(
        new Entry.Reserve(now, request, "0123456789ab", "default", "default", "auto", true, AMOUNT),
        new Entry.Dispatch(
            now, request, 1, "sim/sim", "local", USAGE, AMOUNT, "cheapest of 20 candidates"));
  }

  private static Entry settle(Instant now, String request) {
    return new Entry.Settle(
        now,
        request,
        1,
        true,
        Entry.Outcome.COMPLETE,
        new Service(200, "sim", null, null, "chatcmpl-1"),
        USAGE,
        UsageQuality.PROVIDER_REPORTED,
        Bill.of(LINES, AMOUNT, "sim/sim@2026-11-21"),
        12,
        340);
  }
}
