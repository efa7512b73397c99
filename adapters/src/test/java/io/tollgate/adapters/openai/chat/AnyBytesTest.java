package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tollgate.adapters.json.RandomJson;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, each reader answers with a value or its own refusal. */
class AnyBytesTest {

  private static final long SEED = 20_261_121;

  private static final List<UsageRule> RULES = List.of(UsageRule.values());

  private static final String[] SAMPLES = {
    "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"日本\"}]}],"
        + "\"stream\":true,\"stream_options\":{\"include_usage\":false},\"n\":2,\"max_tokens\":10,\"tools\":[{}],"
        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}},\"metadata\":{\"task\":\"t\"}}",
    "{\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"x\",\"tool_calls\":[{}]},"
        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1.0,\"completion_tokens\":2,\"cost\":1,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":1}},\"timings\":{\"prompt_n\":1,\"predicted_n\":2}}",
    "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":500}}",
    "\uFEFF: ping\r\n\r\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"é\"}}]}\n\n"
        + "data:"
        + " {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\r\r"
        + "data: {\"choices\":[],\n"
        + "data: \"usage\":{\"prompt_tokens\":1}}\n\n"
        + "data: [DONE]\n\n"
  };
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u00",
    ",",
    ":",
    "null",
    "1e9",
    "-",
    "\n",
    "\n\n",
    "\r",
    "data: ",
    "\"usage\":",
    "\"model\":",
    "{}",
    "[[[[",
    "\u0000",
    "\uFEFF",
    "9999999999999999999999",
    "\"cost\":{}",
    "/**/",
    "'"
  };

  @Test
  void no_request_breaks_the_reader() {
    int accepted = 0;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 30_000; round++) {
      byte[] bytes = bytes(random);
      try {
        ChatRequest request = ChatRequest.read(bytes);
        assertThat(ChatRequest.read(request.splice("x", true).toByteArray()).profile().model())
            .isEqualTo("x");
        accepted++;
      } catch (MalformedRequest e) {
        assertThat(e.status()).isEqualTo(400);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(accepted).isBetween(500, 29_000);
  }

  @Test
  void no_answer_breaks_the_readers() {
    int answers = 0;
    SplittableRandom random = new SplittableRandom(SEED + 1);
    Picodollars cost = Picodollars.ofDollars("0.5");
    for (int round = 0; round < 30_000; round++) {
      byte[] bytes = bytes(random);
      try {
        for (UsageRule rule : UsageRule.values()) {
          if (ChatAnswer.read(bytes, rule) instanceof ChatAnswer answer) {
            byte[] spliced = answer.withCost(cost).toByteArray();
            assertThat(ChatAnswer.read(spliced, rule)).isInstanceOf(ChatAnswer.class);
            answers++;
          }
        }
        assertThat(ChatErrors.parse(bytes).message().length()).isLessThanOrEqualTo(1_000);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(answers).isGreaterThan(500);
  }

  @Test
  void no_stream_breaks_the_relay() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    for (int round = 0; round < 30_000; round++) {
      byte[] bytes = bytes(random);
      ChatStream stream =
          new ChatStream(RULES.get(random.nextInt(RULES.size())), 1 + random.nextInt(2), 400);
      RecordingSink sink = new RecordingSink();
      try {
        for (int from = 0; from < bytes.length; ) {
          int length = Math.min(bytes.length - from, 1 + random.nextInt(200));
          stream.feed(bytes, from, length, sink);
          from += length;
        }
        ChatStream.Ending ending = stream.end(sink);
        assertThat(ending == ChatStream.Ending.COMPLETE).isEqualTo(stream.isComplete());
        stream.reportedUsage();
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
  }

  private static String describe(int round, byte[] bytes) {
    return "seed " + SEED + " round " + round + ": " + Arrays.toString(bytes);
  }

  /**
   * A sample with a few pieces put in, taken out or overwritten, or JSON of any shape, or noise.
   */
  private static byte[] bytes(SplittableRandom random) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      return noise;
    }
    if (kind == 1) {
      return new RandomJson(random).value(4).getBytes(UTF_8);
    }
    StringBuilder text = new StringBuilder(SAMPLES[random.nextInt(SAMPLES.length)]);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(12));
      String piece = PIECES[random.nextInt(PIECES.length)];
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, piece);
        case 1 -> text.replace(at, to, piece);
        case 2 -> text.delete(at, to);
        default -> text.setLength(random.nextInt(6) == 0 ? at : text.length());
      }
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    if (bytes.length > 0 && random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
