package io.tollgate.bench.chaos;

import java.time.Duration;
import java.util.List;

/**
 * A chaos run.
 *
 * @param length how long load is sent
 * @param requestsPerSecond sent whatever becomes of those before
 * @param streamedPercent requests that ask for a stream
 * @param faultyPercent requests that meet a fault of a provider
 * @param leavingPercent requests whose client leaves before the end
 * @param seed of the orders; the machine still decides what meets what
 * @param jvmOptions of the gateway
 */
public record ChaosPlan(
    Duration length,
    int requestsPerSecond,
    int streamedPercent,
    int faultyPercent,
    int leavingPercent,
    long seed,
    List<String> jvmOptions) {

  public ChaosPlan {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** The usual mixture for a time: 70 % streamed, 20 % faulty, 3 % leaving, 256 MiB of heap. */
  public static ChaosPlan usual(Duration length, long seed) {
    return new ChaosPlan(length, 60, 70, 20, 3, seed, List.of());
  }
}
