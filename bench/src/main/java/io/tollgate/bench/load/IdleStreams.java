package io.tollgate.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Holds many streams open through a server of this machine and reads its memory meanwhile. */
final class IdleStreams {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration BEGIN_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 50;

  /** Connections of other kinds that may remain when the streams are gone. */
  private static final int REMAINING = 200;

  private IdleStreams() {}

  /**
   * Opens the streams, waits until all have begun, reads, and closes them.
   *
   * @param target asked for a stream that stalls
   * @param count how many
   */
  static IdleReading hold(LoadTarget target, Workload workload, int count)
      throws InterruptedException {
    return during(
        target,
        workload,
        count,
        (swarm, process) -> {
          Thread.sleep(REST);
          return new IdleReading(
              target.name(), swarm.connected(), swarm.answered(), process.residentBytes());
        });
  }

  /** What is done while the streams are open. */
  @FunctionalInterface
  interface Meanwhile<T> {
    T act(Swarm swarm, ProcessMeter process) throws InterruptedException;
  }

  /** Opens the streams, waits until all have begun, acts, and closes them. */
  static <T> T during(LoadTarget target, Workload workload, int count, Meanwhile<T> meanwhile)
      throws InterruptedException {
    ProcessMeter process = ProcessMeter.ofTree(target.pid());
    String request = new String(workload.encode(target).getFirst(), StandardCharsets.ISO_8859_1);
    long before = process.descriptors();
    T result;
    try (Swarm swarm = Swarm.start(target.port(), count, Manner.dripping(request, ""), NEVER)) {
      await(() -> swarm.answered() + swarm.ended() >= count, BEGIN_WITHIN);
      result = meanwhile.act(swarm, process);
    }
    // What is measured next is to find no trace of them.
    await(() -> process.descriptors() < before + REMAINING, END_WITHIN);
    return result;
  }

  private static void await(BooleanSupplier condition, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Thread.sleep(POLL_MILLIS);
    }
  }
}
