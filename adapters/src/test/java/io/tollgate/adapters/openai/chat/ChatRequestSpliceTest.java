package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.json.JsonTree;
import io.tollgate.adapters.json.RandomJson;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestSpliceTest {

  private static final String MESSAGES = "\"messages\":[{\"content\":\"x\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"stream\":true,\"model\":\"a\",M}"
            + "|{\"stream\":true,\"model\":\"b\",\"stream_options\":{\"include_usage\":true},M}",
        "{\"stream\":true,\"stream_options\":null,\"model\":\"a\",M}"
            + "|{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"b\",M}",
        "{\"stream\":true,\"model\":\"a\",M,\"stream_options\": { } }"
            + "|{\"stream\":true,\"model\":\"b\",M,\"stream_options\": {\"include_usage\":true } }",
        "{\"stream\":true,\"model\":\"a\",M,\"stream_options\":{\"include_obfuscation\":false}}"
            + "|{\"stream\":true,\"model\":\"b\",M,\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}}",
        "{\"stream\":true,\"model\":\"a\",M,\"stream_options\":{\"x\":1,\"include_usage\" :"
            + " false}}|{\"stream\":true,\"model\":\"b\",M,\"stream_options\":{\"x\":1,\"include_usage\""
            + " : true}}",
        "{\"stream\":true,\"model\":\"a\",M,\"stream_options\":{\"include_usage\":null}}"
            + "|{\"stream\":true,\"model\":\"b\",M,\"stream_options\":{\"include_usage\":true}}",
        "{\"stream\":true,\"model\":\"a\",M,\"stream_options\":{\"include_usage\":true}}"
            + "|{\"stream\":true,\"model\":\"b\",M,\"stream_options\":{\"include_usage\":true}}",
        "{\"stream\":false,\"model\" : \"a\" ,M}|{\"stream\":false,\"model\" : \"b\" ,M}",
        "{\"usage\":{\"include\":true},\"model\":\"a\",M}|{\"model\":\"b\",M}",
        "{\"model\":\"a\",M,\"usage\" : {\"include\": false} }|{\"model\":\"b\",M }",
        "{\"stream\":true,M,\"model\":\"a\",\"usage\":{\"include\":true}}"
            + "|{\"stream\":true,M,\"model\":\"b\",\"stream_options\":{\"include_usage\":true}}",
        "{\"stream\":true,\"model\":\"a\" , \"usage\":{\"include\":true} , M}"
            + "|{\"stream\":true,\"model\":\"b\",\"stream_options\":{\"include_usage\":true} ,  M}",
        "{\"\\u006dodel\":\"\\u0061\",M}|{\"\\u006dodel\":\"b\",M}",
      })
  void asks_for_usage_in_the_smallest_way(String body, String expected) throws MalformedRequest {
    ChatRequest request = ChatRequest.read(body.replace("M", MESSAGES).getBytes(UTF_8));

    assertThat(new String(request.splice("b", true).toByteArray(), UTF_8))
        .isEqualTo(expected.replace("M", MESSAGES));
  }

  @Test
  void the_model_name_is_escaped() throws MalformedRequest {
    ChatRequest request = ChatRequest.read(("{\"model\":\"a\"," + MESSAGES + "}").getBytes(UTF_8));

    byte[] spliced = request.splice("a\"b\\c\n/日本", false).toByteArray();

    assertThat(JsonTree.object(spliced)).containsEntry("model", "a\"b\\c\n/日本");
  }

  @Test
  void the_prompt_is_sent_from_the_body_itself() throws MalformedRequest {
    byte[] body = ("{\"model\":\"a\"," + MESSAGES + ",\"stream\":true}").getBytes(UTF_8);
    List<byte[]> arrays = new ArrayList<>();

    ChatRequest.read(body).splice("b", true).forEach((array, offset, length) -> arrays.add(array));

    assertThat(arrays.getFirst()).isSameAs(body);
    assertThat(arrays.getLast()).isSameAs(body);
  }

  @Test
  void nothing_but_the_model_and_the_usage_option_ever_changes() throws MalformedRequest {
    long seed = 20_261_121;
    SplittableRandom random = new SplittableRandom(seed);
    RandomJson json = new RandomJson(random);
    for (int round = 0; round < 15_000; round++) {
      String text = body(json);
      byte[] body = text.getBytes(UTF_8);
      boolean force = random.nextBoolean();
      ChatRequest request = ChatRequest.read(body);
      Segments segments = request.splice("up/stream", force);
      byte[] spliced = segments.toByteArray();

      assertThat(spliced).hasSize(segments.length());
      assertThat(JsonTree.parse(spliced))
          .as("seed %d round %d: %s", seed, round, text)
          .isEqualTo(expected(JsonTree.object(body), force));
      // Only the old model name, in its longest escaped form, and one literal are left out.
      assertThat(leftOut(body, segments))
          .as("seed %d round %d: %s", seed, round, text)
          .isLessThan(6 * 20 + 2 + 5);
    }
  }

  private static Map<String, Object> expected(Map<String, Object> original, boolean force) {
    Map<String, Object> expected = new LinkedHashMap<>(original);
    expected.put("model", "up/stream");
    if (force && Boolean.TRUE.equals(original.get("stream"))) {
      Map<String, Object> options = new LinkedHashMap<>();
      if (original.get("stream_options") instanceof Map<?, ?> given) {
        given.forEach((name, value) -> options.put((String) name, value));
      }
      options.put("include_usage", true);
      expected.put("stream_options", options);
    }
    return expected;
  }

  /** How many bytes of the body the segments leave out. */
  private static int leftOut(byte[] body, Segments segments) {
    int[] taken = new int[1];
    segments.forEach(
        (array, offset, length) -> taken[0] += Arrays.equals(array, body) ? length : 0);
    return body.length - taken[0];
  }

  private static String body(RandomJson json) {
    List<String> members = new ArrayList<>();
    members.add(json.member("model", json.string("m" + json.text())));
    List<String> messages = new ArrayList<>();
    for (int i = 1 + json.below(3); i > 0; i--) {
      messages.add(
          json.object(
              List.of(
                  json.member("role", json.string("user")),
                  json.member(
                      "content", json.below(2) == 0 ? json.string(json.text()) : json.value(3)),
                  json.member("model", json.value(1)))));
    }
    members.add(json.member("messages", json.array(messages)));
    if (json.below(4) > 0) {
      members.add(json.member("stream", json.below(4) > 0 ? "true" : "false"));
    }
    switch (json.below(5)) {
      case 0 -> members.add(json.member("stream_options", "null"));
      case 1 -> members.add(json.member("stream_options", json.object(List.of())));
      case 2 ->
          members.add(
              json.member("stream_options", json.object(List.of(json.member("z", json.value(2))))));
      case 3 ->
          members.add(
              json.member(
                  "stream_options",
                  json.object(
                      List.of(
                          json.member("z", json.value(2)),
                          json.member(
                              "include_usage",
                              List.of("true", "false", "null").get(json.below(3)))))));
      default -> {}
    }
    if (json.below(2) == 0) {
      members.add(json.member("tools", json.array(List.of(json.value(3), json.value(3)))));
    }
    if (json.below(2) == 0) {
      members.add(json.member("x-extra", json.value(3)));
    }
    return json.space() + json.object(members) + json.space();
  }
}
