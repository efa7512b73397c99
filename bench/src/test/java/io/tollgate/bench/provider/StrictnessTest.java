package io.tollgate.bench.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.provider.Tongue.Heard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real ones refuse, the simulated ones refuse: they judge translations. */
class StrictnessTest {

  private static ProviderClient client;

  @BeforeAll
  static void start() throws Exception {
    client =
        ProviderClient.of(
            SimulatedModel.instant("m"),
            SimulatedModel.instant("gpt-6-sim"),
            SimulatedModel.instant("deepseek-reasoner"),
            SimulatedModel.instant("gemini-3-sim"));
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
  }

  private static void refused(Tongue tongue, String path, String body, String why)
      throws Exception {
    Heard heard = tongue.post(client, path, body.replace('\'', '"'));
    assertThat(heard.text()).contains(why.replace("~", "\\\""));
    assertThat(heard.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'messages':[{'role':'user','content':'a'}] | max_tokens: Field required",
        "'max_tokens':9,'metadata':null,'messages':[{'role':'user','content':'a'}]"
            + " | metadata: Input should be a valid dictionary",
        "'max_tokens':9,'seed':1,'messages':[{'role':'user','content':'a'}]"
            + " | seed: Extra inputs are not permitted",
        "'max_tokens':9,'messages':[{'role':'user','name':'x','content':'a'}]"
            + " | messages.0.name: Extra inputs are not permitted",
        "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'text','text':''}]}]"
            + " | text content blocks must be non-empty",
        "'max_tokens':9,'messages':[{'role':'user','content':''}]"
            + " | must have non-empty content",
        "'max_tokens':9,'messages':[{'role':'assistant','content':'a'}]"
            + " | first message must use the",
        "'max_tokens':9,'messages':[{'role':'developer','content':'a'}] | Input should be 'user'",
        "'max_tokens':9,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
            + "[{'type':'tool_use','id':'a.b','name':'t','input':{}}]}]"
            + " | String should match pattern",
        "'max_tokens':9,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
            + "[{'type':'tool_use','id':'a','name':'t','input':'{}'}]}]"
            + " | input: Input should be a valid dictionary",
        "'max_tokens':9,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
            + "[{'type':'tool_use','id':'a','name':'t','input':{}},"
            + "{'type':'tool_use','id':'b','name':'t','input':{}}]},{'role':'user','content':"
            + "[{'type':'tool_result','tool_use_id':'a','content':'x'}]}]"
            + " | without `tool_result` blocks immediately after: b",
        "'max_tokens':9,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
            + "[{'type':'tool_use','id':'a','name':'t','input':{}}]},{'role':'user','content':"
            + "[{'type':'text','text':'x'},{'type':'tool_result','tool_use_id':'a'}]}]"
            + " | must come first",
        "'max_tokens':9,'messages':[{'role':'user','content':"
            + "[{'type':'tool_result','tool_use_id':'a'}]}] | unexpected `tool_use_id`",
        "'max_tokens':2000,'thinking':{'type':'enabled','budget_tokens':1024},"
            + "'tools':[{'name':'t','input_schema':{'type':'object'}}],"
            + "'tool_choice':{'type':'any'},'messages':[{'role':'user','content':'a'}]"
            + " | Thinking may not be enabled when tool_choice forces",
        "'max_tokens':2000,'thinking':{'type':'enabled','budget_tokens':100},"
            + "'messages':[{'role':'user','content':'a'}] | greater than or equal to 1024",
        "'max_tokens':9,'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
            + "[{'type':'thinking','thinking':'t','signature':'AAAA'}]},"
            + "{'role':'user','content':'b'}] | Invalid `signature` in `thinking` block",
        "'max_tokens':9,'cache_control':{'type':'ephemeral'},'messages':[{'role':'user',"
            + "'content':[{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
            + "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
            + "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
            + "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}}]}]"
            + " | A maximum of 4 blocks with cache_control",
        "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'image','source':"
            + "{'type':'base64','media_type':'image/bmp','data':'AAAA'}}]}]"
            + " | Input should not be 'image/bmp'",
        "'max_tokens':9,'tools':[{'type':'function','name':'t'}],"
            + "'tool_choice':'auto','messages':[{'role':'user','content':'a'}]"
            + " | tool_choice: Input should be",
        "'max_tokens':9,'thread':{'type':'create'},'messages':[{'role':'user','content':'a'}]"
            + " | thread: Extra inputs are not permitted",
      })
  void anthropic_refuses(String more, String why) throws Exception {
    refused(Tongue.ANTHROPIC, "/v1/messages", "{'model':'m'," + more + "}", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'contents':[] | contents is not specified",
        "'contents':[{'role':'assistant','parts':[{'text':'a'}]}] | use a valid role",
        "'contents':[{'role':'user','parts':[{'text':'a'}]},{'role':'model','parts':"
            + "[{'text':'b'}]}] | must end with a user role",
        "'contents':[{'parts':[{'text':'a'}]}],'max_tokens':5 | Cannot find field",
        "'contents':[{'parts':[{'text':'a'}]}],'tools':[{'functionDeclarations':[{'name':'t',"
            + "'parameters':{'type':'object','additionalProperties':false}}]}]"
            + " | Unknown name ~additionalProperties~",
        "'contents':[{'parts':[{'text':'a'}]}],'tools':[{'functionDeclarations':[{'name':'t',"
            + "'parameters':{'$schema':'x','type':'object'}}]}] | Unknown name ~$schema~",
        "'contents':[{'parts':[{'text':'a'}]}],'tools':[{'functionDeclarations':[{'name':'t',"
            + "'parameters':{'type':['string','null']}}]}] | Proto field is not repeating",
        "'contents':[{'parts':[{'text':'a'}]}],'tools':[{'functionDeclarations':[{'name':'t',"
            + "'parameters':{'type':'object','properties':{}}}]}]"
            + " | should be non-empty for OBJECT type",
        "'contents':[{'parts':[{'text':'a'}]},{'role':'model','parts':[{'functionCall':"
            + "{'name':'t','args':{}},'thoughtSignature':'skip_thought_signature_validator'}]},"
            + "{'role':'user','parts':[{'functionResponse':{'name':'t','response':'x'}}]}]"
            + " | response",
        "'contents':[{'parts':[{'text':'a'}]},{'role':'model','parts':[{'functionCall':"
            + "{'name':'t'},'thoughtSignature':'skip_thought_signature_validator'},"
            + "{'functionCall':{'name':'u'}}]},{'role':'user','parts':[{'functionResponse':"
            + "{'name':'t','response':{}}}]}] | number of function response parts is equal",
        "'contents':[{'parts':[{'text':'a'}]},{'role':'model','parts':[{'functionCall':"
            + "{'name':'t'}}]},{'role':'user','parts':[{'functionResponse':"
            + "{'name':'t','response':{}}}]}] | missing a thought_signature",
        "'contents':[{'parts':[{'text':'a'}]},{'role':'model','parts':[{'functionCall':"
            + "{'name':'t'},'thoughtSignature':'AAAA'}]},{'role':'user','parts':"
            + "[{'functionResponse':{'name':'t','response':{}}}]}] | Corrupted thought signature",
        "'contents':[{'parts':[{'text':'a'}]}],'generationConfig':{'thinkingConfig':"
            + "{'thinkingBudget':5,'thinkingLevel':'LOW'}}"
            + " | one of thinking budget and thinking level",
      })
  void gemini_refuses(String more, String why) throws Exception {
    String path = "/v1beta/models/gemini-3-sim:generateContent";
    refused(Tongue.GEMINI, path, "{" + more + "}", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "m | 'messages':[{'role':'user','content':[{'type':'text','text':'a','cache_control':"
            + "{'type':'ephemeral'}}]}] | messages[0].content[0].cache_control",
        "m | 'messages':[{'role':'bot','content':'a'}] | Supported values are: 'system'",
        "m | 'messages':[{'role':'user','content':'a'}],'tools':[{'type':'function','function':"
            + "{'name':'has space'}}] | Invalid 'tools[].function.name'",
        "m | 'messages':[{'role':'user','content':'a'},{'role':'assistant','tool_calls':"
            + "[{'id':'call_0123456789012345678901234567890123456789','type':'function',"
            + "'function':{'name':'t','arguments':'{}'}}]}] | string of length 45",
        "m | 'messages':[{'role':'user','content':'a'},{'role':'assistant','tool_calls':"
            + "[{'id':'c','type':'function','function':{'name':'t','arguments':'{}'}}]},"
            + "{'role':'user','content':'b'}] | did not have response messages: c",
        "m | 'messages':[{'role':'tool','tool_call_id':'c','content':'a'}]"
            + " | must be a response to a preceeding",
        "gpt-6-sim | 'max_tokens':5,'messages':[{'role':'user','content':'a'}]"
            + " | Use 'max_completion_tokens' instead",
        "deepseek-reasoner | 'messages':[{'role':'developer','content':'a'}]"
            + " | unknown variant `developer`",
        "deepseek-reasoner | 'response_format':{'type':'json_schema','json_schema':"
            + "{'name':'x','schema':{}}},'messages':[{'role':'user','content':'a'}]"
            + " | response_format type is unavailable",
        "deepseek-reasoner | 'messages':[{'role':'user','content':'a'},{'role':'assistant',"
            + "'tool_calls':[{'id':'c','type':'function','function':{'name':'t','arguments':"
            + "'{}'}}]},{'role':'tool','tool_call_id':'c','content':'b'}]"
            + " | Missing `reasoning_content` field",
      })
  void chat_refuses(String model, String more, String why) throws Exception {
    String body = "{'model':'" + model + "'," + more + "}";
    refused(Tongue.CHAT, "/v1/chat/completions", body, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'input':'a','messages':[] | Unknown parameter: 'messages'",
        "'input':'a','max_output_tokens':5 | Expected a value >= 16",
        "'input':[{'role':'assistant','content':[{'type':'input_text','text':'a'}]}]"
            + " | 'output_text' and 'refusal'",
        "'input':[{'type':'function_call','call_id':'c','name':'t','arguments':'{}'}]"
            + " | No tool output found for function call c",
        "'input':'a','tools':[{'type':'function','function':{'name':'t'}}] | tools[0].function",
        "'input':[{'role':'user','content':'a'},{'type':'reasoning','id':'rs_1','summary':[]}]"
            + " | without its required following item",
        "'input':[{'type':'function_call','id':'x','call_id':'c','name':'t','arguments':'{}'}]"
            + " | begins with 'fc'",
        "'input':'a','previous_response_id':'resp_none' | not found",
      })
  void responses_refuse(String more, String why) throws Exception {
    refused(Tongue.RESPONSES, "/v1/responses", "{'model':'m'," + more + "}", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'messages':[{'role':'user','content':[{'text':''}]}] | is blank",
        "'messages':[{'role':'user','content':[{'text':'a'}]}],'max_tokens':5"
            + " | extraneous key [max_tokens] is not permitted",
        "'messages':[{'role':'user','content':[{'text':'a'}]},"
            + "{'role':'user','content':[{'text':'a'}]}] | must alternate",
        "'messages':[{'role':'assistant','content':[{'text':'a'}]}] | start with a user message",
        "'messages':[{'role':'user','content':[{'text':'a'}]},{'role':'assistant','content':"
            + "[{'toolUse':{'toolUseId':'c','name':'t','input':{}}}]}]"
            + " | toolConfig field must be defined",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':"
            + "{'type':'object'}}}}]},'messages':[{'role':'user','content':[{'text':'a'}]},"
            + "{'role':'assistant','content':[{'toolUse':{'toolUseId':'c','name':'t',"
            + "'input':{}}}]},{'role':'user','content':[{'text':'b'}]}]"
            + " | Expected toolResult blocks at messages.2.content for the following Ids: c",
        "'toolConfig':{'tools':[{'toolSpec':{'name':'t','inputSchema':{'json':"
            + "{'type':'object'}}}}]},'messages':[{'role':'user','content':"
            + "[{'toolResult':{'toolUseId':'c','content':[]}}]}]"
            + " | exceeds the number of toolUse blocks",
        "'messages':[{'role':'user','content':[{'type':'text','text':'a'}]}] | exactly one member",
      })
  void bedrock_refuses(String more, String why) throws Exception {
    refused(Tongue.BEDROCK, "/model/m/converse", "{" + more + "}", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'messages':[{'role':'user','content':'a'}],'top_p':1 | top_p: Extra inputs",
        "'messages':[{'role':'developer','content':'a'}] | role",
        "'messages':[{'role':'tool','tool_call_id':'c','content':'a'}] | was not called",
        "'messages':[{'role':'user','content':'a'}],'tool_choice':'REQUIRED' | requires tools",
      })
  void cohere_refuses(String more, String why) throws Exception {
    refused(Tongue.COHERE, "/v2/chat", "{'model':'m'," + more + "}", why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'messages':[{'role':'user','content':[{'type':'text'}]}] | cannot unmarshal array",
        "'messages':[{'role':'assistant','content':'','tool_calls':[{'function':{'name':'t',"
            + "'arguments':'{}'}}]}] | cannot unmarshal string",
        "'messages':[{'role':'user','content':'a','images':['%']}] | illegal base64",
      })
  void ollama_refuses(String more, String why) throws Exception {
    refused(Tongue.OLLAMA, "/api/chat", "{'model':'m'," + more + "}", why);
  }
}
