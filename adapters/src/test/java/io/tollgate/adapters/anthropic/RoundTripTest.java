package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.JsonTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What this dialect says and a conversation has a word for comes back as it was.
 *
 * <p>Texts and blocks of one text are the same thing in this dialect, and a system message that
 * begins the conversation is its system prompt: both sides of a comparison are written the longer
 * way.
 */
class RoundTripTest {

  private static final long SEED = 20_261_121;
  private static final int ROUNDS = 1_000;

  @Test
  void a_request_comes_back_as_it_was() throws Exception {
    RandomMessages random = new RandomMessages(new SplittableRandom(SEED));
    for (int round = 0; round < ROUNDS; round++) {
      String json = random.request();
      Conversation conversation = Requests.read(json).conversation();
      Losses losses = new Losses();
      byte[] written = Requests.ANTHROPIC.write(conversation, "m", losses).body().toByteArray();

      assertThat(longWay(JsonTree.parse(written)))
          .as("seed %d round %d: %s", SEED, round, json)
          .isEqualTo(longWay(JsonTree.parse(json)));
      assertThat(losses.all()).as(json).isEmpty();
    }
  }

  @Test
  void a_budget_comes_back_as_it_was() throws Exception {
    String json =
        "{\"model\":\"m\",\"max_tokens\":9000,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],"
            + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096,\"display\":\"omitted\"},"
            + "\"output_config\":{\"effort\":\"low\"}}";

    byte[] written =
        Requests.ANTHROPIC
            .write(Requests.read(json).conversation(), "m", new Losses())
            .body()
            .toByteArray();

    assertThat(JsonTree.parse(written)).isEqualTo(JsonTree.parse(json));
  }

  @Test
  void an_answer_comes_back_as_it_was() {
    SplittableRandom seeded = new SplittableRandom(SEED + 1);
    RandomMessages random = new RandomMessages(seeded);
    String[] ends = {
      "\"stop_reason\":\"end_turn\"",
      "\"stop_reason\":\"max_tokens\"",
      "\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"",
      "\"stop_reason\":\"pause_turn\"",
      "\"stop_reason\":\"model_context_window_exceeded\"",
      "\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":\"e\"}"
    };
    for (int round = 0; round < ROUNDS; round++) {
      String content = random.content();
      String end =
          content.contains("tool_use\"")
              ? "\"stop_reason\":\"tool_use\""
              : ends[seeded.nextInt(ends.length)];
      String json =
          "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"container\":null,"
              + "\"content\":"
              + content
              + ","
              + end
              + ",\"usage\":{\"input_tokens\":3,\"output_tokens\":9,\"cache_read_input_tokens\":2,"
              + "\"cache_creation_input_tokens\":5,\"cache_creation\":{\"ephemeral_5m_input_tokens\":1,"
              + "\"ephemeral_1h_input_tokens\":4},\"output_tokens_details\":{\"thinking_tokens\":2},"
              + "\"service_tier\":\"priority\"}}";
      byte[] body = json.getBytes(UTF_8);
      CompletionReading read = Requests.ANTHROPIC.read(body, 0, body.length);
      assertThat(read).isInstanceOf(Completion.class);
      byte[] written = AnswerWriter.write((Completion) read, "msg_1", "asked", null);

      assertThat(withoutNulls(JsonTree.parse(written)))
          .as("seed %d round %d: %s", SEED, round, json)
          .isEqualTo(withoutNulls(JsonTree.parse(json)));
    }
  }

  /** An answer's blocks as the provider would stream them, decoded and encoded again. */
  @Test
  void a_stream_says_what_the_answer_says() {
    RandomMessages random = new RandomMessages(new SplittableRandom(SEED + 2));
    for (int round = 0; round < ROUNDS; round++) {
      String content = random.content();
      String stream = Accumulator.stream(content);
      String again = encodeAgain(stream);

      assertThat(Accumulator.content(again))
          .as("seed %d round %d: %s", SEED, round, content)
          .isEqualTo(JsonTree.parse(content));
      assertThat(again).endsWith(Streams.stop());
    }
  }

  private static String encodeAgain(String stream) {
    MessageEncoder encoder = new MessageEncoder("msg_1", "m", 1);
    StringBuilder written = new StringBuilder();
    ReportedUsage usage = null;
    for (AnswerEvent event : Streams.decode(stream)) {
      switch (event) {
        case AnswerEvent.Metered metered -> usage = metered.usage();
        case AnswerEvent.Ended _ ->
            written.append(new String(encoder.closing(usage, null, null), UTF_8));
        default -> written.append(new String(encoder.encode(event), UTF_8));
      }
    }
    return written.toString();
  }

  @Test
  void names_are_safe_and_found_again() {
    SplittableRandom random = new SplittableRandom(SEED + 3);
    String[] pieces = {"_x", "41", "_", "x", "a", ":", ".", "é", "😀", "-", "7", "_x5f_"};
    Map<String, String> seen = new LinkedHashMap<>();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String safe = SafeName.encode(text.toString());
      assertThat(safe).matches("[a-zA-Z0-9_-]+");
      assertThat(SafeName.decode(safe)).isEqualTo(text.toString());
      assertThat(seen.merge(safe, text.toString(), (one, two) -> one)).isEqualTo(text.toString());
    }
    assertThat(SafeName.encode("toolu_01A")).isEqualTo("toolu_01A");
  }

  @SuppressWarnings("unchecked")
  private static Object longWay(Object request) {
    Map<String, Object> members = new LinkedHashMap<>((Map<String, Object>) request);
    List<Object> messages = new ArrayList<>();
    for (Object message : (List<Object>) members.getOrDefault("messages", List.of())) {
      Map<String, Object> fields = new LinkedHashMap<>((Map<String, Object>) message);
      fields.compute("content", (name, content) -> blocks(content));
      messages.add(fields);
    }
    if (!members.containsKey("system")
        && !messages.isEmpty()
        && messages.getFirst() instanceof Map<?, ?> first
        && "system".equals(first.get("role"))) {
      members.put("system", Objects.requireNonNull(first.get("content")));
      messages.removeFirst();
    }
    members.put("messages", messages);
    members.computeIfPresent("system", (name, system) -> blocks(system));
    return members;
  }

  @SuppressWarnings("unchecked")
  private static Object blocks(@Nullable Object content) {
    if (content instanceof String text) {
      return List.of(Map.of("type", "text", "text", text));
    }
    List<Object> blocks = new ArrayList<>();
    for (Object block : (List<Object>) Objects.requireNonNull(content)) {
      Map<String, Object> fields = new LinkedHashMap<>((Map<String, Object>) block);
      if ("tool_result".equals(fields.get("type"))) {
        fields.computeIfPresent("content", (name, inner) -> blocks(inner));
      }
      blocks.add(fields);
    }
    return blocks;
  }

  private static Object withoutNulls(Object tree) {
    if (!(tree instanceof Map<?, ?> members)) {
      return tree;
    }
    Map<Object, Object> rest = new LinkedHashMap<>();
    members.forEach((name, value) -> {
      if (!Objects.equals(value, JsonTree.NULL)) {
        rest.put(name, name.equals("content") ? value : withoutNulls(value));
      }
    });
    return rest;
  }
}
