package io.tollgate.bench.jmh;

import io.tollgate.adapters.bridge.Bridge;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to take a request to a provider's dialect and its streamed answer back, for each
 * pair of dialects; where the two are the same, what passing through costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TranslationBenchmark {

  /** Pieces of the answers; one operation of the stream is one of them. */
  static final int PIECES = 200;

  /** Bytes that one read brings. */
  private static final int CHUNK_BYTES = 1_400;

  /** How the client speaks. */
  @Param({"openai-chat", "openai-responses", "anthropic", "gemini"})
  private String client;

  /** How the provider speaks. */
  @Param({"openai-chat", "openai-responses", "anthropic", "gemini", "bedrock", "cohere", "ollama"})
  private String provider;

  private ClientDialect dialect;
  private RequestHead head;
  private List<ProviderDialect> dialects;
  private byte[] request;
  private Crossing crossing;
  private byte[] stream;

  /** Made by the setup. */
  @SuppressWarnings("NullAway.Init")
  public TranslationBenchmark() {}

  /** Asks a simulated provider once, for the bytes of its answer. */
  @Setup
  public void ask() throws Exception {
    TranslationSample sample = TranslationSample.of(client, provider, PIECES);
    dialect = sample.client();
    head = sample.head();
    dialects = List.of(sample.provider());
    request = sample.request();
    crossing = request();
    stream = sample.answer(crossing);
  }

  /** From the bytes of the client's request to those for the provider. */
  @Benchmark
  public Crossing request() throws MalformedRequest {
    return Bridge.cross(
        dialect.read(head, request, 0, request.length),
        dialects,
        TranslationSample.MODEL,
        ReasoningMemory.NONE);
  }

  /** From the bytes of the provider's stream to those for the client. */
  @Benchmark
  @OperationsPerInvocation(PIECES)
  public long streamedPiece() {
    AnswerStream answer = crossing.stream("0", 1_767_225_600L, 1 << 20);
    Counter counter = new Counter();
    for (int at = 0; at < stream.length; at += CHUNK_BYTES) {
      answer.feed(stream, at, Math.min(CHUNK_BYTES, stream.length - at), counter);
    }
    if (!answer.end(counter)) {
      throw new IllegalStateException("the answer was not read to its end");
    }
    return counter.bytes;
  }

  /** Counts bytes as a relay would forward them. */
  private static final class Counter implements AnswerStream.Sink {
    private long bytes;

    @Override
    public void piece(AnswerStream.Kind kind, byte[] array, int offset, int length) {
      bytes += length;
    }

    @Override
    public void complete(AnswerStream.Closing closing) {
      bytes += closing.bytes(null).length();
    }
  }
}
