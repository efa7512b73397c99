package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.RandomJson;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, each reader answers with a value or its own refusal. */
class AnyBytesTest {

  private static final long SEED = 20_261_121;
  private static final int ROUNDS = 6_000;

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
    "\"type\":",
    "{}",
    "[[[[",
    "\u0000",
    "\uFEFF",
    "9999999999999999999999",
    "\"cost\":{}",
    "\"content\":[1]",
    "'"
  };

  @Test
  void no_request_breaks_the_readers() {
    SplittableRandom random = new SplittableRandom(SEED);
    RandomMessages messages = new RandomMessages(random);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = bytes(random, messages.request());
      try {
        AnthropicRequest request = Requests.read(new String(bytes, UTF_8));
        assertThat(request.trail()).isNotNull();
        byte[] spliced = request.splice("x", false, random.nextBoolean()).toByteArray();
        JsonDocument.read(spliced, 0, spliced.length);
        Requests.ANTHROPIC.write(request.conversation(), "claude-opus-5-5", new Losses());
        accepted++;
      } catch (MalformedRequest e) {
        assertThat(e.status()).isEqualTo(400);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(accepted).isBetween(300, ROUNDS - 100);
  }

  @Test
  void no_answer_breaks_the_readers() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    RandomMessages messages = new RandomMessages(random);
    Picodollars cost = Picodollars.ofDollars("0.5");
    int answers = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String answer =
          "{\"content\":"
              + messages.content()
              + ",\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"cost\":1}}";
      byte[] bytes = bytes(random, answer);
      try {
        if (PlainAnswer.read(bytes, 0, bytes.length) instanceof PlainAnswer plain) {
          byte[] spliced = plain.withCost(cost).toByteArray();
          assertThat(PlainAnswer.read(spliced, 0, spliced.length)).isInstanceOf(PlainAnswer.class);
        }
        if (AnswerReader.read(bytes, 0, bytes.length) instanceof Completion completion) {
          AnswerWriter.write(completion, "i", "m", cost);
          answers++;
        }
        Requests.ANTHROPIC.usage(bytes, 0, bytes.length);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(answers).isGreaterThan(300);
  }

  @Test
  void no_stream_breaks_the_relay_or_the_decoder() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    RandomMessages messages = new RandomMessages(random);
    int complete = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = bytes(random, Accumulator.stream(messages.content()));
      MessageRelay relay = new MessageRelay(600);
      MessageDecoder decoder = new MessageDecoder(600);
      MessageEncoder encoder = new MessageEncoder("i", "m", 1);
      Consumer<AnswerEvent> sink = encoder::encode;
      Pieces pieces = new Pieces(Picodollars.ofDollars("1"));
      try {
        for (int from = 0; from < bytes.length; ) {
          int length = Math.min(bytes.length - from, 1 + random.nextInt(300));
          relay.feed(bytes, from, length, pieces);
          decoder.feed(bytes, from, length, sink);
          from += length;
        }
        assertThat(relay.end(pieces)).isEqualTo(relay.isComplete());
        relay.reportedUsage();
        decoder.end(sink);
        encoder.closing(null, null, null);
        complete += relay.isComplete() ? 1 : 0;
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(complete).isBetween(300, ROUNDS - 100);
  }

  private static String describe(int round, byte[] bytes) {
    return "seed " + SEED + " round " + round + ": " + Arrays.toString(bytes);
  }

  /**
   * The sample with a few pieces put in, taken out or overwritten, or JSON of any shape, or noise.
   */
  private static byte[] bytes(SplittableRandom random, String sample) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      return noise;
    }
    if (kind == 1) {
      return new RandomJson(random).value(4).getBytes(UTF_8);
    }
    StringBuilder text = new StringBuilder(sample);
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
