package io.tollgate.adapters.anthropic;

import static io.tollgate.adapters.anthropic.Requests.body;
import static io.tollgate.adapters.anthropic.Requests.cross;
import static io.tollgate.adapters.anthropic.Requests.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Endpoints;
import io.tollgate.adapters.dialect.Quirk;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassThroughTest {

  private static final String PLAIN =
      "{ \"model\" : \"auto\",\n"
          + " \"max_tokens\":10, \"messages\":[{\"role\":\"user\",\"content\":\"hi \\u00e9\"}],"
          + " \"context_management\":{\"edits\":[ ]} , \"x\":1.0 }";

  @Test
  void nothing_but_the_model_changes() throws Exception {
    Crossing crossing = cross(read(PLAIN), Requests.ANTHROPIC, "claude-opus-5-5");

    assertThat(crossing).isInstanceOf(PassThrough.class);
    assertThat(body(crossing.request())).isEqualTo(PLAIN.replace("auto", "claude-opus-5-5"));
    assertThat(crossing.losses()).isEmpty();
    assertThat(crossing.request().path()).isEqualTo("/messages");
  }

  @Test
  void version_and_betas_of_the_caller_are_forwarded_and_nothing_else_of_its_headers()
      throws Exception {
    Map<String, String> headers =
        Map.of(
            "anthropic-version",
            "2023-06-01",
            "anthropic-beta",
            "a-2026-01-01,b",
            "x-api-key",
            "k",
            AnthropicClient.BETA_QUERY,
            "true");

    Crossing crossing = cross(read(headers, PLAIN), Requests.ANTHROPIC, "m");

    assertThat(crossing.request().headers())
        .containsOnly(
            Map.entry("anthropic-version", "2023-06-01"),
            Map.entry("anthropic-beta", "a-2026-01-01,b"));
    assertThat(crossing.request().path()).isEqualTo("/messages?beta=true");
  }

  @Test
  void a_caller_without_a_version_gets_one_that_takes_its_parameters() throws Exception {
    assertThat(version(PLAIN)).isEqualTo("2026-10-21");
    assertThat(version(PLAIN.replace("\"x\":1.0", "\"temperature\":1"))).isEqualTo("2023-06-01");
    assertThat(version(PLAIN.replace("\"x\":1.0", "\"top_k\":5"))).isEqualTo("2023-06-01");
  }

  private static String version(String json) throws Exception {
    return cross(read(json), Requests.ANTHROPIC, "m")
        .request()
        .headers()
        .getOrDefault("anthropic-version", "");
  }

  @Test
  void vertex_has_its_version_in_the_place_of_the_model() throws Exception {
    AnthropicProvider vertex =
        new AnthropicProvider(
            Set.of(Quirk.VERTEX),
            new Endpoints("/models/{model}:rawPredict", "/models/{model}:streamRawPredict"),
            AnthropicProvider.VERSION);

    Crossing crossing = cross(read(PLAIN), vertex, "claude-opus-4-6@20260101");

    assertThat(body(crossing.request()))
        .isEqualTo(
            PLAIN.replace("\"model\" : \"auto\"", "\"anthropic_version\":\"vertex-2023-10-16\""));
    assertThat(crossing.request().path())
        .isEqualTo("/models/claude-opus-4-6%4020260101:rawPredict");
    assertThat(crossing.request().headers()).isEmpty();

    String versioned =
        "{\"model\":\"a\",\"anthropic_version\":\"v\",\"max_tokens\":1,\"messages\":[{}]}";
    assertThat(body(cross(read(versioned), vertex, "m").request()))
        .isEqualTo("{\"anthropic_version\":\"v\",\"max_tokens\":1,\"messages\":[{}]}");
  }

  @Test
  void a_provider_without_sampling_is_not_sent_any_wherever_it_stands() throws Exception {
    AnthropicProvider provider =
        new AnthropicProvider(
            Set.of(Quirk.NO_SAMPLING), AnthropicProvider.ENDPOINTS, AnthropicProvider.VERSION);
    String rest = "\"model\":\"m\",\"max_tokens\":1,\"messages\":[{}]";
    String[] bodies = {
      "{\"temperature\":1," + rest + "}",
      "{" + rest + ",\"top_p\":0.5,\"temperature\":1}",
      "{\"top_k\":3, \"top_p\":1 ," + rest + ", \"temperature\":1}"
    };

    for (String json : bodies) {
      Crossing crossing = cross(read(json), provider, "m");
      assertThat(body(crossing.request())).isEqualTo("{" + rest + "}");
      assertThat(crossing.losses()).hasSize(1);
      assertThat(crossing.request().headers()).containsEntry("anthropic-version", "2026-10-21");
    }
  }

  @Test
  void what_another_provider_thought_is_taken_out_and_budgets_with_it() throws Exception {
    String json =
        "{\"model\":\"m\",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":["
            + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"},"
            + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"r\"}]}]}";

    Crossing crossing =
        cross(read(Map.of("anthropic-beta", "b"), json), Requests.ANTHROPIC, "claude-sonnet-4-5");

    assertThat(body(crossing.request()))
        .doesNotContain("hm")
        .doesNotContain("budget_tokens")
        .contains("\"tool_use\"");
    assertThat(crossing.request().headers()).containsEntry("anthropic-beta", "b");
    assertThat(crossing.losses()).isNotEmpty();
  }

  @Test
  void a_thread_is_known_as_one_and_may_go_on_without_a_message() throws Exception {
    String json =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[],"
            + "\"thread\":{\"type\":\"continue\",\"previous_message_id\":\"msg_1\"}}";

    assertThat(read(json).isThreaded()).isTrue();
    assertThat(read(PLAIN).isThreaded()).isFalse();
    assertThat(body(cross(read(json), Requests.ANTHROPIC, "n").request()))
        .isEqualTo(json.replace("\"m\"", "\"n\""));
  }
}
