package io.tollgate.bench.provider;

import static io.tollgate.bench.provider.ProviderClient.prompt;
import static io.tollgate.bench.provider.ProviderClient.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.ProviderClient.Streamed;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ToolsAndSchemasTest {

  private static final SimulatedModel MODEL = SimulatedModel.instant("m");

  private static final String SCHEMA =
      """
      {"type":"object","required":["name","kind","tags","size","inner"],
       "additionalProperties":false,
       "properties":{
         "name":{"type":"string","minLength":6,"maxLength":8},
         "kind":{"enum":["toll","gate"]},
         "tags":{"type":"array","items":{"type":"string"},"minItems":2},
         "size":{"type":"integer","minimum":7},
         "share":{"type":"number"},
         "open":{"type":"boolean"},
         "maybe":{"type":["string","null"]},
         "choice":{"anyOf":[{"type":"integer"},{"type":"null"}]},
         "fixed":{"const":"v1"},
         "inner":{"$ref":"#/$defs/inner"}},
       "$defs":{"inner":{"type":"object","properties":{
         "when":{"type":"string","format":"date"},
         "again":{"$ref":"#/$defs/inner"}}}}}
      """;

  private static ObjectNode withTools(String text, String... names) {
    ObjectNode body = prompt("m", text);
    ArrayNode tools = body.putArray("tools");
    for (String name : names) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", name);
      function
          .putObject("parameters")
          .put("type", "object")
          .putObject("properties")
          .putObject("city")
          .put("type", "string");
    }
    return body;
  }

  @Test
  void a_prompt_may_call_tools_that_are_offered_in_parallel() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      JsonNode answer = client.answer(withTools("[[tool:time,weather,none]]", "weather", "time"));
      assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
      assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
      JsonNode calls = answer.at("/choices/0/message/tool_calls");
      assertThat(calls.size()).isEqualTo(2);
      assertThat(calls.at("/0/function/name").stringValue()).isEqualTo("time");
      assertThat(calls.at("/1/function/name").stringValue()).isEqualTo("weather");
      assertThat(calls.at("/1/function/arguments").stringValue()).isEqualTo("{\"city\":\"toll\"}");
      assertThat(calls.at("/0/id").stringValue()).isNotEqualTo(calls.at("/1/id").stringValue());
    }
  }

  @Test
  void streamed_argument_deltas_add_up_to_the_plain_arguments() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      ObjectNode body = withTools("[[tool:time,weather]]", "weather", "time");
      JsonNode plain = client.answer(body).at("/choices/0/message/tool_calls");
      Streamed streamed = client.stream(streamed(body, true));
      for (int i = 0; i < 2; i++) {
        StringBuilder arguments = new StringBuilder();
        String id = "";
        for (JsonNode chunk : streamed.chunks()) {
          JsonNode call = chunk.at("/choices/0/delta/tool_calls/0");
          if (call.path("index").asInt(-1) == i) {
            arguments.append(call.at("/function/arguments").stringValue(""));
            id += call.path("id").stringValue("");
          }
        }
        assertThat(arguments.toString())
            .isEqualTo(plain.at("/" + i + "/function/arguments").stringValue());
        assertThat(id).isEqualTo(plain.at("/" + i + "/id").stringValue());
      }
      JsonNode usage = streamed.chunks().getLast().path("usage");
      assertThat(usage.path("completion_tokens").longValue())
          .isEqualTo(client.outcome().usage().completionTokens());
    }
  }

  @Test
  void the_choice_of_tools_in_the_request_is_kept() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      ObjectNode none = withTools("[[tool:time]]", "time").put("tool_choice", "none");
      assertThat(finish(client.answer(none))).isEqualTo("stop");
      ObjectNode required = withTools("hi", "time").put("tool_choice", "required");
      assertThat(finish(client.answer(required))).isEqualTo("tool_calls");
      ObjectNode single = withTools("[[tool:time,weather]]", "time", "weather");
      single.put("parallel_tool_calls", false);
      assertThat(client.answer(single).at("/choices/0/message/tool_calls").size()).isOne();
    }
  }

  @Test
  void a_tool_result_is_answered_with_text() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      ObjectNode body = withTools("[[tool:time]]", "time");
      ArrayNode messages = (ArrayNode) body.path("messages");
      ObjectNode assistant = messages.addObject().put("role", "assistant").putNull("content");
      ObjectNode call = assistant.putArray("tool_calls").addObject().put("id", "c");
      call.put("type", "function").putObject("function").put("name", "time").put("arguments", "{}");
      messages.addObject().put("role", "tool").put("content", "noon").put("tool_call_id", "c");
      JsonNode answer = client.answer(body);
      assertThat(finish(answer)).isEqualTo("stop");
      assertThat(answer.at("/choices/0/message/content").stringValue())
          .startsWith("The tool said: noon.");
    }
  }

  @Test
  void a_schema_is_answered_with_an_object_that_satisfies_it() throws Exception {
    try (ProviderClient client = ProviderClient.of(MODEL)) {
      ObjectNode body = prompt("m", "hi");
      ObjectNode format = body.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").set("schema", ProviderClient.JSON.readTree(SCHEMA));
      JsonNode plain =
          ProviderClient.JSON.readTree(
              client.answer(body).at("/choices/0/message/content").stringValue());
      assertThat(plain.path("name").stringValue()).hasSize(6);
      assertThat(plain.path("kind").stringValue()).isEqualTo("toll");
      assertThat(plain.path("tags").size()).isEqualTo(2);
      assertThat(plain.path("size").isIntegralNumber()).isTrue();
      assertThat(plain.path("size").intValue()).isEqualTo(7);
      assertThat(plain.path("share").isNumber()).isTrue();
      assertThat(plain.path("open").isBoolean()).isTrue();
      assertThat(plain.path("maybe").isString()).isTrue();
      assertThat(plain.path("choice").isIntegralNumber()).isTrue();
      assertThat(plain.path("fixed").stringValue()).isEqualTo("v1");
      assertThat(plain.at("/inner/when").stringValue()).isEqualTo("2026-01-01");

      Streamed streamed = client.stream(streamed(body, false));
      assertThat(ProviderClient.JSON.readTree(streamed.text())).isEqualTo(plain);
    }
  }

  private static String finish(JsonNode answer) {
    return answer.at("/choices/0/finish_reason").stringValue();
  }
}
