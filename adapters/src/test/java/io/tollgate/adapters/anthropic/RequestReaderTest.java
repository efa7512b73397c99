package io.tollgate.adapters.anthropic;

import static io.tollgate.adapters.anthropic.Requests.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.routing.RequestProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  /** The shape in which a coding agent asks, composed from what its requests are known to hold. */
  static final String AGENT =
      """
      {"model":"claude-opus-5-5","max_tokens":32000,"stream":true,
       "system":[{"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
       "messages":[
        {"role":"user","content":[{"type":"text","text":"fix it"},
          {"type":"text","text":"<reminder>","cache_control":{"type":"ephemeral"}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},
          {"type":"tool_use","id":"toolu_01","name":"Bash","input":{"command":"ls"},"caller":{"type":"direct"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01","content":[
          {"type":"text","text":"a.txt"},
          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}],"is_error":false}]},
        {"role":"system","content":"The date has changed."}],
       "tools":[{"name":"Bash","description":"run","input_schema":{"type":"object","properties":{"command":{"type":"string"}}},
          "eager_input_streaming":true},{"type":"web_search_20260318","name":"web_search"}],
       "thinking":{"type":"adaptive","display":"summarized"},
       "output_config":{"effort":"high"},
       "context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},
       "metadata":{"user_id":"user_1_session_2"}}
      """;

  @Test
  void an_agents_request_is_understood() throws Exception {
    RequestProfile profile = read(AGENT).profile();

    assertThat(profile.model()).isEqualTo("claude-opus-5-5");
    assertThat(profile.stream()).isTrue();
    assertThat(profile.streamUsage()).isTrue();
    assertThat(profile.messages()).isEqualTo(4);
    assertThat(profile.tools()).isEqualTo(2);
    assertThat(profile.maxOutputTokens()).isEqualTo(32_000);
    assertThat(profile.needs()).containsExactlyInAnyOrder(Capability.TOOLS, Capability.IMAGES);
    assertThat(profile.user()).isEqualTo("user_1_session_2");
    assertThat(profile.inputTokens()).isBetween(1_050L, 1_200L);
    assertThat(read(AGENT).isThreaded()).isFalse();
  }

  @Test
  void schemas_and_files_are_needs_and_text_documents_are_none() throws Exception {
    assertThat(
            read(with(
                    "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}},"
                        + document("base64")))
                .profile()
                .needs())
        .containsExactlyInAnyOrder(Capability.JSON_SCHEMA, Capability.FILES);
    assertThat(read(with(document("text"))).profile().needs()).isEmpty();
  }

  private static String document(String source) {
    return "\"messages\":[{\"role\":\"user\",\"content\":[{\"source\":{\"data\":\"AAAA\",\"type\":\""
        + source
        + "\",\"media_type\":\"text/plain\"},\"type\":\"document\"}]}]";
  }

  private static String with(String members) {
    return "{\"model\":\"m\",\"max_tokens\":1," + members + "}";
  }

  @Test
  void texts_are_counted_wherever_they_are_and_signatures_are_not() throws Exception {
    String text = "x".repeat(1_000);
    String[] contents = {
      "\"" + text + "\"",
      "[{\"type\":\"text\",\"text\":\"" + text + "\"}]",
      "[{\"type\":\"tool_result\",\"tool_use_id\":\"" + text + "\",\"content\":\"" + text + "\"}]",
      "[{\"type\":\"thinking\",\"thinking\":\"" + text + "\",\"signature\":\"" + text + "\"}]",
      "[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"\",\"input\":{\"a\":[\"" + text + "\"]}}]"
    };
    for (String content : contents) {
      assertThat(
              read(with("\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]"))
                  .profile()
                  .promptBytes())
          .as(content.substring(0, 20))
          .isEqualTo(1_000);
    }
  }

  @Test
  void a_count_needs_no_limit_on_the_output() throws Exception {
    String json = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    byte[] body = json.getBytes(UTF_8);

    assertThat(
            new AnthropicClient()
                .readCount(RequestHead.NONE, body, 0, body.length)
                .profile()
                .inputTokens())
        .isPositive();
    assertThat(new String(new AnthropicClient().countBody(12), UTF_8))
        .isEqualTo("{\"input_tokens\":12}");
    refused(json, "missing_required_parameter", "max_tokens");
  }

  @Test
  void what_cannot_be_served_is_refused_by_name() {
    refused("", "invalid_json", null);
    refused("[]", "invalid_type", null);
    refused("{\"model\":\"m\"", "invalid_json", null);
    refused("{\"max_tokens\":1,\"messages\":[{}]}", "missing_required_parameter", "model");
    refused("{\"max_tokens\":1,\"model\":\"m\"}", "missing_required_parameter", "messages");
    refused(with("\"messages\":[]"), "empty_array", "messages");
    refused(with("\"messages\":[1]"), "invalid_type", "messages[0]");
    refused(with("\"messages\":[{}],\"stream\":1"), "invalid_type", "stream");
    refused(with("\"messages\":[{}],\"tools\":{}"), "invalid_type", "tools");
    refused(with("\"messages\":[{}],\"api_base\":\"x\""), "forbidden_parameter", "api_base");
    refused(with("\"messages\":[{}],\"usage\":{}"), "forbidden_parameter", "usage");
    refused(with("\"model\":\"n\",\"messages\":[{}]"), "duplicate_key", null);
    refused("{\"model\":\"m\",\"max_tokens\":1.5,\"messages\":[{}]}", "invalid_type", "max_tokens");
  }

  private static void refused(String json, String code, @Nullable String param) {
    assertThatThrownBy(() -> read(json))
        .asInstanceOf(type(MalformedRequest.class))
        .satisfies(e -> {
          assertThat(e.status()).isEqualTo(400);
          assertThat(e.code()).isEqualTo(code);
          assertThat(e.param()).isEqualTo(param);
        });
  }

  @Test
  void the_conversation_refuses_wrong_shapes_by_their_place() throws Exception {
    String[][] cases = {
      {"\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]", "messages[0].role"},
      {"\"messages\":[{\"role\":\"user\"}]", "messages[0].content"},
      {
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"\"}]}]",
        "messages[0].content[0].type"
      },
      {
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]",
        "messages[0].content[0].text"
      },
      {
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]",
        "messages[0].content[0].source"
      },
      {"\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tools\":[{}]", "tools[0].name"},
      {
        "\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"thinking\":{\"type\":\"enabled\"}",
        "thinking.budget_tokens"
      },
      {
        "\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"stop_sequences\":[1]",
        "stop_sequences"
      }
    };
    for (String[] each : cases) {
      AnthropicRequest request = read(with(each[0]));
      assertThatThrownBy(request::conversation)
          .asInstanceOf(type(MalformedRequest.class))
          .satisfies(e -> assertThat(e.param()).isEqualTo(each[1]));
    }
  }
}
