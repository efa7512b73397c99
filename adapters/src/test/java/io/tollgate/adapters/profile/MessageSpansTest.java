package io.tollgate.adapters.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.conversation.ConversationTrail;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.embeddings.EmbeddingsClient;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageSpansTest {

  private static final int ROUNDS = 300;
  private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";

  /** Every client dialect that talks, with its ways of writing a conversation. */
  enum Tongue {
    CHAT(
        new ChatClient(),
        "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":%s},%s],\"n\":1}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":%s#}]}",
        "{\"role\":\"assistant\",\"content\":%s}",
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":"
            + "\"function\",\"function\":{\"name\":\"f\",\"arguments\":%s}}]}",
        "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":%s}"),
    RESPONSES(
        new ResponsesClient(),
        "{\"model\":\"m\",\"instructions\":%s,\"input\":[%s],\"stream\":true}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":%s}]}",
        "{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
            + "[{\"type\":\"output_text\",\"text\":%s}]}",
        "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":%s}",
        "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":%s}"),
    ANTHROPIC(
        new AnthropicClient(),
        "{\"system\":[{\"type\":\"text\",\"text\":%s#}],\"messages\":[%s],\"model\":\"m\","
            + "\"max_tokens\":9}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":%s#},"
            + "{\"type\":\"text\",\"text\":\"and then\"#}]}",
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":%s#}]}",
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"f\","
            + "\"input\":{\"a\":%s}#}]}",
        "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\","
            + "\"content\":[{\"type\":\"text\",\"text\":%s#}]#}]}"),
    GEMINI(
        new GeminiClient(),
        "{\"systemInstruction\":{\"parts\":[{\"text\":%s}]},\"contents\":[%s]}",
        "{\"role\":\"user\",\"parts\":[{\"text\":%s}]}",
        "{\"role\":\"model\",\"parts\":[{\"text\":%s}]}",
        "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":%s}}}]}",
        "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":"
            + "{\"r\":%s}}}]}");

    private final ClientDialect dialect;
    private final String request;
    private final List<String> messages;

    Tongue(ClientDialect dialect, String request, String... messages) {
      this.dialect = dialect;
      this.request = request;
      this.messages = List.of(messages);
    }

    /** A message of any kind, with places where the cache may be marked. */
    String message(SplittableRandom random) {
      return messages.get(random.nextInt(messages.size())).formatted(text(random));
    }

    /** How the trail of messages begins that are written with marks of the cache at random. */
    ConversationTrail trail(SplittableRandom random, String system, List<String> messages) {
      StringBuilder body = new StringBuilder();
      String unmarked = request.formatted(system, String.join(",", messages));
      unmarked
          .chars()
          .forEach(c -> {
            if (c != '#') {
              body.append((char) c);
            } else if (random.nextInt(3) == 0) {
              body.append(MARK);
            }
          });
      return MessageSpansTest.trail(dialect, body.toString());
    }
  }

  private static ConversationTrail trail(ClientDialect dialect, String body) {
    byte[] bytes = ("before" + body + "after").getBytes(UTF_8);
    int length = bytes.length - "before".length() - "after".length();
    try {
      return dialect
          .read(new RequestHead("models/m", false, Map.of()), bytes, "before".length(), length)
          .trail();
    } catch (MalformedRequest e) {
      throw new AssertionError(body, e);
    }
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(List.of("a", "ä", "\\n", "\\\"", " ", "}", ",", "[").get(random.nextInt(8)));
    }
    return text.append(random.nextInt(1_000_000)).append('"').toString();
  }

  private static List<String> messages(Tongue tongue, SplittableRandom random, int count) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(i -> tongue.message(random)).toList());
  }

  private static boolean knows(ConversationTrail trail, long mark) {
    return IntStream.range(0, trail.size()).anyMatch(back -> trail.mark(back) == mark);
  }

  @ParameterizedTest
  @EnumSource
  void a_request_that_goes_on_has_the_last_mark_of_the_one_before(Tongue tongue) {
    SplittableRandom random = new SplittableRandom(20261130);
    for (int i = 0; i < ROUNDS; i++) {
      String system = text(random);
      List<String> messages = messages(tongue, random, 1 + random.nextInt(40));
      ConversationTrail before = tongue.trail(random, system, messages);
      int more = random.nextInt(ConversationTrail.MARKS_MAX + (tongue == Tongue.CHAT ? 0 : 1));
      messages.addAll(messages(tongue, random, more));
      ConversationTrail after = tongue.trail(random, system, messages);

      if (more == ConversationTrail.MARKS_MAX) {
        assertThat(knows(after, before.last())).as("too much came on top").isFalse();
      } else {
        assertThat(after.mark(more)).as("%s after %s", after, before).isEqualTo(before.last());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void another_message_order_or_system_prompt_makes_another_conversation(Tongue tongue) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < ROUNDS; i++) {
      String system = text(random);
      List<String> messages = messages(tongue, random, 2 + random.nextInt(10));
      long mark = tongue.trail(random, system, messages).last();
      List<String> longer = new ArrayList<>(messages);
      longer.addAll(messages(tongue, random, 3));

      int place = random.nextInt(messages.size());
      List<String> changed = new ArrayList<>(longer);
      changed.set(place, tongue.message(random));
      List<String> swapped = new ArrayList<>(longer);
      Collections.swap(swapped, place, place == 0 ? 1 : place - 1);
      List<String> shorter = new ArrayList<>(longer);
      shorter.remove(place);

      assertThat(knows(tongue.trail(random, system, longer), mark)).isTrue();
      assertThat(knows(tongue.trail(random, system, changed), mark)).as("changed").isFalse();
      assertThat(knows(tongue.trail(random, system, swapped), mark)).as("swapped").isFalse();
      assertThat(knows(tongue.trail(random, system, shorter), mark)).as("left out").isFalse();
      assertThat(knows(tongue.trail(random, text(random), longer), mark)).as("system").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_trail_has_a_mark_for_each_of_the_latest_messages(Tongue tongue) {
    SplittableRandom random = new SplittableRandom(3);
    for (int count = 1; count < 40; count++) {
      ConversationTrail trail = tongue.trail(random, "\"\"", messages(tongue, random, count));
      int all = count + (tongue == Tongue.CHAT ? 1 : 0);
      assertThat(trail.size()).isEqualTo(Math.min(all, ConversationTrail.MARKS_MAX));
      assertThat(IntStream.range(0, trail.size()).mapToLong(trail::mark).distinct().count())
          .isEqualTo(trail.size());
    }
  }

  @Test
  void the_system_prompt_counts_wherever_it_is_written() {
    String before =
        "{\"model\":\"m\",\"max_tokens\":9,\"system\":\"be kind\",\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"hello\"}]}";
    String after =
        "{\"model\":\"other\",\"max_tokens\":7,\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"hello\"}],\"system\":\"be kind\"}";
    assertThat(trail(new AnthropicClient(), after)).isEqualTo(trail(new AnthropicClient(), before));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"hello\"|[{\"type\":\"text\",\"text\":\"hello\"}]",
        "\"hello\"|[{\"type\":\"text\",\"text\":\"hello\",\"cache_control\":{}}]",
        "\"\\\"\"|[{\"cache_control\":{\"type\":\"ephemeral\"},\"text\":\"\\\"\",\"type\":\"text\"}]",
        "[{\"type\":\"tool_use\",\"id\":\"1\"}]|"
            + "[{\"cache_control\":null,\"type\":\"tool_use\",\"id\":\"1\"}]",
        "[{\"type\": \"image\"}, {\"type\": \"text\"}]|"
            + "[{\"type\": \"image\", \"cache_control\": {}}, {\"type\": \"text\"}]"
      })
  void what_is_written_otherwise_to_mark_it_for_the_cache_is_the_same(String one, String other) {
    String request =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":%s}]}";
    AnthropicClient anthropic = new AnthropicClient();
    assertThat(trail(anthropic, request.formatted(other)))
        .isEqualTo(trail(anthropic, request.formatted(one)));
    assertThat(trail(anthropic, request.formatted("\"hell\"")))
        .isNotEqualTo(trail(anthropic, request.formatted(one)));
  }

  @Test
  void two_texts_are_not_the_one_that_they_would_be_together() {
    String request =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":%s}]}";
    String text = "{\"type\":\"text\",\"text\":\"a\"}";
    AnthropicClient anthropic = new AnthropicClient();
    ConversationTrail one = trail(anthropic, request.formatted("[" + text + "]"));
    assertThat(trail(anthropic, request.formatted("[" + text + "," + text + "]")))
        .isNotEqualTo(one);
    assertThat(
            trail(
                anthropic,
                request.formatted("[{\"type\":\"text\",\"text\":\"a\",\"citations\":[]}]")))
        .isNotEqualTo(one);
  }

  @Test
  void a_text_is_a_conversation_of_one_message() {
    ResponsesClient responses = new ResponsesClient();
    String request = "{\"model\":\"m\",\"input\":%s,\"instructions\":%s}";
    ConversationTrail trail = trail(responses, request.formatted("\"hi\"", "\"be kind\""));
    assertThat(trail.size()).isEqualTo(1);
    assertThat(trail(responses, request.formatted("\"ho\"", "\"be kind\""))).isNotEqualTo(trail);
    assertThat(trail(responses, request.formatted("\"hi\"", "\"be rude\""))).isNotEqualTo(trail);
    assertThat(
            trail(responses, "{\"instructions\":\"be kind\",\"input\" : \"hi\" ,\"model\":\"m\"}"))
        .isEqualTo(trail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\"resp_1\"}",
        "{\"model\":\"m\",\"input\":\"hi\",\"conversation\":\"conv_1\"}",
        "{\"model\":\"m\",\"input\":\"hi\",\"conversation\":{\"id\":\"conv_1\"}}",
        "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}"
      })
  void what_the_provider_keeps_of_a_conversation_is_not_guessed(String body) {
    assertThat(trail(new ResponsesClient(), body)).isEqualTo(ConversationTrail.NONE);
  }

  @Test
  void embeddings_are_no_conversation() {
    assertThat(trail(new EmbeddingsClient(), "{\"model\":\"m\",\"input\":\"hi\"}").isEmpty())
        .isTrue();
  }
}
