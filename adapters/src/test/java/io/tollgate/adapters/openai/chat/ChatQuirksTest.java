package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where providers differ from OpenAI, a request is written as they take it. */
class ChatQuirksTest {

  private static final String USER = "{\"role\":\"user\",\"content\":\"x\"}";
  private static final String CALL =
      "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_12345\",\"type\":\"function\","
          + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}";
  private static final String RESULT =
      "{\"role\":\"tool\",\"tool_call_id\":\"call_12345\",\"content\":\"r\"}";

  private final Losses losses = new Losses();

  private static ChatRequest request(String messages, String more) throws MalformedRequest {
    String body = "{\"model\":\"m\",\"messages\":[" + messages + "]" + more + "}";
    return ChatRequest.read(body.getBytes(UTF_8));
  }

  private String written(ChatRequest request, Quirk... quirks) throws MalformedRequest {
    return new String(
        ChatConversationWriter.write(request.conversation(), "m", Set.of(quirks), losses), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "MAX_TOKENS             | ,\"max_completion_tokens\":5",
        "ONE_CHOICE             | ,\"n\":2",
        "NO_JSON_SCHEMA         |"
            + " ,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}",
        "NO_PARALLEL_TOOL_CALLS | ,\"parallel_tool_calls\":false",
        "NO_FORCED_TOOL         | ,\"tool_choice\":\"required\"",
        "NO_FORCED_TOOL         |"
            + " ,\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
        "NO_STREAM_OPTIONS      | ,\"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "NO_SAMPLING            | ,\"temperature\":1",
        "NO_SERVING_HINTS       | ,\"store\":false"
      })
  void a_request_passes_through_unless_it_meets_the_quirk(Quirk quirk, String member)
      throws MalformedRequest {
    ChatRequest meets = request(USER, member);
    ChatRequest plain =
        request(USER, ",\"max_tokens\":5,\"n\":1,\"tool_choice\":\"auto\",\"stop\":null");

    assertThat(meets.meets()).containsExactly(quirk);
    assertThat(provider(quirk).passThrough(meets, "up")).isNull();
    assertThat(provider(quirk).passThrough(plain, "up")).isNotNull();
    assertThat(others(quirk).passThrough(meets, "up")).isNotNull();
  }

  private static ChatProvider provider(Quirk quirk) {
    return new ChatProvider(UsageRule.OPENAI, Set.of(quirk), ChatProvider.ENDPOINTS);
  }

  private static ChatProvider others(Quirk quirk) {
    Set<Quirk> others = EnumSet.complementOf(EnumSet.of(quirk));
    return new ChatProvider(UsageRule.OPENAI, others, ChatProvider.ENDPOINTS);
  }

  @Test
  void messages_may_meet_a_quirk_too() throws MalformedRequest {
    assertThat(request("{\"role\":\"developer\",\"content\":\"x\"}", "").meets())
        .containsExactly(Quirk.NO_DEVELOPER_ROLE);
    assertThat(request(CALL + "," + RESULT, "").meets())
        .containsExactlyInAnyOrder(Quirk.REASONING_CONTENT, Quirk.NINE_CHAR_CALL_IDS);
    String thought = CALL.replace("\"tool_calls\"", "\"reasoning_content\":\"\",\"tool_calls\"");
    String fits = (thought + "," + RESULT).replace("call_12345", "Abc123xyz");
    assertThat(request(fits, "").meets()).isEmpty();
  }

  @Test
  void the_best_that_the_provider_has_is_asked_for() throws MalformedRequest {
    String all =
        ",\"max_completion_tokens\":5,\"parallel_tool_calls\":true,\"stream\":true,"
            + "\"stream_options\":{\"include_obfuscation\":false},\"n\":1,\"tool_choice\":\"auto\","
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"store\":false";
    ChatRequest request = request("{\"role\":\"developer\",\"content\":\"x\"}," + CALL, all);

    assertThat(written(request, Quirk.values()))
        .contains("\"role\":\"system\"", "\"max_tokens\":5", "\"reasoning_content\":\"\"")
        .contains("\"tool_choice\":\"auto\"", "\"n\":1", "\"stream\":true")
        .doesNotContain("developer", "max_completion_tokens", "stream_options")
        .doesNotContain("parallel_tool_calls", "store");
    assertThat(losses.all()).isEmpty();
  }

  @Test
  void what_has_no_equivalent_is_said_to_be_lost() throws MalformedRequest {
    String all =
        ",\"n\":2,\"tool_choice\":\"required\",\"temperature\":0.5,\"parallel_tool_calls\":false,"
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"store\":true,"
            + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"},\"x_extra\":1}}";

    assertThat(written(request(USER, all), Quirk.values()))
        .contains("\"response_format\":{\"type\":\"json_object\"}")
        .contains(
            "{\"role\":\"system\",\"content\":\"Answer with a JSON object that follows this JSON")
        .contains("{\\\"type\\\":\\\"object\\\"}")
        .doesNotContain("required", "temperature", "json_schema", "x_extra");
    assertThat(losses.all().stream().filter(loss -> loss.weight() == Loss.Weight.MEANING))
        .extracting(Loss::field)
        .containsExactlyInAnyOrder(
            "n", "tool_choice", "temperature", "parallel_tool_calls", "response_format");
    assertThat(losses.all().stream().filter(loss -> loss.weight() == Loss.Weight.HINT))
        .extracting(Loss::field)
        .containsExactly("store");
  }

  @Test
  void ids_of_calls_fit_and_still_belong_together() throws MalformedRequest {
    String longId = "toolu_" + "x".repeat(60);
    String messages = (CALL + "," + RESULT).replace("call_12345", longId);

    String nine = written(request(messages, ""), Quirk.NINE_CHAR_CALL_IDS);
    String forty = written(request(messages, ""));

    for (String json : List.of(nine, forty)) {
      String id = json.replaceAll(".*\"tool_call_id\":\"([^\"]*)\".*", "$1");
      assertThat(json).contains("\"id\":\"" + id + "\"").doesNotContain(longId);
      assertThat(id).matches(json.equals(nine) ? "[a-zA-Z0-9]{9}" : "[a-zA-Z0-9_]{1,40}");
    }
  }

  @Test
  void a_name_that_openai_refuses_becomes_another_that_is_its_own() {
    String ending = "/tool";
    String name = "server.".repeat(20);

    assertThat(ToolNames.fit("plain_Name-1")).isEqualTo("plain_Name-1");
    assertThat(ToolNames.fit(name)).matches("[a-zA-Z0-9_-]{1,64}");
    assertThat(ToolNames.fit(name)).isEqualTo(ToolNames.fit(name));
    assertThat(ToolNames.fit(name)).isNotEqualTo(ToolNames.fit(name + ending));
    assertThat(ToolNames.fit("a.b")).isNotEqualTo(ToolNames.fit("a/b")).startsWith("a_b_");
  }
}
