package io.tollgate.adapters.openai.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.RandomJson;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.money.Picodollars;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever the bytes, each reader answers with a value or its own refusal. */
class AnyBytesTest {

  private static final long SEED = 20_261_125;

  private static final Picodollars COST = Picodollars.ofDollars("0.5");

  private static final String[] REQUESTS = {
    "{\"model\":\"a\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"日本\"},"
        + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA\"},{\"type\":\"input_file\",\"file_data\":\"x\"}]},"
        + "{\"type\":\"reasoning\",\"id\":\"rs_tg_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"t\"}],"
        + "\"encrypted_content\":\"tollgate:a:s:b\"},{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"n\",\"arguments\":\"{}\"},"
        + "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[]},{\"id\":\"msg_1\"}],"
        + "\"previous_response_id\":\"resp_1\",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"custom\",\"name\":\"c\"}]},"
        + "{\"type\":\"web_search\"}],\"tool_choice\":{\"type\":\"custom\",\"name\":\"c\"},\"text\":{\"format\":{\"type\":\"json_schema\","
        + "\"schema\":{}}},\"reasoning\":{\"effort\":\"low\"},\"include\":[\"reasoning.encrypted_content\"],\"metadata\":{\"task\":\"t\"}}"
  };

  private static final String[] ANSWERS = {
    "{\"id\":\"r\",\"model\":\"m\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"},\"output\":["
        + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"x\",\"annotations\":[{}],\"logprobs\":[{}]}]},"
        + "{\"type\":\"function_call\",\"name\":\"n\"},{\"type\":\"reasoning\",\"summary\":[{\"text\":\"t\"}]}],"
        + "\"usage\":{\"input_tokens\":1.0,\"output_tokens\":2,\"cost\":1,\"input_tokens_details\":{\"cached_tokens\":1}}}"
  };

  private static final String[] STREAMS = {
    "\uFEFF: ping\r\n\r\n"
        + "event: response.created\n"
        + "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\"}}\n\n"
        + "data:"
        + " {\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\"}}\n\n"
        + "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"é\"}\r\r"
        + "data:"
        + " {\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"type\":\"function_call\",\"name\":\"f\"}}\n\n"
        + "data:"
        + " {\"type\":\"response.function_call_arguments.delta\",\"output_index\":1,\"delta\":\"{\"}\n\n"
        + "data: {\"type\":\"response.completed\",\n"
        + "data:"
        + " \"response\":{\"output\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}}\n\n",
    "data:"
        + " {\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\"m\",\"code\":\"c\"}}}\n\n",
    "event: error\ndata: {\"type\":\"error\",\"message\":\"m\",\"code\":null}\n\n"
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
    "\"type\":",
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
    for (int round = 0; round < 15_000; round++) {
      byte[] bytes = bytes(random, REQUESTS);
      try {
        ResponsesRequest request =
            ResponsesRequestReader.read(bytes, 0, bytes.length, Continuation.NONE);
        accepted++;
        byte[] spliced = request.splice("x").toByteArray();
        assertThat(
                ResponsesRequestReader.read(spliced, 0, spliced.length, Continuation.NONE)
                    .profile()
                    .model())
            .isEqualTo("x");
        JsonNode earlier = JsonDocument.read("{\"role\":\"user\",\"content\":\"a\"}");
        ResponsesRequest after = request.after(List.of(earlier), id -> earlier);
        assertThat(after.previousResponseId()).isNull();
        request.encoder("1", 1).closing(null, null, null);
        Responses.PROVIDER.write(request.conversation(), "m", new Losses());
      } catch (MalformedRequest e) {
        assertThat(e.status()).isEqualTo(400);
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(accepted).isBetween(500, 14_000);
  }

  @Test
  void no_answer_breaks_the_readers() throws MalformedRequest {
    int answers = 0;
    SplittableRandom random = new SplittableRandom(SEED + 1);
    ResponsesRequest request = Responses.request("{'model':'m'}");
    for (int round = 0; round < 15_000; round++) {
      byte[] bytes = bytes(random, ANSWERS);
      try {
        if (ResponsesAnswer.read(bytes, 0, bytes.length) instanceof AnswerReading.Whole answer) {
          byte[] spliced = answer.withCost(COST).toByteArray();
          assertThat(ResponsesAnswer.read(spliced, 0, spliced.length))
              .isInstanceOf(AnswerReading.Whole.class);
          answers++;
        }
        if (Responses.PROVIDER.read(bytes, 0, bytes.length) instanceof Completion completion) {
          request.answer(completion, "1", COST);
        }
        request.turn(Segments.of(bytes, 0, bytes.length));
      } catch (RuntimeException e) {
        fail(describe(round, bytes), e);
      }
    }
    assertThat(answers).isGreaterThan(300);
  }

  @Test
  void no_stream_breaks_the_relay_or_the_decoder() {
    SplittableRandom random = new SplittableRandom(SEED + 2);
    for (int round = 0; round < 15_000; round++) {
      byte[] bytes = bytes(random, STREAMS);
      try {
        ResponsesRelay relay = new ResponsesRelay(400);
        Responses.Relayed relayed = Responses.relayed(relay, bytes, random);
        assertThat(relayed.closing != null).isEqualTo(relay.isComplete());
        if (relayed.closing != null) {
          relayed.closing.bytes(COST);
        }
        relay.reportedUsage();
        assertThat(Responses.decoded(bytes, random)).isEqualTo(Responses.decoded(bytes, null));
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
  private static byte[] bytes(SplittableRandom random, String[] samples) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      return noise;
    }
    if (kind == 1) {
      return new RandomJson(random).value(4).getBytes(UTF_8);
    }
    StringBuilder text = new StringBuilder(samples[random.nextInt(samples.length)]);
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
