package io.tollgate.adapters.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private static final ChatProvider CHAT = ChatProvider.of(UsageRule.OPENAI);

  private static String chunk(int choice, String delta, String finish) {
    return "data: {\"id\":\"c\",\"model\":\"m-1\",\"choices\":[{\"index\":"
        + choice
        + ",\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static final String STREAM =
      chunk(0, "{\"role\":\"assistant\",\"content\":\"\"}", "null")
          + chunk(0, "{\"content\":\"größe \"}", "null")
          + chunk(1, "{\"refusal\":\"I can\"}", "null")
          + chunk(0, "{\"content\":\"two\"}", "null")
          + chunk(1, "{\"refusal\":\"not.\"}", "null")
          + chunk(
              0,
              "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":"
                  + "{\"name\":\"look\",\"arguments\":\"{\\\"a\\\":\"}}]}",
              "null")
          + chunk(0, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}", "null")
          + chunk(0, "{}", "\"tool_calls\"")
          + chunk(1, "{}", "\"stop\"")
          + "data: {\"id\":\"c\",\"model\":\"m-1\",\"choices\":[],"
          + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n"
          + "data: [DONE]\n\n";

  private static @Nullable Completion read(String stream, int longest, long charsMax) {
    Transcript transcript = new Transcript(CHAT.decoder(2, 100_000), charsMax);
    SplittableRandom random = new SplittableRandom(longest);
    byte[] bytes = stream.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, random.nextInt(1, longest + 1));
      transcript.feed(bytes, at, length);
      at += length;
    }
    return transcript.completion();
  }

  @Test
  void a_stream_is_written_down_whole_however_it_is_cut() {
    for (int longest : new int[] {1, 7, 100, 10_000}) {
      Completion completion = Objects.requireNonNull(read(STREAM, longest, 1_000));
      assertThat(completion.model()).isEqualTo("m-1");
      assertThat(completion.usage()).isNotNull();
      assertThat(completion.choices())
          .extracting(Completion.Choice::parts)
          .containsExactly(
              List.of(Part.Text.of("größe two"), Part.ToolCall.of("t", "look", "{\"a\":1}")),
              List.of(new Part.Refusal("I cannot.")));
      assertThat(completion.choices())
          .extracting(Completion.Choice::finish)
          .containsExactly(Finish.TOOL_CALLS, Finish.REFUSAL);
    }
  }

  @Test
  void a_stream_that_breaks_off_or_is_none_gives_nothing() {
    assertThat(read(STREAM.substring(0, STREAM.length() / 2), 100, 1_000)).isNull();
    assertThat(read("data: nonsense\n\n" + STREAM, 100, 1_000)).isNull();
    assertThat(read("", 100, 1_000)).isNull();
  }

  @Test
  void what_is_longer_than_was_to_be_kept_is_given_up() {
    assertThat(read(STREAM, 100, 40)).isNull();
    Transcript transcript = new Transcript(CHAT.decoder(2, 100_000), 40);
    byte[] bytes = STREAM.getBytes(UTF_8);
    transcript.feed(bytes, 0, bytes.length);
    assertThat(transcript.chars()).isZero();
  }
}
