package io.tollgate.adapters.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.RequestHead;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.openai.chat.ChatClient;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.adapters.openai.responses.ResponsesClient;
import io.tollgate.adapters.profile.MalformedRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnreadTest {

  private static final ClientDialect CHAT = new ChatClient();
  private static final ClientDialect RESPONSES = new ResponsesClient();
  private static final ClientDialect ANTHROPIC = new AnthropicClient();
  private static final ClientDialect GEMINI = new GeminiClient();

  private static final List<String> TALKING =
      Dialects.names().stream().filter(name -> provider(name).talks()).toList();

  private static ProviderDialect provider(String name, Quirk... quirks) {
    return Dialects.of(
        name, UsageRule.OPENAI, Set.of(quirks), Dialects.endpoints(name), Dialects.version(name));
  }

  private static List<String> losses(ClientDialect client, String json, ProviderDialect provider)
      throws MalformedRequest {
    byte[] body = json.replace('\'', '"').getBytes(UTF_8);
    RequestHead head =
        client instanceof GeminiClient ? new RequestHead("m", false, Map.of()) : RequestHead.NONE;
    return Bridge.cross(
            client.read(head, body, 0, body.length),
            List.of(provider),
            "claude-opus-4-5",
            ReasoningMemory.NONE)
        .losses()
        .stream()
        .map(UnreadTest::said)
        .toList();
  }

  private static String said(Loss loss) {
    return loss.weight() + " " + loss.field();
  }

  private static void isToldEverywhereElse(ClientDialect client, String json, String... expected)
      throws MalformedRequest {
    for (String name : TALKING) {
      if (!name.equals(client.name())) {
        assertThat(losses(client, json, provider(name)))
            .as("%s to %s", client.name(), name)
            .containsExactlyInAnyOrder(expected);
      }
    }
  }

  @Test
  void what_only_chat_completions_say_is_named_at_any_depth() throws MalformedRequest {
    isToldEverywhereElse(
        CHAT,
        "{'model':'m','messages':["
            + "{'role':'user','mood':'m','content':[{'type':'text','text':'a','tone':1}]},"
            + "{'role':'user','mood':'n','content':[{'type':'text','text':'b','tone':2}]},"
            + "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','odd':1,"
            + "'function':{'name':'f','arguments':'{}','even':2}}]},"
            + "{'role':'tool','tool_call_id':'c','content':'r','seen':true}],"
            + "'tools':[{'type':'function','function':{'name':'f','deferred':true,"
            + "'parameters':{'type':'object'}},'odd':1}],'novelty':{'a':1}}",
        "HINT messages.mood",
        "HINT messages.content.tone",
        "HINT messages.tool_calls.odd",
        "HINT messages.tool_calls.function.even",
        "HINT messages.seen",
        "HINT tools.odd",
        "HINT tools.function.deferred",
        "HINT novelty");
    assertThat(
            losses(
                CHAT,
                "{'model':'m','messages':[{'role':'user','content':'a'}],'tools':[{'type':'function',"
                    + "'function':{'name':'f','parameters':{'type':'object'}}}],'tool_choice':"
                    + "{'type':'function','function':{'name':'f'},'odd':1}}",
                provider(ResponsesClient.NAME)))
        .containsExactly("HINT tool_choice.odd");
  }

  @Test
  void what_only_responses_say_is_named_at_any_depth() throws MalformedRequest {
    isToldEverywhereElse(
        RESPONSES,
        "{'model':'m','input':["
            + "{'role':'user','content':[{'type':'input_text','text':'a','tone':1}]},"
            + "{'type':'message','role':'assistant','phase':'commentary',"
            + "'content':[{'type':'output_text','text':'b'}]},"
            + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}','odd':1},"
            + "{'type':'function_call_output','call_id':'c','output':'r','seen':true}],"
            + "'tools':[{'type':'function','name':'f','strict':false,'defer_loading':true,"
            + "'parameters':{'type':'object'}}],"
            + "'text':{'verbosity':'low','format':{'type':'text','odd':1}},"
            + "'novelty':[1]}",
        "HINT input.content.tone",
        "HINT input.phase",
        "HINT input.odd",
        "HINT input.seen",
        "HINT tools.defer_loading",
        "HINT text.verbosity",
        "HINT text.format.odd",
        "HINT novelty");
  }

  @Test
  void what_only_messages_say_is_named_at_any_depth() throws MalformedRequest {
    isToldEverywhereElse(
        ANTHROPIC,
        "{'model':'m','max_tokens':99,'system':[{'type':'text','text':'s','tone':1}],'messages':["
            + "{'role':'user','content':[{'type':'text','text':'a','tone':1}],'mood':1},"
            + "{'role':'assistant','content':[{'type':'tool_use','id':'c','name':'f','input':{},"
            + "'caller':{'type':'code_execution_20250825','tool_id':'t'}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','content':["
            + "{'type':'text','text':'r','odd':1}]}]}],"
            + "'tools':[{'name':'f','input_schema':{'type':'object'},'defer_loading':true,"
            + "'input_examples':[{'a':1}]}],"
            + "'tool_choice':{'type':'auto','odd':1},"
            + "'output_config':{'task_budget':1},'context_management':{'edits':[]}}",
        "HINT system.tone",
        "HINT messages.content.tone",
        "HINT messages.mood",
        "HINT messages.content.caller",
        "HINT messages.content.content.odd",
        "HINT tools.defer_loading",
        "HINT tools.input_examples",
        "HINT tool_choice.odd",
        "HINT output_config.task_budget",
        "HINT context_management");
  }

  @Test
  void what_only_gemini_says_is_named_at_any_depth() throws MalformedRequest {
    isToldEverywhereElse(
        GEMINI,
        "{'contents':[{'role':'user','parts':[{'text':'a'}],'mood':1}],"
            + "'systemInstruction':{'parts':[{'text':'s'}],'mood':1},"
            + "'tools':[{'functionDeclarations':[{'name':'f','behavior':'NON_BLOCKING',"
            + "'parameters':{'type':'OBJECT'}}]}],"
            + "'toolConfig':{'retrievalConfig':{'languageCode':'en'}},"
            + "'generationConfig':{'temperature':1,'mediaResolution':'MEDIA_RESOLUTION_LOW'},"
            + "'safetySettings':[{'category':'C','threshold':'T'}]}",
        "HINT systemInstruction.mood",
        "HINT contents.mood",
        "HINT tools.behavior",
        "HINT toolConfig.retrievalConfig",
        "HINT generationConfig.mediaResolution",
        "HINT safetySettings");
  }

  @Test
  void what_an_sdk_sends_back_of_an_earlier_chat_loses_nothing() throws MalformedRequest {
    isToldEverywhereElse(
        CHAT,
        "{'model':'m','temperature':0.5,'max_completion_tokens':99,'stream':true,"
            + "'stream_options':{'include_usage':true},'messages':["
            + "{'role':'system','content':'s'},{'role':'user','content':'a'},"
            + "{'role':'assistant','content':null,'refusal':null,'annotations':[],'audio':null,"
            + "'function_call':null,'parsed':null,'tool_calls':[{'index':0,'id':'c',"
            + "'type':'function','function':{'name':'f','arguments':'{}',"
            + "'parsed_arguments':{'a':1}}}]},"
            + "{'role':'tool','tool_call_id':'c','content':'r'}],"
            + "'tools':[{'type':'function','function':{'name':'f','description':'d',"
            + "'parameters':{'type':'object','properties':{}}}}]}");
  }

  @Test
  void what_an_sdk_sends_back_of_an_earlier_response_loses_nothing() throws MalformedRequest {
    isToldEverywhereElse(
        RESPONSES,
        "{'model':'m','instructions':'s','max_output_tokens':99,'stream':true,"
            + "'include':['reasoning.encrypted_content'],'input':["
            + "{'type':'message','role':'user','content':[{'type':'input_text','text':'a'}]},"
            + "{'id':'msg_1','type':'message','role':'assistant','status':'completed','content':["
            + "{'type':'output_text','text':'b','annotations':[],'logprobs':[]}]},"
            + "{'id':'fc_1','type':'function_call','status':'completed','call_id':'c','name':'f',"
            + "'arguments':'{}'},"
            + "{'type':'function_call_output','id':null,'call_id':'c','output':'r'}],"
            + "'tools':[{'type':'function','name':'f','description':'d','strict':false,"
            + "'parameters':{'type':'object','properties':{}}}],'tool_choice':'auto'}");
  }

  @Test
  void what_an_sdk_sends_back_of_an_earlier_message_loses_nothing() throws MalformedRequest {
    isToldEverywhereElse(
        ANTHROPIC,
        "{'model':'m','max_tokens':99,'stream':true,'system':'s','messages':["
            + "{'role':'user','content':'a'},{'role':'assistant','content':["
            + "{'type':'text','text':'b','citations':null},"
            + "{'type':'tool_use','id':'c','name':'f','input':{},'caller':{'type':'direct'}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c',"
            + "'content':'r'}]}],"
            + "'tools':[{'type':'custom','name':'f','description':'d',"
            + "'eager_input_streaming':true,"
            + "'input_schema':{'type':'object','properties':{}}}]}");
  }

  @Test
  void what_an_sdk_sends_back_of_earlier_contents_loses_nothing() throws MalformedRequest {
    isToldEverywhereElse(
        GEMINI,
        "{'systemInstruction':{'role':'user','parts':[{'text':'s'}]},'contents':["
            + "{'role':'user','parts':[{'text':'a'}]},{'role':'model','parts':["
            + "{'functionCall':{'id':'c','name':'f','args':{}}}]},"
            + "{'role':'user','parts':[{'functionResponse':{'id':'c','name':'f',"
            + "'response':{'output':'r'}}}]}],"
            + "'tools':[{'functionDeclarations':[{'name':'f','description':'d',"
            + "'parametersJsonSchema':{'type':'object','properties':{}}}]}],"
            + "'toolConfig':{'functionCallingConfig':{'mode':'AUTO'}},"
            + "'generationConfig':{'temperature':0.5,'maxOutputTokens':99}}");
  }

  @Test
  void claude_code_loses_its_cache_marks_and_the_edits_of_its_context() throws MalformedRequest {
    String json =
        "{'model':'m','max_tokens':32000,'stream':true,'system':[{'type':'text','text':'s',"
            + "'cache_control':{'type':'ephemeral','ttl':'1h'}}],"
            + "'messages':[{'role':'user','content':[{'type':'text','text':'a',"
            + "'cache_control':{'type':'ephemeral'}}]},{'role':'assistant','content':["
            + "{'type':'tool_use','id':'c','name':'Bash','input':{},'caller':{'type':'direct'}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','content':'r',"
            + "'cache_control':{'type':'ephemeral'}}]}],"
            + "'tools':[{'name':'Bash','description':'d','eager_input_streaming':true,"
            + "'input_schema':{'type':'object'}}],'metadata':{'user_id':'u'},"
            + "'thinking':{'type':'adaptive','odd':1},"
            + "'context_management':{'edits':[{'type':'clear_thinking_20251015','keep':'all'}]}}";
    assertThat(losses(ANTHROPIC, json, provider(ChatClient.NAME)))
        .containsExactlyInAnyOrder(
            "HINT cache_control", "HINT context_management", "HINT thinking.odd");
  }

  @Test
  void writing_anew_in_the_same_dialect_loses_only_what_is_not_written_again()
      throws MalformedRequest {
    String chat =
        "{'model':'m','temperature':1,'store':true,'novelty':1,"
            + "'messages':[{'role':'user','content':'a','mood':'m'}]}";
    assertThat(losses(CHAT, chat, provider(ChatClient.NAME, Quirk.NO_SERVING_HINTS)))
        .containsExactly("HINT store");
    String responses =
        "{'model':'m','store':true,'metadata':{'a':'b'},'prompt_cache_key':'k','novelty':1,"
            + "'input':[{'role':'user','content':'a','mood':'m'}]}";
    assertThat(losses(RESPONSES, responses, provider(ResponsesClient.NAME))).isEmpty();
    assertThat(losses(RESPONSES, responses, provider(ResponsesClient.NAME, Quirk.NO_SERVING_HINTS)))
        .containsExactlyInAnyOrder(
            "HINT metadata", "HINT prompt_cache_key", "HINT store", "HINT input.mood");
  }

  @Test
  void names_are_fit_for_a_header_and_few() throws MalformedRequest {
    StringBuilder many = new StringBuilder("{'model':'m','a, b; c':1,'" + "x".repeat(99) + "':1");
    for (int i = 0; i < 40; i++) {
      many.append(",'n").append(i).append("':1");
    }
    many.append(",'messages':[{'role':'user','content':'a','é':1}]}");
    assertThat(losses(CHAT, many.toString(), provider(AnthropicClient.NAME)))
        .hasSize(16)
        .startsWith("HINT messages.?", "HINT ?", "HINT n0");
  }

  @Test
  void servers_that_a_model_is_to_call_change_the_answer() throws MalformedRequest {
    isToldEverywhereElse(
        ANTHROPIC,
        "{'model':'m','max_tokens':99,'messages':[{'role':'user','content':'a'}],"
            + "'mcp_servers':[{'type':'url','url':'https://a.example','name':'a'}]}",
        "MEANING mcp_servers");
  }

  @Test
  void a_tool_and_a_part_of_one_dialect_change_the_answer_everywhere_else()
      throws MalformedRequest {
    String tool =
        "{'model':'m','max_tokens':99,'messages':[{'role':'user','content':'a'}],"
            + "'tools':[{'type':'web_search_20250305','name':'web_search'}]}";
    String part =
        "{'model':'m','max_tokens':99,'messages':[{'role':'user','content':["
            + "{'type':'text','text':'a'},{'type':'search_result','source':'s','title':'t',"
            + "'content':[{'type':'text','text':'b'}]}]}]}";
    for (String name : TALKING) {
      if (!name.equals(ANTHROPIC.name())) {
        assertThat(losses(ANTHROPIC, tool, provider(name)))
            .as(name)
            .anyMatch(loss -> loss.startsWith("MEANING tools"));
        assertThat(losses(ANTHROPIC, part, provider(name)))
            .as(name)
            .anyMatch(loss -> loss.startsWith("MEANING "));
      }
    }
  }

  @Test
  void a_cache_mark_is_a_hint_wherever_it_cannot_be_set() throws MalformedRequest {
    String json =
        "{'model':'m','max_tokens':99,'messages':[{'role':'user','content':["
            + "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]}]}";
    assertThat(losses(ANTHROPIC, json, provider("bedrock"))).isEmpty();
    for (String name : TALKING) {
      if (!name.equals(ANTHROPIC.name()) && !name.equals("bedrock")) {
        assertThat(losses(ANTHROPIC, json, provider(name)))
            .as(name)
            .singleElement()
            .asString()
            .startsWith("HINT ")
            .contains("cache");
      }
    }
  }
}
