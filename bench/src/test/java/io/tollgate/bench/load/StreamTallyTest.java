package io.tollgate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamTallyTest {

  private static StreamTally read(String text, SplittableRandom cuts) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StreamTally tally = new StreamTally();
    tally.reset();
    int start = 0;
    while (start < bytes.length) {
      int length = Math.min(bytes.length - start, cuts.nextInt(1, 12));
      tally.read(Unpooled.wrappedBuffer(bytes, start, length));
      start += length;
    }
    return tally;
  }

  @Test
  void events_are_counted_however_the_stream_is_cut() {
    String text = "data: {\"a\":1}\n\ndata: b\r\n\r\n: comment\n\ndata: [DONE]\n\n";
    for (long seed = 0; seed < 200; seed++) {
      StreamTally tally = read(text, new SplittableRandom(seed));
      assertThat(tally.events()).as("seed %d", seed).isEqualTo(4);
      assertThat(tally.done()).as("seed %d", seed).isTrue();
      assertThat(tally.error()).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void only_an_event_that_begins_so_is_an_error_or_the_end() {
    String text = "data: {\"text\":\"data: [DONE] {\\\"error\\\"\"}\n\ndata: {\"error\":{}}\n\n";
    for (long seed = 0; seed < 200; seed++) {
      StreamTally tally = read(text, new SplittableRandom(seed));
      assertThat(tally.done()).as("seed %d", seed).isFalse();
      assertThat(tally.error()).as("seed %d", seed).isTrue();
    }
  }
}
