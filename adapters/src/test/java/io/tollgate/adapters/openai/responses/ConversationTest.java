package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.json;
import static io.tollgate.adapters.openai.responses.Responses.request;
import static io.tollgate.adapters.openai.responses.Responses.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.conversation.Unread;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.profile.MalformedRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

  /** What Codex sends, shortened. */
  private static final String CODEX =
      "{'model':'auto','instructions':'You are Codex.','input':["
          + "{'type':'message','role':'developer','id':'dev_1','content':[{'type':'input_text','text':'Rules'}]},{'type':'message','role':'user','content':[{'type':'input_text','text':'Fix"
          + " it'}]},"
          + "{'type':'reasoning','summary':[{'type':'summary_text','text':'Hm'}],'content':null,"
          + "'encrypted_content':'tollgate:anthropic-messages:s:c2ln'},{'type':'custom_tool_call','call_id':'c1','name':'apply_patch','input':'***"
          + " Begin Patch'},{'type':'custom_tool_call_output','call_id':'c1','output':'Done'},"
          + "{'type':'function_call','call_id':'c2','namespace':'mcp__gh','name':'list','arguments':'{}'},"
          + "{'type':'function_call_output','call_id':'c2','output':[{'type':'input_text','text':'none'}]}],"
          + "'tools':[{'type':'function','name':'exec','description':'Runs','strict':false,"
          + "'parameters':{'type':'object','properties':{}}},"
          + "{'type':'custom','name':'apply_patch','description':'Patches','format':{'type':'grammar','syntax':'lark','definition':'start:"
          + " x'}},{'type':'namespace','name':'mcp__gh','description':'GitHub','tools':["
          + "{'type':'function','name':'list','parameters':{'type':'object'},'strict':false}]},"
          + "{'type':'web_search','external_web_access':true}],"
          + "'tool_choice':'auto','parallel_tool_calls':true,'reasoning':{'effort':'high','summary':'auto'},"
          + "'store':false,'stream':true,'include':['reasoning.encrypted_content'],"
          + "'prompt_cache_key':'k','text':{'verbosity':'low'},'client_metadata':{'x':'y'}}";

  @Test
  void codex_is_understood_by_providers_that_know_only_functions() throws MalformedRequest {
    Conversation said = request(CODEX).conversation();
    assertThat(said.messages())
        .containsExactly(
            Message.of(Role.SYSTEM, Part.Text.of("You are Codex.")),
            Message.of(Role.DEVELOPER, Part.Text.of("Rules")),
            Message.of(Role.USER, Part.Text.of("Fix it")),
            Message.of(
                Role.ASSISTANT,
                new Part.Reasoning("Hm", "c2ln", false, null, "anthropic-messages"),
                Part.ToolCall.of("c1", "apply_patch", "{\"input\":\"*** Begin Patch\"}")),
            Message.of(
                Role.TOOL,
                new Part.ToolResult("c1", null, List.of(Part.Text.of("Done")), null, false, null)),
            Message.of(Role.ASSISTANT, Part.ToolCall.of("c2", "mcp__gh__list", "{}")),
            Message.of(
                Role.TOOL,
                new Part.ToolResult("c2", null, List.of(Part.Text.of("none")), null, false, null)));
    assertThat(said.tools()).allMatch(Tool.Function.class::isInstance);
    assertThat(said.tools().stream().map(tool -> ((Tool.Function) tool).name()))
        .containsExactly("exec", "apply_patch", "mcp__gh__list");
    assertThat(((Tool.Function) said.tools().get(1)).description())
        .isEqualTo("Patches\n\nThe input must follow this grammar (lark):\nstart: x");
    assertThat(((Tool.Function) said.tools().get(2)).description()).isEqualTo("GitHub");
    assertThat(said.extras().keySet())
        .containsExactlyInAnyOrder(
            "tools", "tools.web_search", "text.verbosity", "client_metadata");
    assertThat(said.toolChoice()).isEqualTo(new ToolChoice.Auto());
    assertThat(said.reasoning()).isEqualTo(new ReasoningWish("high", null, false, "auto"));
    assertThat(said.serving()).isEqualTo(new ServingHints(null, null, "k", false, Map.of()));
  }

  @Test
  void codex_goes_to_its_own_dialect_with_its_own_tools() throws MalformedRequest {
    Losses losses = new Losses();
    var request = written(request(CODEX).conversation(), losses);
    assertThat(request.get("tools")).isEqualTo(json(CODEX).get("tools"));
    assertThat(request.get("client_metadata")).isEqualTo(json("{'x':'y'}"));
    assertThat(request.at("/text/verbosity")).isEqualTo(json("'low'"));
    assertThat(request.get("input").get(2)).isEqualTo(json(CODEX).get("input").get(3));
    assertThat(request.get("input").get(3)).isEqualTo(json(CODEX).get("input").get(4));
    assertThat(request.get("input").get(4)).isEqualTo(json(CODEX).get("input").get(5));
    assertThat(losses.all()).extracting(Loss::field).containsExactly("reasoning");
  }

  @Test
  void a_native_tool_alone_or_forced_is_what_the_request_is_about() throws MalformedRequest {
    assertThat(request("{'model':'m','tools':[{'type':'web_search'}]}").conversation().tools())
        .singleElement()
        .isInstanceOf(Tool.Native.class);
    assertThat(
            request(
                    "{'model':'m','tools':[{'type':'function','name':'f'},{'type':'web_search'}],"
                        + "'tool_choice':{'type':'web_search'}}")
                .conversation()
                .tools())
        .hasSize(2);
    assertThat(
            request("{'model':'m','tools':[{'type':'function','name':'f'},{'type':'local_shell'}]}")
                .conversation()
                .tools())
        .hasSize(2);
  }

  @Test
  void flat_names_are_short_and_unlike() throws MalformedRequest {
    String longName = "n".repeat(50);
    Conversation said =
        request(
                "{'model':'m','tools':[{'type':'namespace','name':'a','tools':["
                    + "{'type':'function','name':'b'},{'type':'function','name':'_c'},"
                    + "{'type':'function','name':'LONG'}]},".replace("LONG", longName)
                    + "{'type':'namespace','name':'NS','tools':[{'type':'function','name':'LONG1'},"
                        .replace("NS", "s".repeat(30))
                        .replace("LONG", longName)
                    + "{'type':'function','name':'LONG2'}]},".replace("LONG", longName)
                    + "{'type':'function','name':'a__b'}]}")
            .conversation();
    List<String> names = said.tools().stream().map(tool -> ((Tool.Function) tool).name()).toList();
    assertThat(names).doesNotHaveDuplicates().contains("a__b", "a__b_2", "a_c");
    assertThat(names).allMatch(name -> name.length() <= 64);
  }

  @Test
  void what_stands_for_other_items_is_opaque() throws MalformedRequest {
    Conversation said =
        request(
                "{'model':'m','previous_response_id':'r','prompt':{'id':'p'},"
                    + "'input':[{'role':'user','content':'a'},{'type':'item_reference','id':'i'}]}")
            .conversation();
    assertThat(said.messages().getFirst().parts())
        .containsExactly(
            new Part.Opaque("openai-responses", "previous_response_id", json("'r'")),
            new Part.Opaque("openai-responses", "prompt", json("{'id':'p'}")),
            Part.Text.of("a"));
    assertThat(said.messages().get(1).parts()).singleElement().isInstanceOf(Part.Opaque.class);
    assertThat(written(said, new Losses()))
        .isEqualTo(
            json(
                "{'model':'m','previous_response_id':'r','prompt':{'id':'p'},"
                    + "'input':[{'type':'message','role':'user','content':'a'},"
                    + "{'type':'item_reference','id':'i'}]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"model\":\"m\",\"input\":[{\"type\":\"message\"}]}', input[0].role",
    "'{\"model\":\"m\",\"input\":[{\"role\":\"robot\",\"content\":\"\"}]}', input[0].role",
    "'{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":{}}]}', input[0].content",
    "'{\"model\":\"m\",\"input\":[{\"type\":\"function_call\",\"call_id\":\"c\"}]}', input[0].name",
    "'{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"}]}]}',"
        + " input[0].content[0].text",
    "'{\"model\":\"m\",\"tools\":[{\"type\":\"function\"}]}', tools[0].name",
    "'{\"model\":\"m\",\"tool_choice\":\"perhaps\"}', tool_choice",
    "'{\"model\":\"m\",\"text\":{\"format\":{\"type\":\"xml\"}}}', text.format.type",
    "'{\"model\":\"m\",\"temperature\":\"hot\"}', temperature",
    "'{\"model\":\"m\",\"instructions\":[]}', instructions"
  })
  void a_part_of_a_wrong_shape_is_refused_by_its_path(String body, String param)
      throws MalformedRequest {
    ResponsesRequest request = request(body);
    assertThatExceptionOfType(MalformedRequest.class)
        .isThrownBy(request::conversation)
        .satisfies(e -> assertThat(e.param()).isEqualTo(param));
  }

  @Test
  void a_conversation_of_another_dialect_is_written_natively() {
    Conversation said =
        new Conversation(
            "m",
            List.of(
                Message.of(Role.SYSTEM, Part.Text.of("Be brief."), Part.Text.of("Be kind.")),
                Message.of(
                    Role.USER,
                    new Part.Text("Look", List.of(), new CacheMark("5m")),
                    new Part.Image(new MediaSource.Base64("image/png", "AA"), null, null),
                    new Part.Document(
                        new MediaSource.Base64("application/pdf", "BB"), null, "old", false, null),
                    new Part.Document(
                        new MediaSource.PlainText("text/plain", "C"), "T", null, false, null)),
                Message.of(
                    Role.ASSISTANT,
                    new Part.Reasoning("Hm", "s", false, null, "anthropic-messages"),
                    Part.Text.of("Well"),
                    Part.ToolCall.of("toolu_1", "f", "{}")),
                Message.of(
                    Role.USER,
                    new Part.ToolResult(
                        "toolu_1", null, List.of(Part.Text.of("r")), true, false, null),
                    Part.Text.of("And?"))),
            List.of(new Tool.Function("f", null, null, null, null)),
            new ToolChoice.Named("f"),
            null,
            new AnswerFormat.JsonSchema(null, null, json("{'type':'object'}"), null),
            new Sampling(
                5L,
                new BigDecimal("0.50"),
                null,
                3L,
                null,
                null,
                1L,
                List.of("END"),
                2,
                true,
                4,
                Map.of()),
            new ReasoningWish(null, 8_000L, false, "omitted"),
            true,
            new ServingHints("priority", "u", null, null, Map.of("a", "b")),
            "anthropic-messages",
            Map.of("mystery", json("1")),
            new Unread(List.of(), List.of("mystery")));
    Losses losses = new Losses();
    assertThat(written(said, losses))
        .isEqualTo(
            json(
                "{'model':'m','instructions':'Be brief.\\n\\nBe kind.','input':["
                    + "{'type':'message','role':'user','content':[{'type':'input_text','text':'Look'},"
                    + "{'type':'input_image','image_url':'data:image/png;base64,AA','detail':'auto'},"
                    + "{'type':'input_text','text':'old'},"
                    + "{'type':'input_file','filename':'document.pdf',"
                    + "'file_data':'data:application/pdf;base64,BB'},"
                    + "{'type':'input_text','text':'T\\n\\nC'}]},"
                    + "{'type':'message','role':'assistant','content':'Well'},"
                    + "{'type':'function_call','call_id':'toolu_1','name':'f','arguments':'{}'},"
                    + "{'type':'function_call_output','call_id':'toolu_1','output':'r'},"
                    + "{'type':'message','role':'user','content':'And?'}],"
                    + "'tools':[{'type':'function','name':'f','parameters':null,'strict':false}],"
                    + "'tool_choice':{'type':'function','name':'f'},"
                    + "'text':{'format':{'type':'json_schema','name':'answer','schema':{'type':'object'}}},"
                    + "'max_output_tokens':16,'temperature':0.50,'top_logprobs':4,"
                    + "'reasoning':{'effort':'medium'},"
                    + "'include':['reasoning.encrypted_content','message.output_text.logprobs'],"
                    + "'stream':true,'service_tier':'priority','user':'u','store':false,"
                    + "'metadata':{'a':'b'}}"));
    assertThat(losses.all())
        .extracting(loss -> loss.weight() + " " + loss.field())
        .containsExactlyInAnyOrder(
            "HINT cache_control",
            "HINT reasoning",
            "HINT is_error",
            "HINT max_tokens",
            "HINT top_k",
            "HINT seed",
            "MEANING stop",
            "MEANING n",
            "HINT mystery");
  }

  @Test
  void a_call_id_that_is_too_long_is_the_same_in_call_and_result() {
    String id = "x".repeat(90);
    Conversation said =
        new Conversation(
            "m",
            List.of(
                Message.of(Role.ASSISTANT, Part.ToolCall.of(id, "f", "{}")),
                Message.of(Role.TOOL, new Part.ToolResult(id, null, List.of(), null, false, null))),
            List.of(),
            null,
            null,
            null,
            Sampling.UNSAID,
            null,
            false,
            ServingHints.UNSAID,
            "gemini",
            Map.of(),
            Unread.NOTHING);
    var input = written(said, new Losses()).get("input");
    String written = input.get(0).get("call_id").stringValue();
    assertThat(written).hasSize(64);
    assertThat(input.get(1).get("call_id").stringValue()).isEqualTo(written);
  }
}
