package io.tollgate.adapters.ollama;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Asking;
import io.tollgate.adapters.dialect.Written;
import io.tollgate.adapters.json.JsonDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OllamaWriterTest {

  private static final OllamaProvider OLLAMA =
      new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS);

  private static Written write(Asking asking) {
    return Written.by(OLLAMA, asking.done(), "qwen3:8b");
  }

  @Test
  void a_plain_question_says_that_it_wants_no_stream() {
    write(new Asking().says(Role.DEVELOPER, "Be brief.").says(Role.USER, "Hello"))
        .is(
            "{'model':'qwen3:8b','messages':[{'role':'system','content':'Be brief.'},"
                + "{'role':'user','content':'Hello'}],'stream':false}")
        .loses();
  }

  @Test
  void arguments_are_objects_and_results_name_their_tool() {
    write(
            new Asking()
                .says(Role.USER, "Weather?")
                .says(
                    Role.ASSISTANT,
                    new Part.Reasoning("Ask the tool.", null, false, null, null),
                    Part.ToolCall.of("a", "weather", "{\"city\":\"Oslo\",\"days\":1.50}"),
                    Part.ToolCall.of("b", "time", ""))
                .says(
                    Role.USER,
                    new Part.ToolResult(
                        "a", null, List.of(Part.Text.of("rain")), false, false, null),
                    new Part.ToolResult("b", null, List.of(), true, false, null),
                    Part.Text.of("Go on"))
                .tool("weather", "{\"type\":\"object\"}")
                .tool("time", null))
        .is(
            "{'model':'qwen3:8b','messages':[{'role':'user','content':'Weather?'},{'role':'assistant','content':'','thinking':'Ask"
                + " the tool.','tool_calls':["
                + "{'id':'a','function':{'name':'weather','arguments':{'city':'Oslo','days':1.50}}},"
                + "{'id':'b','function':{'name':'time','arguments':{}}}]},"
                + "{'role':'tool','content':'rain','tool_name':'weather','tool_call_id':'a'},"
                + "{'role':'tool','content':'','tool_name':'time','tool_call_id':'b'},{'role':'user','content':'Go"
                + " on'}],"
                + "'tools':[{'type':'function','function':{'name':'weather','description':'what"
                + " weather"
                + " does','parameters':{'type':'object'}}},{'type':'function','function':{'name':'time','description':'what"
                + " time does','parameters':{'type':'object','properties':{}}}}],'stream':false}")
        .loses("HINT tool_result.is_error");
  }

  @Test
  void images_go_as_base64_and_addresses_of_images_are_a_loss_of_meaning() {
    write(
            new Asking()
                .says(
                    Role.USER,
                    Part.Text.of("What is it?"),
                    new Part.Image(new MediaSource.Base64("image/png", "aGk="), null, null),
                    new Part.Image(
                        new MediaSource.Url("https://example.org/a.png", null), null, null)))
        .has("messages", "[{'role':'user','content':'What is it?','images':['aGk=']}]")
        .loses("MEANING messages.image");
  }

  @Test
  void a_document_of_text_is_told_and_a_file_is_a_loss_of_meaning() {
    write(
            new Asking()
                .says(
                    Role.USER,
                    new Part.Document(
                        new MediaSource.PlainText("text/plain", "One."),
                        "Title",
                        null,
                        false,
                        null),
                    new Part.Document(
                        new MediaSource.Base64("application/pdf", "aGk="), null, null, false, null),
                    new Part.Audio(new MediaSource.Base64("audio/wav", "aGk="), null),
                    new Part.Text("Two.", List.of(), new CacheMark("1h"))))
        .has("messages", "[{'role':'user','content':'Title\\nOne.\\nTwo.'}]")
        .loses("MEANING messages.document", "MEANING messages.audio", "HINT cache_control");
  }

  @Test
  void sampling_goes_into_the_options_beneath_which_the_client_may_set_others() {
    write(
            new Asking()
                .says(Role.USER, "Hi")
                .sampledInAllWays()
                .extra("options", "{\"num_ctx\":32768,\"top_k\":1}")
                .extra("keep_alive", "\"10m\"")
                .extra("verbosity", "\"low\""))
        .has(
            "options",
            "{'num_ctx':32768,'top_k':40,'num_predict':100,'temperature':0.5,'top_p':0.9,'seed':7,"
                + "'presence_penalty':0.1,'frequency_penalty':0.2,'stop':['END']}")
        .has("keep_alive", "'10m'")
        .has("logprobs", "true")
        .has("top_logprobs", "3")
        .loses("MEANING n", "MEANING logit_bias", "HINT verbosity");
  }

  @Test
  void schemas_and_thinking_have_words_of_their_own() {
    write(
            new Asking()
                .says(Role.USER, "Hi")
                .formatted(
                    new AnswerFormat.JsonSchema(
                        "n", null, JsonDocument.read("{\"type\":\"object\"}"), true))
                .thinking("xhigh", null)
                .streamed())
        .has("format", "{'type':'object'}")
        .has("think", "'high'")
        .has("stream", "true")
        .loses("HINT reasoning_effort");
    write(
            new Asking()
                .says(Role.USER, "Hi")
                .formatted(new AnswerFormat.JsonObject())
                .thinking(null, 0L))
        .has("format", "'json'")
        .has("think", "false")
        .loses();
  }

  @Test
  void a_tool_that_must_not_be_called_is_not_offered_and_one_that_must_is_the_only_one() {
    Asking asking = new Asking().says(Role.USER, "Hi").tool("a", null).tool("b", null);
    write(asking.choosing(new ToolChoice.None()))
        .is("{'model':'qwen3:8b','messages':[{'role':'user','content':'Hi'}],'stream':false}")
        .loses();
    Written forced = write(asking.choosing(new ToolChoice.Named("b")));
    forced.loses("MEANING tool_choice");
    org.assertj.core.api.Assertions.assertThat(forced.body().get("tools").size()).isEqualTo(1);
    write(asking.choosing(new ToolChoice.Among(List.of("a", "b"), false))).loses();
  }

  @Test
  void thoughts_that_another_provider_signed_and_hints_of_serving_are_left_out_as_hints() {
    write(
            new Asking()
                .says(Role.USER, "Hi")
                .says(
                    Role.ASSISTANT,
                    new Part.Reasoning("Hm.", "c2ln", false, null, "anthropic"),
                    Part.Text.of("Hello"))
                .served(new ServingHints("flex", "u1", "k", true, Map.of("a", "b"))))
        .has("messages", "[{'role':'user','content':'Hi'},{'role':'assistant','content':'Hello'}]")
        .loses(
            "HINT messages.thinking",
            "HINT service_tier",
            "HINT metadata",
            "HINT user",
            "HINT prompt_cache_key",
            "HINT store");
  }
}
