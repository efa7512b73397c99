package io.tollgate.adapters.openai.responses;

import static io.tollgate.adapters.openai.responses.Responses.bytes;
import static io.tollgate.adapters.openai.responses.Responses.decoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.policies.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesDecoderTest {

  private static final String CREATED =
      event("'type':'response.created','response':{'id':'r','model':'m'}");

  private static String event(String members) {
    return "data: {" + members + "}\n\n";
  }

  private static List<AnswerEvent> events(String... events) {
    return decoded(bytes(String.join("", events)), null);
  }

  private static String completed(String output) {
    return event(
        "'type':'response.completed','response':{'id':'r','model':'m','service_tier':'flex',"
            + "'output':["
            + output
            + "],'usage':{'input_tokens':1,'output_tokens':2}}");
  }

  @Test
  void a_stream_with_all_its_events_is_read() {
    List<AnswerEvent> events =
        events(
            CREATED,
            event(
                "'type':'response.output_item.added','output_index':0,'item':{'type':'reasoning','id':'rs_1'}"),
            event(
                "'type':'response.reasoning_summary_part.added','output_index':0,'summary_index':0"),
            event("'type':'response.reasoning_summary_text.delta','output_index':0,'delta':'One'"),
            event(
                "'type':'response.reasoning_summary_part.added','output_index':0,'summary_index':1"),
            event("'type':'response.reasoning_summary_text.delta','output_index':0,'delta':'Two'"),
            event(
                "'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs_1',"
                    + "'summary':[{'text':'One'},{'text':'Two'}],'encrypted_content':'enc'}"),
            event(
                "'type':'response.output_item.added','output_index':1,'item':{'type':'message','id':'msg_1'}"),
            event(
                "'type':'response.content_part.added','output_index':1,'content_index':0,'part':{'type':'output_text'}"),
            event(
                "'type':'response.output_text.delta','output_index':1,'content_index':0,'delta':'Hi'"),
            event("'type':'response.output_text.done','output_index':1,'text':'Hi'"),
            event("'type':'response.content_part.done','output_index':1,'content_index':0"),
            event(
                "'type':'response.output_item.done','output_index':1,'item':{'type':'message','content':[{'type':'output_text','text':'Hi'}]}"),
            event(
                "'type':'response.output_item.added','output_index':2,'item':{'type':'function_call','call_id':'c','name':'f'}"),
            event("'type':'response.function_call_arguments.delta','output_index':2,'delta':'{}'"),
            event(
                "'type':'response.output_item.done','output_index':2,'item':{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}"),
            completed(
                "{'type':'reasoning'},{'type':'message'},{'type':'function_call','call_id':'c','name':'f'}"));
    assertThat(events.subList(0, events.size() - 2))
        .containsExactly(
            new AnswerEvent.Started("r", "m"),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Reasoning("rs_1", "openai-responses")),
            new AnswerEvent.ReasoningDelta(0, 0, "One"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Reasoning("rs_1", "openai-responses")),
            new AnswerEvent.ReasoningDelta(0, 1, "Two"),
            new AnswerEvent.Signature(0, 1, "enc"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 2, "Hi"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.BlockOpened(0, 3, new BlockKind.ToolCall("c", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 3, "{}"),
            new AnswerEvent.BlockClosed(0, 3),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null));
    assertThat(events.get(events.size() - 2))
        .isInstanceOfSatisfying(
            AnswerEvent.Metered.class,
            metered -> {
              assertThat(metered.servedTier()).isEqualTo("flex");
              assertThat(metered.usage().usage()).isEqualTo(Usage.of(1, 2));
            });
    assertThat(events.getLast()).isEqualTo(new AnswerEvent.Ended());
  }

  @Test
  void what_events_left_out_is_taken_from_the_last_one() {
    assertThat(
            events(
                completed(
                    "{'type':'message','content':[{'type':'output_text','text':'Hi'}]},"
                        + "{'type':'custom_tool_call','call_id':'c','name':'f','input':'x'}")))
        .startsWith(
            new AnswerEvent.Started("r", "m"),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 0, "Hi"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.ToolCall("c", "f", true)),
            new AnswerEvent.ArgumentsDelta(0, 1, "x"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null));
  }

  @Test
  void thoughts_without_a_summary_are_redacted() {
    assertThat(
            events(
                CREATED,
                event(
                    "'type':'response.output_item.added','output_index':0,'item':{'type':'reasoning','id':'rs_1'}"),
                event(
                    "'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','id':'rs_1',"
                        + "'summary':[],'encrypted_content':'enc'}")))
        .contains(
            new AnswerEvent.BlockOpened(
                0, 0, new BlockKind.RedactedReasoning("enc", "rs_1", "openai-responses")));
  }

  @Test
  void a_tool_of_openais_own_is_opaque() {
    assertThat(
            events(
                CREATED,
                event("'type':'response.web_search_call.searching','output_index':0"),
                event(
                    "'type':'response.output_item.done','output_index':0,'item':{'type':'web_search_call','id':'ws'}")))
        .contains(new AnswerEvent.Ping())
        .anySatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    AnswerEvent.BlockOpened.class,
                    opened -> assertThat(opened.kind()).isInstanceOf(BlockKind.Opaque.class)));
  }

  @Test
  void a_limit_is_the_end_of_an_incomplete_answer() {
    assertThat(
            events(
                event(
                    "'type':'response.incomplete','response':{'status':'incomplete','output':[],"
                        + "'incomplete_details':{'reason':'max_output_tokens'}}")))
        .containsExactly(
            new AnswerEvent.Started(null, null),
            new AnswerEvent.Finished(0, Finish.LENGTH, null, null),
            new AnswerEvent.Ended());
  }

  @Test
  void an_error_fails_the_stream_and_nothing_comes_after_it() {
    List<AnswerEvent> events =
        events(
            CREATED,
            event("'type':'error','code':'server_error','message':'Oh no','param':null"),
            completed(""));
    assertThat(events.getLast())
        .isEqualTo(new AnswerEvent.Failed(new ProviderError("Oh no", null, "server_error", null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "data: [DONE]\n\n", "data: {\"type\":\"response.completed\",\n"})
  void no_end_is_made_up(String end) {
    assertThat(events(CREATED, end)).containsExactly(new AnswerEvent.Started("r", "m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: nonsense\n\n",
        "data: {}\n\n",
        "data: []\n\n",
        "data: {\"type\":\"response.completed\"}\n\n"
      })
  void what_is_not_of_the_dialect_is_malformed(String data) {
    assertThat(events(CREATED, data).getLast()).isInstanceOf(AnswerEvent.Malformed.class);
  }
}
