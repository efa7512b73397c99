package io.tollgate.adapters.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Asking;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.Written;
import io.tollgate.adapters.json.JsonDocument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConverseWriterTest {

  private static final String CLAUDE = "eu.anthropic.claude-sonnet-4-6-v1:0";
  private static final String OLD_CLAUDE = "anthropic.claude-3-7-sonnet-20250219-v1:0";
  private static final String NOVA = "amazon.nova-pro-v1:0";
  private static final BedrockProvider BEDROCK =
      new BedrockProvider(Set.of(), BedrockProvider.ENDPOINTS);

  private static Written write(Asking asking, String model) {
    return Written.by(BEDROCK, asking.done(), model);
  }

  private static Asking asking() {
    return new Asking().says(Role.USER, "Hi");
  }

  @Test
  void instructions_stand_beside_the_messages_and_the_model_stands_in_the_path() {
    Written written =
        write(
            new Asking()
                .says(
                    Role.SYSTEM,
                    new Part.Text("Be brief.", List.of(), new CacheMark("1h")),
                    Part.Text.of(" "))
                .says(Role.USER, "Hello")
                .streamed(),
            CLAUDE);
    written
        .is(
            "{'messages':[{'role':'user','content':[{'text':'Hello'}]}],'system':["
                + "{'text':'Be brief.'},{'cachePoint':{'type':'default','ttl':'1h'}}]}")
        .loses();
    assertThat(written.path())
        .isEqualTo("/model/eu.anthropic.claude-sonnet-4-6-v1%3A0/converse-stream");
  }

  @Test
  void neighbours_of_one_role_are_one_message_and_results_come_first_in_theirs() {
    write(
            new Asking()
                .says(Role.USER, "Weather?")
                .says(
                    Role.ASSISTANT,
                    new Part.Reasoning("Hm", "c2ln", false, null, "bedrock"),
                    new Part.Reasoning("", "aGlk", true, null, "bedrock"),
                    new Part.Reasoning("Oh", "xx", false, null, "anthropic"),
                    Part.Text.of("Let me see"),
                    Part.ToolCall.of("call.1", "weather", "{\"city\":\"Oslo\"}"),
                    Part.ToolCall.of("call_1", "time", "oops"))
                .says(
                    Role.TOOL,
                    new Part.ToolResult(
                        "call.1", null, List.of(Part.Text.of("rain")), false, false, null))
                .says(Role.TOOL, new Part.ToolResult("call_1", null, List.of(), true, false, null))
                .says(Role.USER, "And?")
                .tool("weather", "{\"type\":\"object\"}")
                .choosing(new ToolChoice.Required()),
            NOVA)
        .is(
            "{'messages':[{'role':'user','content':[{'text':'Weather?'}]},"
                + "{'role':'assistant','content':["
                + "{'reasoningContent':{'reasoningText':{'text':'Hm','signature':'c2ln'}}},"
                + "{'reasoningContent':{'redactedContent':'aGlk'}},{'text':'Let me see'},"
                + "{'toolUse':{'toolUseId':'call_1','name':'weather','input':{'city':'Oslo'}}},"
                + "{'toolUse':{'toolUseId':'call_1_2','name':'time','input':{'input':'oops'}}}]},"
                + "{'role':'user','content':["
                + "{'toolResult':{'toolUseId':'call_1','content':[{'text':'rain'}],"
                + "'status':'success'}},"
                + "{'toolResult':{'toolUseId':'call_1_2','content':[],'status':'error'}},"
                + "{'text':'And?'}]}],"
                + "'toolConfig':{'tools':[{'toolSpec':{'name':'weather',"
                + "'description':'what weather does','inputSchema':{'json':{'type':'object'}}}}],"
                + "'toolChoice':{'any':{}}}}")
        .loses("HINT messages.thinking");
  }

  @Test
  void tools_of_earlier_turns_are_declared_where_the_request_has_none() {
    Asking asking =
        new Asking()
            .says(Role.USER, "Hi")
            .says(Role.ASSISTANT, Part.ToolCall.of("a", "f", "{}"))
            .says(
                Role.TOOL,
                new Part.ToolResult("a", null, List.of(Part.Text.of("x")), null, false, null));
    write(asking, NOVA)
        .has(
            "toolConfig",
            "{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':"
                + "{'type':'object','properties':{}}}}}]}")
        .loses();
    write(asking().tool("f", null).choosing(new ToolChoice.None()), NOVA)
        .is("{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}")
        .loses();
    write(asking.tool("f", null).choosing(new ToolChoice.None()), NOVA)
        .loses("MEANING tool_choice");
  }

  @Test
  void one_tool_can_be_forced_and_be_strict_and_end_the_cache() {
    Tool strict =
        new Tool.Function(
            "f", null, JsonDocument.read("{\"type\":\"object\"}"), true, new CacheMark("5m"));
    write(asking().tool(strict).choosing(new ToolChoice.Named("f")), NOVA)
        .has(
            "toolConfig",
            "{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':{'type':'object'}},"
                + "'strict':true}},{'cachePoint':{'type':'default'}}],"
                + "'toolChoice':{'tool':{'name':'f'}}}")
        .loses();
    write(
            asking()
                .tool(new Tool.Native("anthropic", "web_search", null, JsonDocument.read("{}"))),
            NOVA)
        .loses("MEANING tools.web_search");
  }

  @Test
  void bytes_and_s3_are_taken_and_other_addresses_are_a_loss_of_meaning() {
    write(
            new Asking()
                .says(
                    Role.USER,
                    new Part.Image(new MediaSource.Base64("image/jpeg", "aGk="), null, null),
                    new Part.Image(
                        new MediaSource.Url("https://example.org/a.png", null), null, null),
                    new Part.Image(new MediaSource.Base64("image/tiff", "aGk="), null, null),
                    new Part.Document(
                        new MediaSource.Base64("application/pdf", "aGk="),
                        "my_file (1).pdf",
                        "of May",
                        true,
                        null),
                    new Part.Document(
                        new MediaSource.PlainText("text/plain", "hi"), null, null, false, null),
                    new Part.Video(new MediaSource.Url("s3://bucket/film.MOV", null), null)),
            NOVA)
        .has(
            "messages",
            "[{'role':'user','content':[{'image':{'format':'jpeg','source':{'bytes':'aGk='}}},"
                + "{'document':{'format':'pdf','name':'my file (1) pdf 1','source':"
                + "{'bytes':'aGk='},'context':'of May','citations':{'enabled':true}}},"
                + "{'document':{'format':'txt','name':'document 2','source':{'bytes':'aGk='}}},"
                + "{'video':{'format':'mov','source':{'s3Location':{'uri':'s3://bucket/film.MOV'}}}"
                + "}]}]")
        .loses("MEANING messages.image");
  }

  @Test
  void sampling_goes_where_the_model_looks_for_it() {
    write(asking().sampledInAllWays(), CLAUDE)
        .has(
            "inferenceConfig",
            "{'maxTokens':100,'stopSequences':['END'],'temperature':0.5,'topP':0.9}")
        .has("additionalModelRequestFields", "{'top_k':40}")
        .loses(
            "MEANING presence_penalty",
            "MEANING frequency_penalty",
            "HINT seed",
            "MEANING logprobs",
            "MEANING n",
            "MEANING logit_bias");
    write(asking().sampledInAllWays(), NOVA)
        .has("additionalModelRequestFields", "{'inferenceConfig':{'topK':40}}");
    BedrockProvider newer =
        new BedrockProvider(Set.of(Quirk.NO_SAMPLING), BedrockProvider.ENDPOINTS);
    Written.by(newer, asking().sampledInAllWays().done(), CLAUDE)
        .has("inferenceConfig", "{'maxTokens':100,'stopSequences':['END']}");
  }

  @Test
  void thinking_is_written_in_the_words_of_each_vendor() {
    write(asking().thinking("high", null), CLAUDE)
        .has("additionalModelRequestFields", "{'thinking':{'type':'adaptive'}}")
        .has("outputConfig", "{'effort':'high'}")
        .loses();
    write(asking().thinking(null, 5_000L), OLD_CLAUDE)
        .has("additionalModelRequestFields", "{'thinking':{'type':'enabled','budget_tokens':5000}}")
        .loses();
    write(asking().thinking("low", null), "openai.gpt-oss-120b-1:0")
        .has("additionalModelRequestFields", "{'reasoning_effort':'low'}");
    write(asking().thinking("medium", null), "us.amazon.nova-2-lite-v1:0")
        .has(
            "additionalModelRequestFields",
            "{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'medium'}}");
    write(asking().thinking("low", null), "meta.llama3").loses("HINT reasoning_effort");
  }

  @Test
  void a_budget_leaves_room_for_the_answer_and_thinking_claude_takes_no_temperature() {
    Sampling sampling =
        new Sampling(
            2_000L,
            BigDecimal.ONE,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            Map.of());
    write(asking().thinking("high", null).sampled(sampling), OLD_CLAUDE)
        .has("additionalModelRequestFields", "{'thinking':{'type':'enabled','budget_tokens':1999}}")
        .has("inferenceConfig", "{'maxTokens':2000}")
        .loses("HINT temperature");
    write(
            asking().thinking("high", null).tool("f", null).choosing(new ToolChoice.Required()),
            CLAUDE)
        .loses("HINT reasoning_effort");
  }

  @Test
  void a_schema_is_a_text_within_the_output_configuration() {
    write(
            asking()
                .formatted(
                    new AnswerFormat.JsonSchema(
                        "answer", "what", JsonDocument.read("{\"type\":\"object\"}"), true)),
            CLAUDE)
        .has(
            "outputConfig",
            "{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':"
                + "'{\\u0022type\\u0022:\\u0022object\\u0022}','name':'answer','description':'what'}"
                + "}}}")
        .loses();
    write(asking().formatted(new AnswerFormat.JsonObject()), CLAUDE)
        .loses("MEANING response_format");
  }

  @Test
  void tiers_labels_and_guardrails_are_handed_on() {
    write(
            asking()
                .served(
                    new ServingHints(
                        "flex", "u", null, null, Map.of("team", "blue", "odd", "a\u0000")))
                .extra("guardrailConfig", "{\"guardrailIdentifier\":\"g\"}")
                .extra("performanceConfig", "{\"latency\":\"optimized\"}")
                .extra("additionalModelRequestFields", "{\"x\":1}")
                .extra("verbosity", "\"low\""),
            NOVA)
        .is(
            "{'messages':[{'role':'user','content':[{'text':'Hi'}]}],"
                + "'additionalModelRequestFields':{'x':1},"
                + "'guardrailConfig':{'guardrailIdentifier':'g'},"
                + "'performanceConfig':{'latency':'optimized'},'serviceTier':{'type':'flex'},"
                + "'requestMetadata':{'team':'blue'}}")
        .loses("HINT metadata", "HINT user", "HINT verbosity");
    write(asking().served(new ServingHints("scale", null, null, null, Map.of())), NOVA)
        .loses("HINT service_tier");
  }
}
