package io.tollgate.adapters.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.JsonTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiStreamTest {

  private static final String TEXT =
      "{'candidates':[{'content':{'parts':[{'text':'%s'}],'role':'model'},'index':0}],"
          + "'modelVersion':'m','responseId':'r1'}";

  private static String chunk(String parts, String rest) {
    return "{'candidates':[{'content':{'parts':["
        + parts
        + "],'role':'model'},'index':0"
        + rest
        + "}],'responseId':'r1','modelVersion':'m'}";
  }

  @Test
  void thoughts_texts_and_calls_become_blocks() {
    List<AnswerEvent> events =
        Wire.decode(
            Wire.events(
                chunk("{'text':'Hm','thought':true}", ""),
                chunk("{'text':'He'}", ""),
                chunk(
                    "{'text':'y'},{'functionCall':{'name':'f','args':{'a':1}},"
                        + "'thoughtSignature':'s'}",
                    ",'finishReason':'STOP'")));
    assertThat(events)
        .filteredOn(event -> !(event instanceof AnswerEvent.BlockOpened))
        .containsExactly(
            new AnswerEvent.Started("r1", "m"),
            new AnswerEvent.ReasoningDelta(0, 0, "Hm"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.TextDelta(0, 1, "He"),
            new AnswerEvent.TextDelta(0, 1, "y"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.Signature(0, 2, "s"),
            new AnswerEvent.ArgumentsDelta(0, 2, "{\"a\":1}"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null),
            new AnswerEvent.Ended());
    assertThat(events)
        .filteredOn(AnswerEvent.BlockOpened.class::isInstance)
        .extracting(event -> ((AnswerEvent.BlockOpened) event).kind().getClass().getSimpleName())
        .containsExactly("Reasoning", "Text", "ToolCall");
  }

  @Test
  void no_end_is_invented() {
    assertThat(Wire.decode(Wire.events(String.format(TEXT, "a"))))
        .noneMatch(event -> event instanceof AnswerEvent.Finished)
        .noneMatch(event -> event instanceof AnswerEvent.Ended);
  }

  @Test
  void an_error_ends_it() {
    byte[] bytes =
        Wire.events(
            String.format(TEXT, "a"),
            "[{'error':{'code':500,'message':'boom','status':'INTERNAL'}}]",
            chunk("{'text':'b'}", ",'finishReason':'STOP'"));
    List<AnswerEvent> events = Wire.decode(bytes);
    assertThat(events.getLast()).isInstanceOf(AnswerEvent.Failed.class);
    assertThat(Wire.decode(Wire.events(String.format(TEXT, "a"), "x")).getLast())
        .isInstanceOf(AnswerEvent.Malformed.class);
  }

  @Test
  void a_refused_prompt_ends_in_a_content_filter() {
    List<AnswerEvent> events =
        Wire.decode(Wire.events("{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'}}"));
    assertThat(events.get(events.size() - 2))
        .isInstanceOfSatisfying(
            AnswerEvent.Finished.class,
            finished -> assertThat(finished.finish()).isEqualTo(Finish.CONTENT_FILTER));
    assertThat(events.getLast()).isEqualTo(new AnswerEvent.Ended());
  }

  @Test
  void calls_are_written_whole_and_the_end_with_its_usage_last() {
    StreamEncoder encoder = new GeminiEncoder("id", "asked", false);
    StringBuilder stream = new StringBuilder();
    for (AnswerEvent event :
        List.of(
            new AnswerEvent.Started("x", "served"),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Reasoning(null, null)),
            new AnswerEvent.ReasoningDelta(0, 0, "hidden"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 1, "Hi"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.ToolCall("c1", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 2, "{\"a\""),
            new AnswerEvent.ArgumentsDelta(0, 2, ":1}"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null))) {
      stream.append(new String(encoder.encode(event), UTF_8));
    }
    stream.append(new String(encoder.closing(UsageSamples.REPORT, "standard", Wire.COST), UTF_8));
    assertThat(stream.toString().split("\r\n\r\n"))
        .extracting(event -> JsonTree.parse(event.substring("data: ".length())))
        .containsExactly(
            Wire.tree(
                "{'candidates':[{'content':{'parts':[{'text':'Hi'}],'role':'model'},"
                    + "'index':0}],'modelVersion':'served','responseId':'id'}"),
            Wire.tree(
                "{'candidates':[{'content':{'parts':[{'functionCall':{'id':'c1','name':'f',"
                    + "'args':{'a':1}}}],'role':'model'},'index':0}],'modelVersion':'served',"
                    + "'responseId':'id'}"),
            Wire.tree(
                "{'candidates':[{'content':{'parts':[{'text':''}],'role':'model'},"
                    + "'finishReason':'STOP','index':0}],'usageMetadata':{'promptTokenCount':9,"
                    + "'candidatesTokenCount':10,'totalTokenCount':30,'cachedContentTokenCount':2,"
                    + "'thoughtsTokenCount':6,'toolUsePromptTokenCount':5,'serviceTier':'standard',"
                    + "'cost':0.00175},'modelVersion':'served','responseId':'id'}"));
  }

  @Test
  void arguments_that_were_cut_off_are_no_call() {
    StreamEncoder encoder = new GeminiEncoder("id", "asked", false);
    encoder.encode(new AnswerEvent.BlockOpened(0, 0, new BlockKind.ToolCall("c", "f", false)));
    encoder.encode(new AnswerEvent.ArgumentsDelta(0, 0, "{\"a\":"));
    assertThat(encoder.encode(new AnswerEvent.BlockClosed(0, 0))).isEmpty();
    encoder.encode(new AnswerEvent.Finished(0, Finish.LENGTH, null, null));
    assertThat(new String(encoder.closing(null, null, null), UTF_8))
        .contains("\"finishReason\":\"MALFORMED_FUNCTION_CALL\"");
  }
}
