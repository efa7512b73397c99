package io.tollgate.adapters.anthropic;

import static io.tollgate.adapters.anthropic.Requests.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonTree;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conversations of other dialects, as Anthropic is sent them. */
class RequestWriterTest {

  private static final String OPUS = "claude-opus-5-5";
  private static final String SONNET = "claude-sonnet-4-5";

  private static Object json(String text) {
    return JsonTree.parse(text);
  }

  @Test
  void instructions_are_collected_and_turns_of_one_side_merged() {
    Requests.Written written =
        write(
            Talk.of(Role.SYSTEM, Part.Text.of("a"))
                .then(Role.USER, "1")
                .then(Role.USER, "2")
                .then(Role.DEVELOPER, "b")
                .then(Role.ASSISTANT, "3")
                .then(Role.USER, "4")
                .done(),
            OPUS);

    assertThat(written.get("system"))
        .isEqualTo(json("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]"));
    assertThat(written.get("messages"))
        .isEqualTo(
            json(
                "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"1\"},{\"type\":\"text\",\"text\":\"2\"}]},"
                    + "{\"role\":\"assistant\",\"content\":\"3\"},{\"role\":\"user\",\"content\":\"4\"}]"));
    assertThat(written.losses()).isEmpty();
    assertThat(written.get("max_tokens")).isEqualTo(new BigDecimal("16384").stripTrailingZeros());
    assertThat(written.headers()).containsEntry("anthropic-version", "2026-10-21");
  }

  @Test
  void results_of_a_turn_come_first_in_one_user_message() {
    Requests.Written written =
        write(
            Talk.user("q")
                .calls("call_1", "functions.f:0")
                .result("functions.f:0", "second")
                .then(Role.USER, "and?")
                .result("call_1", "first")
                .tool("look_up")
                .done(),
            OPUS);

    assertThat(written.get("messages"))
        .isEqualTo(
            json(
                "[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":["
                    + "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"look_up\",\"input\":{\"q\":0}},"
                    + "{\"type\":\"tool_use\",\"id\":\"functions_x2e_f_x3a_0\",\"name\":\"look_up\",\"input\":{\"q\":1}}]},"
                    + "{\"role\":\"user\",\"content\":["
                    + "{\"type\":\"tool_result\",\"tool_use_id\":\"functions_x2e_f_x3a_0\",\"content\":\"second\"},"
                    + "{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"first\"},"
                    + "{\"type\":\"text\",\"text\":\"and?\"}]}]"));
  }

  @Test
  void arguments_are_an_object_whatever_the_model_wrote() {
    String[][] cases = {
      {"", "{}"},
      {"{}", "{}"},
      {"[1]", "{\"input\":\"[1]\"}"},
      {"{\"a\":", "{\"input\":\"{\\\"a\\\":\"}"}
    };
    for (String[] each : cases) {
      Part.ToolCall call = Part.ToolCall.of("c", "f", each[0]);
      assertThat(JsonTree.parse(JsonDocument.write(ToolInput.of(call)))).isEqualTo(json(each[1]));
    }
  }

  @Test
  void empty_texts_are_left_out_and_turns_that_are_nothing_else() {
    Requests.Written written =
        write(
            Talk.user("q")
                .then(Role.ASSISTANT, Part.Text.of(""), Part.Text.of(" \n"))
                .then(Role.USER, Part.Text.of(""), Part.Text.of("r"))
                .done(),
            OPUS);

    assertThat(written.get("messages").toString()).doesNotContain("assistant").contains("r");
  }

  @Test
  void the_user_always_speaks_first_and_somebody_always_speaks() {
    assertThat(
            write(Talk.of(Role.ASSISTANT, Part.Text.of("hello")).then(Role.USER, "x").done(), OPUS)
                .get("messages")
                .toString())
        .startsWith("[{role=user, content=Continue.}, {role=assistant");
    Requests.Written onlySystem = write(Talk.of(Role.SYSTEM, Part.Text.of("do it")).done(), OPUS);
    assertThat(onlySystem.get("messages"))
        .isEqualTo(json("[{\"role\":\"user\",\"content\":\"do it\"}]"));
    assertThat(onlySystem.members()).doesNotContainKey("system");
    assertThat(write(Talk.user("").done(), OPUS).get("messages"))
        .isEqualTo(json("[{\"role\":\"user\",\"content\":\"Continue.\"}]"));
  }

  @Test
  void the_assistants_last_words_are_gone_on_from_only_where_the_model_does() {
    Talk talk = Talk.user("q").then(Role.ASSISTANT, "Once \n");

    assertThat(write(talk.done(), SONNET).get("messages").toString())
        .endsWith("{role=assistant, content=Once}]");
    Requests.Written written = write(talk.done(), OPUS);
    assertThat(written.get("messages").toString()).endsWith("{role=user, content=Continue.}]");
    assertThat(written.lost()).containsExactly("HINT messages");
  }

  @Test
  void media_go_by_their_source() {
    Requests.Written written =
        write(
            Talk.of(
                    Role.USER,
                    new Part.Image(new MediaSource.Base64("image/png", "AA=="), "high", null),
                    new Part.Image(new MediaSource.Url("https://x/y.png", null), null, null),
                    new Part.Image(new MediaSource.FileId("openai", "f", null), null, null),
                    new Part.Document(
                        new MediaSource.Base64("application/pdf", "AA=="), "t", null, false, null),
                    new Part.Document(
                        new MediaSource.Base64("text/csv", "YSxi"), null, null, true, null),
                    new Part.Document(
                        new MediaSource.Base64("application/zip", "AA=="), null, null, false, null),
                    new Part.Audio(new MediaSource.Base64("audio/wav", "AA=="), null))
                .done(),
            OPUS);

    assertThat(written.get("messages"))
        .isEqualTo(
            json(
                "[{\"role\":\"user\",\"content\":["
                    + "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA==\"}},"
                    + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x/y.png\"}},"
                    + "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AA==\"},\"title\":\"t\"},"
                    + "{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"a,b\"},\"citations\":{\"enabled\":true}}]}]"));
    assertThat(written.lost())
        .containsExactly(
            "HINT image_url.detail", "MEANING image", "MEANING document", "MEANING audio");
  }

  @Test
  void thoughts_go_only_to_whom_signed_them() {
    Requests.Written written =
        write(
            Talk.user("q")
                .then(
                    Role.ASSISTANT,
                    new Part.Reasoning("own", "s", false, null, "anthropic"),
                    new Part.Reasoning("", "r", true, null, "anthropic"),
                    new Part.Reasoning("foreign", "s", false, null, "gemini"),
                    new Part.Reasoning("unsigned", null, false, null, null),
                    Part.Text.of("a"))
                .then(Role.USER, "b")
                .done(),
            OPUS);

    assertThat(written.get("messages").toString())
        .contains(
            "{type=thinking, thinking=own, signature=s}, {type=redacted_thinking, data=r},"
                + " {type=text")
        .doesNotContain("foreign")
        .doesNotContain("unsigned");
    assertThat(written.lost()).containsExactly("HINT reasoning");
  }

  @Test
  void tools_have_the_schema_of_an_object_and_names_of_letters() {
    Requests.Written written =
        write(
            Talk.user("q")
                .tools(
                    Talk.function("a.b", null, null),
                    Talk.function("c", "{\"properties\":{\"x\":{}}}", false),
                    new Tool.Native(
                        "openai-responses", "web_search", null, JsonDocument.read("{}")))
                .choice(new ToolChoice.Named("a.b"))
                .parallel(false)
                .done(),
            SONNET);

    assertThat(written.get("tools"))
        .isEqualTo(
            json(
                "[{\"name\":\"a_x2e_b\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}},"
                    + "{\"name\":\"c\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"x\":{}}}}]"));
    assertThat(written.get("tool_choice"))
        .isEqualTo(
            json("{\"type\":\"tool\",\"name\":\"a_x2e_b\",\"disable_parallel_tool_use\":true}"));
    assertThat(written.lost()).containsExactly("MEANING tools");
  }

  @Test
  void choices_of_tools_have_their_words() {
    assertThat(choice(new ToolChoice.Auto())).isEqualTo(json("{\"type\":\"auto\"}"));
    assertThat(choice(new ToolChoice.None())).isEqualTo(json("{\"type\":\"none\"}"));
    assertThat(choice(new ToolChoice.Required())).isEqualTo(json("{\"type\":\"any\"}"));
    Requests.Written among =
        write(
            Talk.user("q")
                .tools(Talk.function("a", null, null), Talk.function("b", null, null))
                .choice(new ToolChoice.Among(List.of("b"), true))
                .done(),
            SONNET);
    assertThat(among.get("tools").toString()).contains("name=b").doesNotContain("name=a");
    assertThat(among.get("tool_choice")).isEqualTo(json("{\"type\":\"any\"}"));
    assertThat(write(Talk.user("q").choice(new ToolChoice.Required()).done(), SONNET).members())
        .doesNotContainKey("tool_choice");
  }

  private static Object choice(ToolChoice choice) {
    return write(Talk.user("q").tool("f").choice(choice).parallel(true).done(), SONNET)
        .get("tool_choice");
  }

  @Test
  void a_model_that_cannot_be_forced_is_not() {
    Requests.Written written =
        write(Talk.user("q").tool("f").choice(new ToolChoice.Required()).done(), OPUS);

    assertThat(written.get("tool_choice")).isEqualTo(json("{\"type\":\"auto\"}"));
    assertThat(written.lost()).containsExactly("MEANING tool_choice");
  }

  @Test
  void a_schema_goes_to_output_config_closed_and_without_what_is_refused() {
    Requests.Written written =
        write(
            Talk.user("q")
                .schema(
                    "{\"$schema\":\"s\",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":5},"
                        + "\"b\":{\"oneOf\":[{\"type\":\"object\",\"properties\":{}}]}},\"required\":[\"a\"]}")
                .done(),
            OPUS);

    assertThat(written.get("output_config"))
        .isEqualTo(
            json(
                "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"description\":\"{maxLength:"
                    + " 5}\"},"
                    + "\"b\":{\"anyOf\":[{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}]}},"
                    + "\"required\":[\"a\"],\"additionalProperties\":false}}}"));
    assertThat(written.losses()).isEmpty();
  }

  @Test
  void json_that_cannot_be_enforced_is_asked_for_and_said_to_be_lost() {
    for (Talk talk :
        List.of(
            Talk.user("q").format(new AnswerFormat.JsonObject()), Talk.user("q").schema("{}"))) {
      Requests.Written written = write(talk.done(), "claude-3-5-haiku-latest");
      assertThat(written.get("system").toString()).contains("JSON");
      assertThat(written.lost()).containsExactly("MEANING response_format");
      assertThat(written.members()).doesNotContainKey("output_config");
    }
  }

  @Test
  void sampling_goes_where_the_model_takes_it_with_the_version_that_does() {
    Requests.Written sonnet = write(Talk.user("q").temperature("1.5", "0.5").done(), SONNET);
    assertThat(sonnet.get("temperature")).isEqualTo(BigDecimal.ONE);
    assertThat(sonnet.members()).doesNotContainKey("top_p");
    assertThat(sonnet.lost()).containsExactly("HINT top_p", "HINT temperature");
    assertThat(sonnet.headers()).containsEntry("anthropic-version", "2023-06-01");

    Requests.Written opus = write(Talk.user("q").temperature("0.5", null).done(), OPUS);
    assertThat(opus.members()).doesNotContainKey("temperature");
    assertThat(opus.lost()).containsExactly("HINT temperature");
    assertThat(opus.headers()).containsEntry("anthropic-version", "2026-10-21");

    Requests.Written defaults = write(Talk.user("q").temperature("1.0", "1").done(), OPUS);
    assertThat(defaults.losses()).isEmpty();
  }

  @Test
  void a_provider_without_sampling_gets_none() {
    AnthropicProvider provider =
        new AnthropicProvider(Set.of(Quirk.NO_SAMPLING), AnthropicProvider.ENDPOINTS, "2026-10-21");

    assertThat(write(Talk.user("q").temperature("0.5", null).done(), provider, SONNET).members())
        .doesNotContainKey("temperature");
  }

  @Test
  void what_anthropic_has_no_word_for_is_said_to_be_lost() {
    Sampling sampling =
        new Sampling(
            5L,
            null,
            null,
            null,
            BigDecimal.ONE,
            new BigDecimal("0.0"),
            1L,
            List.of("END", "\n"),
            2,
            true,
            3,
            Map.of("1", BigDecimal.ONE));
    Requests.Written written =
        write(
            Talk.user("q")
                .sampling(sampling)
                .serving(new ServingHints("flex", "u", "k", true, Map.of("a", "b")))
                .extra("verbosity,x", "\"low\"")
                .done(),
            OPUS);

    assertThat(written.get("stop_sequences")).isEqualTo(json("[\"END\"]"));
    assertThat(written.get("metadata")).isEqualTo(json("{\"user_id\":\"u\"}"));
    assertThat(written.lost())
        .containsExactly(
            "MEANING stop",
            "MEANING n",
            "MEANING logprobs",
            "MEANING presence_penalty",
            "MEANING logit_bias",
            "HINT seed",
            "HINT service_tier",
            "HINT prompt_cache_key",
            "HINT store",
            "HINT metadata",
            "HINT verbosity?x");
    assertThat(written.members()).doesNotContainKeys("verbosity,x", "service_tier");
  }

  @Test
  void vertex_has_a_version_and_no_model_in_the_body() {
    AnthropicProvider vertex =
        new AnthropicProvider(
            Set.of(Quirk.VERTEX), AnthropicProvider.ENDPOINTS, AnthropicProvider.VERSION);

    Requests.Written written = write(Talk.user("q").done(), vertex, "claude-opus-4-6@20260101");

    assertThat(written.get("anthropic_version")).isEqualTo("vertex-2023-10-16");
    assertThat(written.members()).doesNotContainKey("model");
    assertThat(written.headers()).isEmpty();
  }
}
