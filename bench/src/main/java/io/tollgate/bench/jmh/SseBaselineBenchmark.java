package io.tollgate.bench.jmh;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least work a reader of event streams can do: find the empty lines. What an SSE parser costs
 * is to be read against this. One operation is one event of about 200 bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SseBaselineBenchmark {

  private static final int EVENTS = 1_000;

  private final byte[] stream =
      ("data: {\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\","
              + "\"created\":1767225600,\"model\":\"sim\",\"choices\":[{\"index\":0,"
              + "\"delta\":{\"content\":\" word\"},\"finish_reason\":null}]}\n\n")
          .repeat(EVENTS)
          .getBytes(StandardCharsets.UTF_8);

  /** Finds the ends of all events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int findEventEnds() {
    int events = 0;
    byte previous = 0;
    for (byte value : stream) {
      if (value == '\n' && previous == '\n') {
        events++;
      }
      previous = value;
    }
    return events;
  }
}
