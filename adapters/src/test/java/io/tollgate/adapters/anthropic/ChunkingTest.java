package io.tollgate.adapters.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkingTest {

  private static final long SEED = 20_261_121;

  private static final String[] EVENTS = {
    Streams.text(0, "日本"),
    Streams.text(1, "😀"),
    Streams.open(0, "{\"type\":\"text\",\"text\":\"\"}"),
    Streams.open(1, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"b\",\"input\":{}}"),
    Streams.delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}"),
    Streams.close(0),
    Streams.close(1),
    Streams.messageDelta("end_turn", "{\"output_tokens\":4}"),
    """
    event: message_delta
    data: {"type":"message_delta",
    data: "delta":{},"usage":{"output_tokens":1}}

    """,
    Streams.ping(),
    ": comment\n\n"
  };
  private static final String[] LAST = {
    Streams.stop(),
    Streams.stop().replace("\n\n", "\n"),
    "event: error\ndata: {}\n\n",
    "data: {\"error\":{\"message\":\"no\"}}\n\n",
    "data: {\"type\":",
    "data: x\n\n"
  };

  @Test
  void whatever_the_chunking_the_relay_and_the_decoder_say_the_same() {
    SplittableRandom random = new SplittableRandom(SEED);
    int complete = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = bytes(random);
      List<Integer> ends = new ArrayList<>();
      int longest = 1 + random.nextInt(80);
      for (int end = 0; end < bytes.length; ) {
        end = Math.min(bytes.length, end + random.nextInt(longest + 1));
        ends.add(end);
      }
      String whole = outcome(bytes, List.of(bytes.length));
      assertThat(outcome(bytes, ends))
          .as("seed %d round %d: %s cut at %s", SEED, round, new String(bytes, UTF_8), ends)
          .isEqualTo(whole);
      complete += whole.contains("Ended") ? 1 : 0;
    }
    // Two of five endings are good; far fewer would mean that what comes before them is refused.
    assertThat(complete).isGreaterThan(300);
  }

  private static byte[] bytes(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "\uFEFF" : "");
    if (random.nextInt(4) == 0) {
      text.append(Streams.full().replace(Streams.stop(), ""));
    } else {
      text.append(Streams.start("{\"input_tokens\":3,\"output_tokens\":1}"));
      for (int i = random.nextInt(6); i > 0; i--) {
        text.append(EVENTS[random.nextInt(EVENTS.length)]);
      }
    }
    text.append(LAST[random.nextInt(LAST.length)]);
    String newline = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
    return text.toString().replace("\n", newline).getBytes(UTF_8);
  }

  private static String outcome(byte[] bytes, List<Integer> ends) {
    MessageRelay relay = new MessageRelay(Streams.MAX_EVENT_BYTES);
    Pieces pieces = new Pieces(Picodollars.ofDollars("1"));
    MessageDecoder decoder = new MessageDecoder(Streams.MAX_EVENT_BYTES);
    List<AnswerEvent> events = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      byte[] chunk = Arrays.copyOfRange(bytes, from, end);
      relay.feed(chunk, 0, chunk.length, pieces);
      decoder.feed(chunk, 0, chunk.length, events::add);
      from = end;
    }
    boolean complete = relay.end(pieces);
    decoder.end(events::add);
    return pieces.lines
        + String.join(
            "\n",
            String.valueOf(complete),
            String.valueOf(relay.hasBegun()),
            String.valueOf(relay.contentEvents()),
            String.valueOf(relay.contentBytes()),
            String.valueOf(relay.error()),
            String.valueOf(relay.reportedUsage()),
            events.toString());
  }
}
