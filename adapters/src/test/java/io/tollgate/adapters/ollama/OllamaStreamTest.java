package io.tollgate.adapters.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.Decoding;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OllamaStreamTest {

  private static final long SEED = 20_261_121;
  private static final OllamaProvider OLLAMA =
      new OllamaProvider(Set.of(), OllamaProvider.ENDPOINTS);

  private static final String ANSWER =
      "{'model':'m','message':{'role':'assistant','content':'','thinking':'Hm'},'done':false}\n"
          + "{'model':'m','message':{'role':'assistant','content':'','thinking':'"
          + " é'},'done':false}\r\n"
          + "\n"
          + "{'model':'m','message':{'role':'assistant','content':'Let me see'},'done':false}\n"
          + "{'model':'m','message':{'role':'assistant','content':'','tool_calls':[{'id':'a','function':{'name':'f','arguments':{'x':[1]}}},{'id':'b','function':{'name':'g','arguments':{}}}]},'done':false}\n"
          + "{'model':'m','message':{'role':'assistant','content':''},'done':true,'done_reason':'stop','prompt_eval_count':5,'eval_count':7}\n";

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  private static List<AnswerEvent> read(String json) {
    return Decoding.whole(OLLAMA, bytes(json));
  }

  @Test
  void a_stream_with_thoughts_text_and_calls_is_read_to_its_end() {
    assertThat(read(ANSWER))
        .containsExactly(
            new AnswerEvent.Started(null, "m"),
            new AnswerEvent.BlockOpened(0, 0, new BlockKind.Reasoning(null, null)),
            new AnswerEvent.ReasoningDelta(0, 0, "Hm"),
            new AnswerEvent.ReasoningDelta(0, 0, " é"),
            new AnswerEvent.BlockClosed(0, 0),
            new AnswerEvent.BlockOpened(0, 1, new BlockKind.Text()),
            new AnswerEvent.TextDelta(0, 1, "Let me see"),
            new AnswerEvent.BlockClosed(0, 1),
            new AnswerEvent.BlockOpened(0, 2, new BlockKind.ToolCall("a", "f", false)),
            new AnswerEvent.ArgumentsDelta(0, 2, "{\"x\":[1]}"),
            new AnswerEvent.BlockClosed(0, 2),
            new AnswerEvent.BlockOpened(0, 3, new BlockKind.ToolCall("b", "g", false)),
            new AnswerEvent.ArgumentsDelta(0, 3, "{}"),
            new AnswerEvent.BlockClosed(0, 3),
            new AnswerEvent.Finished(0, Finish.TOOL_CALLS, null, null),
            new AnswerEvent.Metered(
                new ReportedUsage(Usage.of(5, 7), UsageQuality.ENGINE_REPORTED, List.of()), null),
            new AnswerEvent.Ended());
  }

  @Test
  void every_chunking_gives_the_same_events() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<AnswerEvent> expected = read(ANSWER);
    for (int round = 0; round < 300; round++) {
      assertThat(Decoding.chunked(OLLAMA, bytes(ANSWER), random, 1 + round))
          .as("round %s of seed %s", round, SEED)
          .isEqualTo(expected);
    }
  }

  @Test
  void a_last_line_without_its_line_feed_counts_and_a_stream_without_it_has_no_end() {
    assertThat(read(ANSWER.strip())).isEqualTo(read(ANSWER));
    String cut =
        ANSWER.substring(
            0,
            ANSWER.indexOf("{'model':'m','message':{'role':'assistant','content':''},'done':true"));
    assertThat(read(cut)).noneMatch(event -> event instanceof AnswerEvent.Ended);
    assertThat(read(ANSWER.substring(0, ANSWER.length() - 3)))
        .endsWith(new AnswerEvent.Malformed("a line is not one JSON object"))
        .noneMatch(event -> event instanceof AnswerEvent.Ended);
  }

  @Test
  void an_error_in_the_stream_is_the_last_event_and_rubbish_is_no_answer() {
    String begun = "{'message':{'content':'a'},'done':false}\n";
    assertThat(read(begun + "{'error':'out of memory'}\n" + ANSWER))
        .endsWith(new AnswerEvent.Failed(new ProviderError("out of memory", null, null, null)));
    assertThat(read(begun + "oops\n" + ANSWER))
        .endsWith(new AnswerEvent.Malformed("a line is not one JSON object"));
    assertThat(read(begun + "{}\n" + ANSWER))
        .endsWith(new AnswerEvent.Malformed("a line has neither a message nor an end"));
  }

  @Test
  void nothing_follows_the_end() {
    assertThat(read(ANSWER + ANSWER)).isEqualTo(read(ANSWER));
  }

  @Test
  void a_line_above_the_limit_is_oversized_wherever_it_is_cut() {
    byte[] stream = bytes("{'message':{'content':'" + "a".repeat(80) + "'},'done':false}\n");
    for (int size = 1; size <= stream.length; size++) {
      List<AnswerEvent> events = new ArrayList<>();
      StreamDecoder decoder = OLLAMA.decoder(1, 100);
      for (int at = 0; at < stream.length; at += size) {
        decoder.feed(stream, at, Math.min(size, stream.length - at), events::add);
      }
      decoder.end(events::add);
      assertThat(events).containsExactly(new AnswerEvent.Oversized());
    }
  }

  @Test
  void any_bytes_are_read_without_an_exception() {
    SplittableRandom random = new SplittableRandom(SEED);
    int ended = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] broken = bytes(ANSWER);
      for (int i = random.nextInt(6); i >= 0; i--) {
        broken[random.nextInt(broken.length)] = (byte) "{}[]\",:\n0n".charAt(random.nextInt(10));
      }
      List<AnswerEvent> events = Decoding.chunked(OLLAMA, broken, random, 300);
      ended += events.getLast() instanceof AnswerEvent.Ended ? 1 : 0;
    }
    assertThat(ended).as("seed %s", SEED).isBetween(1, 2_900);
  }
}
