package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChatStreamChunkingTest {

  private static final String[] EVENTS = {
    "data:"
        + " {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
    "data: {\"choices\":[{\"delta\":{\"content\":\"日本"
        + " 😀\"},\"finish_reason\":null}],\"usage\":null}",
    "data:"
        + " {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}",
    "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"{}\"}}]}}]}",
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
    "data: {\"choices\":[],\ndata: \"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}",
    ": keep-alive",
    "event: ping"
  };
  private static final String[] LAST = {
    "data: [DONE]", "data: {\"error\":{\"message\":\"no\"}}", "data: {\"choices\":", "data: x"
  };

  @Test
  void row_15_whatever_the_chunking_the_stream_says_the_same() {
    long seed = 99;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4_000; round++) {
      String newline = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\uFEFF" : "");
      for (int i = random.nextInt(8); i > 0; i--) {
        text.append(EVENTS[random.nextInt(EVENTS.length)]).append("\n\n");
      }
      text.append(LAST[random.nextInt(LAST.length)]).append(random.nextBoolean() ? "\n\n" : "");
      byte[] bytes = text.toString().replace("\n", newline).getBytes(UTF_8);

      String whole = outcome(bytes, List.of(bytes.length));
      List<Integer> ends = new ArrayList<>();
      int longest = 1 + random.nextInt(60);
      for (int end = 0; end < bytes.length; ) {
        end = Math.min(bytes.length, end + random.nextInt(longest + 1));
        ends.add(end);
      }
      assertThat(outcome(bytes, ends))
          .as("seed %d round %d: %s cut at %s", seed, round, text, ends)
          .isEqualTo(whole);
    }
  }

  private static String outcome(byte[] bytes, List<Integer> ends) {
    ChatStream stream = new ChatStream(UsageRule.OPENAI, 1, 10_000);
    RecordingSink sink = new RecordingSink();
    int from = 0;
    for (int end : ends) {
      byte[] chunk = Arrays.copyOfRange(bytes, from, end);
      stream.feed(chunk, 0, chunk.length, sink);
      from = end;
    }
    ChatStream.Ending ending = stream.end(sink);
    return String.join("\n", sink.lines)
        + List.of(
            ending,
            stream.hasBegun(),
            stream.contentEvents(),
            stream.contentBytes(),
            stream.hasToolCalls(),
            String.valueOf(stream.id()),
            String.valueOf(stream.model()),
            String.valueOf(stream.finishReason()),
            String.valueOf(stream.error()),
            String.valueOf(stream.reportedUsage()));
  }
}
