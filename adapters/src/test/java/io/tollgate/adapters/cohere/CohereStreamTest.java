package io.tollgate.adapters.cohere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.Decoding;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CohereStreamTest {

  private static final long SEED = 20_261_121;
  private static final CohereProvider COHERE =
      new CohereProvider(Set.of(), CohereProvider.ENDPOINTS);

  private static final List<String> BEGUN =
      List.of(
          "{'id':'c1','type':'message-start','delta':{'message':{'role':'assistant'}}}",
          "{'type':'tool-plan-delta','delta':{'message':{'tool_plan':'I will'}}}",
          "{'type':'tool-plan-delta','delta':{'message':{'tool_plan':' look é'}}}",
          "{'type':'content-start','index':0,'delta':{'message':{'content':{'type':'text','text':''}}}}",
          "{'type':'content-delta','index':0,'delta':{'message':{'content':{'text':'Rain'}}}}",
          "{'type':'content-end','index':0}",
          "{'type':'citation-start','index':0,'delta':{'message':{'citations':{'start':0,'end':4,"
              + "'text':'Rain','sources':[{'type':'tool','id':'t0'}],'type':'TEXT_CONTENT'}}}}",
          "{'type':'citation-end','index':0}",
          "{'type':'tool-call-start','index':0,'delta':{'message':{'tool_calls':{'id':'t1',"
              + "'type':'function','function':{'name':'f','arguments':''}}}}}",
          "{'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':{'function':"
              + "{'arguments':'[1'}}}}}",
          "{'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':{'function':"
              + "{'arguments':']'}}}}}",
          "{'type':'tool-call-end','index':0}",
          "{'type':'tool-call-start','index':1,'delta':{'message':{'tool_calls':{'id':'t2',"
              + "'type':'function','function':{'name':'g','arguments':''}}}}}",
          "{'type':'tool-call-end','index':1}");

  private static final String END =
      "{'type':'message-end','id':'c1','delta':{'finish_reason':'TOOL_CALL','usage':"
          + "{'billed_units':{'input_tokens':13,'output_tokens':61},"
          + "'tokens':{'input_tokens':542,'output_tokens':63}}}}";

  private static String stream(List<String> events, String... more) {
    StringBuilder stream = new StringBuilder();
    for (String event : events) {
      stream.append("event: x\r\ndata: ").append(event).append("\r\n\r\n");
    }
    for (String event : more) {
      stream.append("data: ").append(event).append("\n\n");
    }
    return stream.toString().replace('\'', '"');
  }

  private static List<AnswerEvent> read(String stream) {
    return Decoding.whole(COHERE, stream.getBytes(UTF_8));
  }

  @Test
  void a_stream_with_a_plan_text_and_calls_is_read_to_its_end() {
    List<AnswerEvent> events = read(stream(BEGUN, END, "[DONE]"));
    assertThat(events.get(7)).isInstanceOf(AnswerEvent.Cited.class);
    assertThat(events.stream().filter(event -> !(event instanceof AnswerEvent.Cited)).toList())
        .containsExactly(
            new AnswerEvent.Started("c1", null),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Reasoning(null, null)),
            new AnswerEvent.ReasoningDelta(0, 0, "I will"),
            new AnswerEvent.ReasoningDelta(0, 0, " look é"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 1, "Rain"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.ToolCall("t1", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 2, "[1"),
            new AnswerEvent.ArgumentsDelta(0, 2, "]"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.BlockOpened(0, 3, new BlockKind.ToolCall("t2", "g", false)),
            new AnswerEvent.ArgumentsDelta(0, 3, "{}"),
            new AnswerEvent.BlockClosed(0, 3),
            new AnswerEvent.Metered(
                new ReportedUsage(Usage.of(13, 61), UsageQuality.PROVIDER_REPORTED, List.of()),
                null),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null),
            new AnswerEvent.Ended());
  }

  @Test
  void every_chunking_gives_the_same_events() {
    SplittableRandom random = new SplittableRandom(SEED);
    String stream = stream(BEGUN, END);
    List<AnswerEvent> expected = read(stream);
    for (int round = 0; round < 300; round++) {
      assertThat(Decoding.chunked(COHERE, stream.getBytes(UTF_8), random, 1 + round))
          .as("round %s of seed %s", round, SEED)
          .isEqualTo(expected);
    }
  }

  @Test
  void thoughts_and_texts_of_other_indexes_are_blocks_of_their_own() {
    List<AnswerEvent> events =
        read(
            stream(
                List.of(
                    "{'type':'content-start','index':0,'delta':{'message':{'content':"
                        + "{'type':'thinking','thinking':''}}}}",
                    "{'type':'content-delta','index':0,'delta':{'message':{'content':"
                        + "{'thinking':'Hm'}}}}",
                    "{'type':'content-end','index':0}",
                    "{'type':'content-start','index':1,'delta':{'message':{'content':"
                        + "{'type':'text','text':'a'}}}}",
                    "{'type':'content-start','index':2,'delta':{'message':{'content':"
                        + "{'type':'text','text':'b'}}}}")));
    assertThat(events)
        .containsSequence(
            new AnswerEvent.ReasoningDelta(0, 0, "Hm"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 1, "a"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 2, "b"));
  }

  @Test
  void a_stream_without_message_end_has_no_end() {
    assertThat(read(stream(BEGUN))).noneMatch(event -> event instanceof AnswerEvent.Ended);
    assertThat(read(stream(BEGUN, END).stripTrailing()))
        .noneMatch(event -> event instanceof AnswerEvent.Ended);
    assertThat(read(stream(BEGUN, "[DONE]")))
        .endsWith(new AnswerEvent.Malformed("an event is not one JSON object"));
  }

  @Test
  void errors_fail_the_answer_in_whatever_place_they_come() {
    assertThat(read(stream(BEGUN, "{'message':'overloaded'}", END)))
        .endsWith(new AnswerEvent.Failed(new ProviderError("overloaded", null, null, null)));
    assertThat(
            read(
                stream(
                    BEGUN,
                    "{'type':'message-end','delta':{'finish_reason':'ERROR','error':'oom'}}")))
        .endsWith(new AnswerEvent.Failed(new ProviderError("oom", "ERROR", null, null)));
    assertThat(read(stream(BEGUN, "{'type':'message-end','delta':{}}")))
        .endsWith(new AnswerEvent.Malformed("the end gives no reason"));
    assertThat(read(stream(List.of(), "{}")))
        .containsExactly(new AnswerEvent.Malformed("an event has no type"));
    assertThat(
            read(
                stream(
                    List.of(),
                    "{'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':"
                        + "{'function':{'arguments':'{}'}}}}}")))
        .endsWith(new AnswerEvent.Malformed("arguments come without their call"));
  }

  @Test
  void any_bytes_are_read_without_an_exception() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] stream = stream(BEGUN, END).getBytes(UTF_8);
    int ended = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] broken = stream.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) "{}[]\",:\n0n".charAt(random.nextInt(10));
      }
      List<AnswerEvent> events = Decoding.chunked(COHERE, broken, random, 300);
      ended += events.getLast() instanceof AnswerEvent.Ended ? 1 : 0;
    }
    assertThat(ended).as("seed %s", SEED).isBetween(1, 2_900);
  }
}
