package io.tollgate.adapters.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.RandomJson;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, each reader answers with a value or its own refusal. */
class GeminiAnyBytesTest {

  private static final long SEED = 20_261_123;
  private static final int ROUNDS = 3_000;

  private static final RequestHead HEAD = new RequestHead("m", true, Map.of());

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
    "\r\n\r\n",
    "\r",
    "data: ",
    "\"usageMetadata\":",
    "\"parts\":",
    "\"index\":-1",
    "{}",
    "[[[[",
    "\u0000",
    "\uFEFF",
    "9999999999999999999999",
    "\"cost\":{}",
    "'",
    "\"finishReason\":\"STOP\"",
    "1e-99999999",
    "7"
  };

  @Test
  void no_request_breaks_the_readers() {
    int translated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      byte[] bytes = bytes(new RandomGemini(random).request(), random);
      try {
        ClientCall call = new GeminiClient().read(HEAD, bytes, 0, bytes.length);
        assertThat(call.trail().isEmpty()).isFalse();
        Losses losses = new Losses();
        Wire.PROVIDER.write(call.conversation(), "gemini-3-pro", losses);
        translated++;
      } catch (MalformedRequest e) {
        assertThat(e.status()).isEqualTo(400);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(translated).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  @Test
  void no_answer_breaks_the_readers() throws MalformedRequest {
    ClientCall client = Wire.call(false, "{'contents':[{}]}");
    int answers = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      byte[] bytes = bytes(new RandomGemini(random).answer(), random);
      try {
        if (Wire.PROVIDER.read(bytes, 0, bytes.length) instanceof Completion completion) {
          byte[] written = client.answer(completion, "id", Wire.COST);
          assertThat(Wire.PROVIDER.read(written, 0, written.length)).isInstanceOf(Completion.class);
        }
        if (GeminiAnswer.read(bytes, 0, bytes.length) instanceof AnswerReading.Whole answer) {
          answer.reportedUsage();
          answer.servedTier();
          byte[] spliced = answer.withCost(Wire.COST).toByteArray();
          assertThat(GeminiAnswer.read(spliced, 0, spliced.length))
              .isInstanceOf(AnswerReading.Whole.class);
          answers++;
        }
        Wire.PROVIDER.usage(bytes, 0, bytes.length);
        Wire.PROVIDER.error(500, bytes, 0, bytes.length);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(answers).isGreaterThan(ROUNDS / 20);
  }

  @Test
  void no_stream_breaks_the_readers_and_both_agree_on_its_end() {
    int complete = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      String first = new RandomGemini(random).answer();
      String second = new RandomGemini(random).answer();
      byte[] bytes =
          bytes("data: " + flat(first) + "\r\n\r\ndata: " + flat(second) + "\r\n\r\n", random);
      try {
        Wire.Pieces pieces = new Wire.Pieces();
        AnswerStream relay = new GeminiRelay(1, 4_000);
        for (int from = 0; from < bytes.length; ) {
          int length = Math.min(bytes.length - from, 1 + random.nextInt(300));
          relay.feed(bytes, from, length, pieces);
          from += length;
        }
        assertThat(relay.end(pieces)).isEqualTo(relay.isComplete());
        relay.reportedUsage();
        relay.servedTier();
        complete += relay.isComplete() ? 1 : 0;
        List<AnswerEvent> events = Wire.decode(1, bytes, List.of(bytes.length));
        StreamEncoder encoder = new GeminiEncoder("id", "m", true);
        events.forEach(encoder::encode);
        encoder.closing(null, null, Wire.COST);
        if (relay.isComplete()) {
          assertThat(pieces.forwarded + pieces.closing(null)).isEqualTo(new String(bytes, UTF_8));
        }
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(complete).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  /** Without line ends between tokens, as an event has it. */
  private static String flat(String json) {
    return json.replace("\r", "").replace("\n", " ");
  }

  private static String describe(int round, byte[] bytes) {
    return "seed " + (SEED + round) + ": " + new String(bytes, UTF_8) + Arrays.toString(bytes);
  }

  private static byte[] bytes(String sample, SplittableRandom random) {
    int kind = random.nextInt(12);
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
    if (bytes.length > 0 && random.nextInt(6) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
