package io.tollgate.bench.jmh;

import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.adapters.profile.MalformedRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pass over a request body: profile and splice. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RequestBenchmark {

  /** Bytes of prompt. */
  @Param({"1000", "100000", "1000000"})
  private int promptBytes;

  private byte[] body = new byte[0];

  /** Makes the body. */
  @Setup
  public void prepare() {
    body =
        ("{\"model\":\"auto\",\"stream\":true,\"max_tokens\":256,\"messages\":["
                + "{\"role\":\"system\",\"content\":\"You are brief.\"},"
                + "{\"role\":\"user\",\"content\":\""
                + "The parties agree as follows. ".repeat(promptBytes / 30)
                + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the body and makes what goes upstream. */
  @Benchmark
  public Segments profileAndSplice() throws MalformedRequest {
    return ChatRequest.read(body).splice("openai/gpt-oss-120b", true);
  }
}
