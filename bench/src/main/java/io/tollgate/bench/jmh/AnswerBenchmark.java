package io.tollgate.bench.jmh;

import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.openai.chat.ChatAnswer;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pass over a plain answer, and its cost put in. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AnswerBenchmark {

  private static final Picodollars COST = Picodollars.ofDollars(new BigDecimal("0.0012"));

  private byte[] body = new byte[0];

  /** Makes the body. */
  @Setup
  public void prepare() {
    body =
        ("{\"id\":\"chatcmpl-BXm4lZ2p\",\"object\":\"chat.completion\",\"created\":1796083200,"
                + "\"model\":\"gpt-oss-120b\",\"choices\":[{\"index\":0,\"message\":{"
                + "\"role\":\"assistant\",\"content\":\""
                + "The parties agree as follows.\\n".repeat(20)
                + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":312,"
                + "\"completion_tokens\":140,\"total_tokens\":452,\"prompt_tokens_details\":{"
                + "\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{"
                + "\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
                + "\"rejected_prediction_tokens\":0}},\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_44709d6fcb\"}")
            .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the body and makes what goes to the client. */
  @Benchmark
  public Segments readAndSplice() {
    if (ChatAnswer.read(body, UsageRule.OPENAI) instanceof AnswerReading.Whole whole) {
      return whole.withCost(COST);
    }
    throw new IllegalStateException("the answer was not read");
  }
}
