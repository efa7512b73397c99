package io.tollgate.bench.jmh;

import io.tollgate.adapters.openai.chat.ChatStream;
import io.tollgate.adapters.openai.chat.UsageEvent;
import io.tollgate.adapters.openai.chat.UsageRule;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The relay's reading of a streamed answer, from bytes to classified events with usage. One
 * operation is one event of about 200 bytes; {@link SseBaselineBenchmark} is the floor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBenchmark {

  private static final int EVENTS = 1_000;
  private static final String HEAD =
      "{\"id\":\"chatcmpl-0123456789abcdef\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1767225600,\"model\":\"sim\",\"choices\":[";

  /** Bytes that one read brings: one event, a few, or a full socket buffer. */
  @Param({"200", "1400", "65536"})
  private int chunkBytes;

  private final byte[] stream = stream();

  private static byte[] stream() {
    return (("data: "
                    + HEAD
                    + "{\"index\":0,\"delta\":{\"content\":\""
                    + " word\"},\"finish_reason\":null}]}\n\n")
                .repeat(EVENTS - 2)
            + "data: "
            + HEAD
            + "],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":998,\"total_tokens\":1098}}"
            + "\n\ndata: [DONE]\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Counts bytes as a relay would forward them. */
  private static final class Counter implements ChatStream.Sink {
    private long bytes;

    @Override
    public void event(ChatStream.Kind kind, byte[] array, int offset, int length) {
      bytes += length;
    }

    @Override
    public void usage(UsageEvent event) {
      bytes += event.length();
    }
  }

  /** Reads the whole stream in chunks. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long readStream() {
    ChatStream reader = new ChatStream(UsageRule.OPENAI, 1, 1 << 20);
    Counter counter = new Counter();
    for (int at = 0; at < stream.length; at += chunkBytes) {
      reader.feed(stream, at, Math.min(chunkBytes, stream.length - at), counter);
    }
    if (!reader.isComplete() || reader.reportedUsage() == null) {
      throw new IllegalStateException("the stream was not read to its end");
    }
    return counter.bytes;
  }
}
