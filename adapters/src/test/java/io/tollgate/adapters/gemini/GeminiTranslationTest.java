package io.tollgate.adapters.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
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
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.JsonTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Conversations of other dialects as Google wants them, and Google's answers as others see them.
 */
class GeminiTranslationTest {

  private static Conversation conversation(List<Message> messages) {
    return conversation(messages, List.of(), null, null, null);
  }

  private static Conversation conversation(
      List<Message> messages,
      List<Tool> tools,
      @Nullable ToolChoice choice,
      @Nullable AnswerFormat format,
      @Nullable ReasoningWish reasoning) {
    return new Conversation(
        "m",
        messages,
        tools,
        choice,
        null,
        format,
        Sampling.UNSAID,
        reasoning,
        false,
        ServingHints.UNSAID,
        "openai-chat",
        Map.of(),
        Unread.NOTHING);
  }

  private static Message user(String text) {
    return Message.of(Role.USER, Part.Text.of(text));
  }

  private static Part.ToolResult result(String id, String text, @Nullable Boolean error) {
    return new Part.ToolResult(id, null, List.of(Part.Text.of(text)), error, false, null);
  }

  @Test
  void instructions_are_collected_and_turns_alternate() {
    Conversation said =
        conversation(
            List.of(
                Message.of(Role.SYSTEM, Part.Text.of("a")),
                user("one"),
                user("two"),
                Message.of(Role.DEVELOPER, Part.Text.of("b")),
                Message.of(Role.ASSISTANT, Part.Text.of("three"), Part.Text.of("")),
                user("four")));
    assertThat(Wire.request(said, "gemini-2.5-pro", new Losses()))
        .isEqualTo(
            Wire.tree(
                "{'systemInstruction':{'parts':[{'text':'a'},{'text':'b'}]},'contents':["
                    + "{'role':'user','parts':[{'text':'one'},{'text':'two'}]},"
                    + "{'role':'model','parts':[{'text':'three'}]},"
                    + "{'role':'user','parts':[{'text':'four'}]}]}"));
  }

  @Test
  void results_stand_together_with_the_names_of_their_calls() {
    Conversation said =
        conversation(
            List.of(
                user("q"),
                Message.of(
                    Role.ASSISTANT,
                    Part.ToolCall.of("c1", "weather", "{\"city\":\"Rom\"}"),
                    Part.ToolCall.of("c2", "time", "")),
                Message.of(Role.TOOL, result("c1", "sunny", null)),
                Message.of(Role.TOOL, result("c2", "{\"at\":12}", null)),
                user("and?"),
                Message.of(Role.ASSISTANT, Part.ToolCall.of("c3", "time", "{}").signed("sig")),
                Message.of(Role.USER, Part.Text.of("go on"), result("c3", "broken", true))));
    Losses losses = new Losses();
    assertThat(Wire.request(said, "gemini-3-pro-preview", losses))
        .isEqualTo(
            Wire.tree(
                "{'contents':[{'role':'user','parts':[{'text':'q'}]},"
                    + "{'role':'model','parts':[{'functionCall':{'id':'c1','name':'weather','args':"
                    + "{'city':'Rom'}},'thoughtSignature':'skip_thought_signature_validator'},"
                    + "{'functionCall':{'id':'c2','name':'time','args':{}}}]},"
                    + "{'role':'user','parts':[{'functionResponse':{'id':'c1','name':'weather',"
                    + "'response':{'result':'sunny'}}},{'functionResponse':{'id':'c2','name':'time',"
                    + "'response':{'at':12}}}]},{'role':'user','parts':[{'text':'and?'}]},"
                    + "{'role':'model','parts':[{'functionCall':{'id':'c3','name':'time','args':{}},"
                    + "'thoughtSignature':'sig'}]},{'role':'user','parts':[{'functionResponse':"
                    + "{'id':'c3','name':'time','response':{'error':'broken'}}}]},{'role':'user','parts':[{'text':'go"
                    + " on'}]}]}"));
    assertThat(losses.all()).isEmpty();
    assertThat(
            JsonTree.parse(
                Wire.PROVIDER.write(said, "gemini-2.5-flash", new Losses()).body().toByteArray()))
        .asString()
        .doesNotContain("skip_thought");
  }

  @Test
  void media_and_foreign_parts_are_written_or_said_to_be_lost() {
    Conversation said =
        conversation(
            List.of(
                Message.of(
                    Role.USER,
                    new Part.Image(
                        new MediaSource.Url("https://e.com/a.webp?x=1", null), null, null),
                    new Part.Image(new MediaSource.Base64("image/png", "AA"), "low", null),
                    new Part.Document(
                        new MediaSource.PlainText("text/plain", "hi"), "T", null, false, null),
                    new Part.Document(
                        new MediaSource.FileId("anthropic", "f", null), null, null, false, null),
                    new Part.Opaque("anthropic", "container_upload", Trees.object())),
                Message.of(
                    Role.ASSISTANT,
                    new Part.Reasoning("hm", "sig", false, null, "anthropic"),
                    new Part.Reasoning("own", "gs", false, null, "gemini"))));
    Losses losses = new Losses();
    assertThat(Wire.request(said, "gemini-3-flash", losses))
        .isEqualTo(
            Wire.tree(
                "{'contents':[{'role':'user','parts':[{'fileData':{'mimeType':'image/webp',"
                    + "'fileUri':'https://e.com/a.webp?x=1'}},{'inlineData':{'mimeType':'image/png',"
                    + "'data':'AA'}},{'text':'T'},{'inlineData':{'mimeType':'text/plain',"
                    + "'data':'aGk='}}]},{'role':'model','parts':[{'text':'own','thought':true,"
                    + "'thoughtSignature':'gs'}]}]}"));
    assertThat(losses.all())
        .extracting(loss -> loss.weight() + " " + loss.field())
        .containsExactly(
            "HINT detail", "MEANING file_id", "MEANING container_upload", "HINT reasoning");
  }

  @Test
  void schemas_are_given_as_json_schema() {
    var schema = JsonDocument.read("{\"$schema\":\"x\",\"type\":[\"object\",\"null\"]}");
    Conversation said =
        conversation(
            List.of(user("q")),
            List.of(
                new Tool.Function("f", null, schema, true, null),
                new Tool.Native("openai-chat", "custom", "c", Trees.object())),
            new ToolChoice.Named("f"),
            new AnswerFormat.JsonSchema("n", null, schema, true),
            null);
    Losses losses = new Losses();
    assertThat(Wire.request(said, "gemini-3-flash", losses))
        .isEqualTo(
            Wire.tree(
                "{'contents':[{'role':'user','parts':[{'text':'q'}]}],'tools':[{'functionDeclarations':["
                    + "{'name':'f','parametersJsonSchema':{'$schema':'x','type':['object','null']}}]}],"
                    + "'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['f']}},"
                    + "'generationConfig':{'responseMimeType':'application/json',"
                    + "'responseJsonSchema':{'$schema':'x','type':['object','null']}}}"));
    assertThat(losses.all())
        .extracting(loss -> loss.weight() + " " + loss.field())
        .containsExactly("HINT strict", "MEANING tools.custom");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gemini-3-pro-preview|medium||{'thinkingLevel':'HIGH'}",
        "gemini-3.1-pro|medium||{'thinkingLevel':'MEDIUM'}",
        "gemini-3.8-flash|minimal||{'thinkingLevel':'MINIMAL'}",
        "gemini-4-argon|max||{'thinkingLevel':'HIGH'}",
        "gemini-flash-latest|low||{'thinkingLevel':'LOW'}",
        "gemini-3-flash||4000|{'thinkingLevel':'MEDIUM','includeThoughts':true}",
        "gemini-2.5-flash|none||{'thinkingBudget':0}",
        "gemini-2.5-pro|none||{'thinkingBudget':128}",
        "gemini-2.5-flash-lite|minimal||{'thinkingBudget':512}",
        "gemini-2.5-flash||99999|{'thinkingBudget':24576,'includeThoughts':true}",
        "gemini-2.0-flash|high||``"
      })
  void effort_and_budget_become_what_the_model_knows(
      String model, @Nullable String effort, @Nullable Long budget, String expected) {
    Conversation said =
        conversation(
            List.of(user("q")),
            List.of(),
            null,
            null,
            new ReasoningWish(effort, budget, false, null));
    Object request = Wire.request(said, model, new Losses());
    String config =
        expected.isEmpty() ? "" : ",'generationConfig':{'thinkingConfig':" + expected + "}";
    assertThat(request)
        .isEqualTo(
            Wire.tree("{'contents':[{'role':'user','parts':[{'text':'q'}]}]" + config + "}"));
  }

  @Test
  void calls_without_ids_get_some_that_differ_and_stay() throws Exception {
    String call = "{'functionCall':{'name':'f','args':{}}}";
    String answer = "{'functionResponse':{'name':'f','response':{}}}";
    String turn =
        "{'role':'model','parts':["
            + call
            + ","
            + call
            + "]},{'role':'user','parts':["
            + answer
            + ","
            + answer
            + "]}";
    Conversation one = Wire.conversation("{'contents':[{'parts':[]}," + turn + "]}");
    Conversation two = Wire.conversation("{'contents':[{'parts':[]}," + turn + "," + turn + "]}");
    assertThat(two.messages().subList(0, 3)).isEqualTo(one.messages());
    List<String> calls =
        two.messages().stream()
            .flatMap(message -> message.parts().stream())
            .filter(Part.ToolCall.class::isInstance)
            .map(part -> ((Part.ToolCall) part).id())
            .toList();
    List<String> results =
        two.messages().stream()
            .flatMap(message -> message.parts().stream())
            .filter(Part.ToolResult.class::isInstance)
            .map(part -> ((Part.ToolResult) part).callId())
            .toList();
    assertThat(calls).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-zA-Z0-9_-]{1,40}"));
    assertThat(results).isEqualTo(calls);
    // An answer's id tells calls of one answer from the same calls of another.
    String body = "{'candidates':[{'content':{'parts':[" + call + "]}}],'responseId':'%s'}";
    assertThat(Wire.completion(body.replace("%s", "a")).choices())
        .isNotEqualTo(Wire.completion(body.replace("%s", "b")).choices());
  }

  @Test
  void googles_schema_becomes_json_schema() throws Exception {
    Conversation said =
        Wire.conversation(
            "{'contents':[{'parts':[{'text':'q'}]}],'tools':[{'functionDeclarations':[{'name':'f',"
                + "'parameters':{'type':'OBJECT','required':['a_b'],'properties':{'a_b':{'type':"
                + "'STRING','nullable':true,'enum':['x'],'max_length':'9'},'type':{'any_of':["
                + "{'type':'INTEGER'}]}}}}]}]}");
    assertThat(said.tools())
        .singleElement()
        .isInstanceOfSatisfying(
            Tool.Function.class,
            function ->
                assertThat(
                        JsonTree.parse(
                            JsonDocument.text(
                                java.util.Objects.requireNonNull(function.parameters()))))
                    .isEqualTo(
                        Wire.tree(
                            "{'type':'object','required':['a_b'],'properties':{'a_b':{'type':"
                                + "['string','null'],'enum':['x',null],'maxLength':9},'type':"
                                + "{'anyOf':[{'type':'integer'}]}}}")));
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "MAX_TOKENS, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "RECITATION, CONTENT_FILTER",
    "BLOCKLIST, CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL, MALFORMED_CALL",
    "CONTINUATION, PAUSE",
    "BRAND_NEW, OTHER"
  })
  void reasons_of_ends_are_known(String reason, Finish finish) {
    Completion completion =
        Wire.completion("{'candidates':[{'finishReason':'" + reason + "'}],'responseId':'r'}");
    assertThat(completion.choices().getFirst().finish()).isEqualTo(finish);
  }

  @Test
  void a_refused_prompt_is_a_refusal_and_no_malformed_answer() throws Exception {
    String body =
        "{'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':{'promptTokenCount':3,"
            + "'candidatesTokenCount':0,'totalTokenCount':3},'modelVersion':'m','responseId':'r'}";
    Completion completion = Wire.completion(body);
    assertThat(completion.choices())
        .singleElement()
        .satisfies(choice -> assertThat(choice.finish()).isEqualTo(Finish.CONTENT_FILTER));
    assertThat(JsonTree.parse(Wire.call(false, "{'contents':[{}]}").answer(completion, "r", null)))
        .isEqualTo(Wire.tree(body));
  }

  @Test
  void searches_become_citations_counted_in_characters() {
    Completion completion =
        Wire.completion(
            "{'candidates':[{'content':{'parts':[{'text':'Größe: 3'}]},'finishReason':'STOP',"
                + "'groundingMetadata':{'groundingChunks':[{'web':{'uri':'https://e.com','title':'t'}}],'groundingSupports':[{'segment':{'startIndex':7,'endIndex':10,'text':':"
                + " 3'},'groundingChunkIndices':[0,9]}]}}]}");
    assertThat(completion.choices().getFirst().parts().getFirst())
        .isInstanceOfSatisfying(
            Part.Text.class,
            text ->
                assertThat(text.citations())
                    .extracting(Citation::url, Citation::startIndex, Citation::endIndex)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("https://e.com", 5L, 8L)));
  }

  @Test
  void thoughts_are_shown_only_to_who_asked_for_them() throws Exception {
    Completion completion =
        new Completion(
            "x",
            null,
            -1,
            List.of(
                new Completion.Choice(
                    0,
                    List.of(
                        new Part.Reasoning("hm", "sig", false, null, "anthropic"),
                        Part.Text.of("hi")),
                    Finish.STOP,
                    null,
                    null,
                    null)),
            null,
            null);
    String asks =
        "{'contents':[{}],'generationConfig':{'thinkingConfig':{'includeThoughts':true}}}";
    assertThat(
            new String(
                Wire.call(false, "{'contents':[{}]}").answer(completion, "r", null),
                java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"parts\":[{\"text\":\"hi\"}]")
        .contains("\"modelVersion\":\"gemini-2.5-flash\"");
    assertThat(
            new String(
                Wire.call(false, asks).answer(completion, "r", null),
                java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"parts\":[{\"text\":\"hm\",\"thought\":true},{\"text\":\"hi\"}]");
  }
}
