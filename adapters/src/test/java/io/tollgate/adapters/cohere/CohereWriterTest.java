package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.MediaSource;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Asking;
import io.tollgate.adapters.dialect.Written;
import io.tollgate.adapters.json.JsonDocument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CohereWriterTest {

  private static final CohereProvider COHERE =
      new CohereProvider(Set.of(), CohereProvider.ENDPOINTS);

  private static final Citation OWN =
      new Citation(null, null, null, 0, 2, "cohere", JsonDocument.read("{\"start\":0,\"end\":2}"));

  private static Written write(Asking asking) {
    return Written.by(COHERE, asking.done(), "command-a-03-2025");
  }

  private static Asking asking() {
    return new Asking().says(Role.USER, "Hi");
  }

  @Test
  void a_plain_question_is_a_text() {
    write(new Asking().says(Role.DEVELOPER, "Be brief.").says(Role.USER, "Hello").streamed())
        .is(
            "{'model':'command-a-03-2025','stream':true,'messages':["
                + "{'role':'system','content':'Be brief.'},{'role':'user','content':'Hello'}]}")
        .loses();
  }

  @Test
  void thoughts_before_calls_are_the_plan_and_results_are_messages() {
    write(
            new Asking()
                .says(Role.USER, "Weather?")
                .says(
                    Role.ASSISTANT,
                    new Part.Reasoning("I will look.", null, false, null, null),
                    Part.ToolCall.of("a", "weather", "{\"city\":\"Oslo\"}"),
                    Part.ToolCall.of("b", "time", ""))
                .says(
                    Role.USER,
                    new Part.ToolResult(
                        "a", null, List.of(Part.Text.of("rain")), null, false, null),
                    new Part.ToolResult(
                        "b",
                        null,
                        List.of(
                            new Part.Document(
                                new MediaSource.PlainText("text/plain", "noon"),
                                "clock",
                                null,
                                false,
                                null)),
                        true,
                        false,
                        null))
                .says(
                    Role.ASSISTANT,
                    new Part.Reasoning("So.", null, false, null, null),
                    new Part.Text("It rains.", List.of(OWN), null)))
        .has(
            "messages",
            "[{'role':'user','content':'Weather?'},{'role':'assistant','tool_plan':'I will look.',"
                + "'tool_calls':[{'id':'a','type':'function','function':{'name':'weather',"
                + "'arguments':'{\\u0022city\\u0022:\\u0022Oslo\\u0022}'}},{'id':'b',"
                + "'type':'function','function':{'name':'time','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'a','content':'rain'},"
                + "{'role':'tool','tool_call_id':'b','content':[{'type':'document','document':"
                + "{'data':{'title':'clock','text':'noon'}}}]},"
                + "{'role':'assistant','content':[{'type':'thinking','thinking':'So.'},"
                + "{'type':'text','text':'It rains.'}],'citations':[{'start':0,'end':2}]}]")
        .loses("HINT tool_result.is_error");
  }

  @Test
  void images_stay_among_the_texts_and_documents_of_text_go_beside_the_messages() {
    write(
            new Asking()
                .says(
                    Role.USER,
                    Part.Text.of("What?"),
                    new Part.Image(new MediaSource.Base64("image/png", "aGk="), "low", null),
                    new Part.Image(new MediaSource.Url("https://e.org/a.png", null), null, null),
                    new Part.Document(
                        new MediaSource.PlainText("text/plain", "One."), "T", null, true, null),
                    new Part.Document(
                        new MediaSource.Base64("application/pdf", "aGk="), null, null, true, null))
                .extra("documents", "[\"given\"]")
                .extra("safety_mode", "\"STRICT\"")
                .extra("store_it", "1"))
        .is(
            "{'model':'command-a-03-2025','stream':false,'messages':[{'role':'user','content':["
                + "{'type':'text','text':'What?'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,aGk=',"
                + "'detail':'low'}},"
                + "{'type':'image_url','image_url':{'url':'https://e.org/a.png'}}]}],"
                + "'documents':['given',{'data':{'title':'T','text':'One.'}}],"
                + "'safety_mode':'STRICT'}")
        .loses("MEANING messages.document", "HINT store_it");
  }

  @Test
  void one_named_tool_is_the_only_one_and_required() {
    Tool strict = new Tool.Function("a", null, null, true, null);
    write(asking().tool(strict).tool("b", null).choosing(new ToolChoice.Named("a")))
        .has(
            "tools",
            "[{'type':'function','function':{'name':'a','parameters':"
                + "{'type':'object','properties':{}}}}]")
        .has("tool_choice", "'REQUIRED'")
        .has("strict_tools", "true")
        .loses();
    write(asking().tool(strict).tool("b", null).choosing(new ToolChoice.None()))
        .has("tool_choice", "'NONE'")
        .loses("HINT tools.strict");
    write(asking().tool("b", null).choosing(new ToolChoice.Auto())).loses();
  }

  @Test
  void formats_and_thinking_have_words_of_their_own() {
    write(
            asking()
                .formatted(
                    new AnswerFormat.JsonSchema(
                        "n", null, JsonDocument.read("{\"type\":\"object\"}"), null))
                .thinking(null, 500L))
        .has("response_format", "{'type':'json_object','json_schema':{'type':'object'}}")
        .has("thinking", "{'type':'enabled','token_budget':500}")
        .loses();
    write(asking().formatted(new AnswerFormat.JsonObject()).thinking("high", null))
        .has("response_format", "{'type':'json_object'}")
        .has("thinking", "{'type':'enabled'}")
        .loses("HINT reasoning_effort");
    write(asking().thinking("none", null)).has("thinking", "{'type':'disabled'}").loses();
  }

  @Test
  void sampling_is_kept_within_what_cohere_takes() {
    write(asking().sampledInAllWays())
        .is(
            "{'model':'command-a-03-2025','stream':false,"
                + "'messages':[{'role':'user','content':'Hi'}],'max_tokens':100,'temperature':0.5,"
                + "'p':0.9,'k':40,'seed':7,'frequency_penalty':0.2,'presence_penalty':0.1,"
                + "'stop_sequences':['END'],'logprobs':true}")
        .loses("MEANING top_logprobs", "MEANING n", "MEANING logit_bias");
    Sampling wide =
        new Sampling(
            null,
            null,
            BigDecimal.ONE,
            900L,
            new BigDecimal("-1"),
            new BigDecimal("1.5"),
            null,
            List.of("1", "2", "3", "4", "5", "6"),
            null,
            null,
            null,
            Map.of());
    write(asking().sampled(wide))
        .has("p", "0.99")
        .has("k", "500")
        .has("presence_penalty", "0")
        .has("frequency_penalty", "1")
        .has("stop_sequences", "['1','2','3','4','5']")
        .loses(
            "HINT top_k", "MEANING presence_penalty", "MEANING frequency_penalty", "MEANING stop");
  }
}
