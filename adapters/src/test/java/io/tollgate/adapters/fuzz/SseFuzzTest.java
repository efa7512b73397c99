package io.tollgate.adapters.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import java.util.ArrayList;
import java.util.List;

class SseFuzzTest {

  private static final int MAX_EVENT_BYTES = 64;

  @FuzzTest
  void streams(byte[] stream) {
    List<String> whole = split(stream, stream.length + 1);
    assertThat(split(stream, 1)).isEqualTo(whole);
    assertThat(split(stream, 7)).isEqualTo(whole);
  }

  /** The events and what is left over, each with its bytes and its data. */
  private static List<String> split(byte[] stream, int chunk) {
    List<String> events = new ArrayList<>();
    SseSplitter splitter = new SseSplitter(MAX_EVENT_BYTES);
    SseHandler handler =
        new SseHandler() {
          @Override
          public void event(SseEvent event) {
            events.add("event " + describe(event));
          }

          @Override
          public void unfinished(SseEvent event) {
            events.add("unfinished " + describe(event));
          }

          @Override
          public void tooLarge(int limitBytes) {
            events.add("too large");
          }
        };
    for (int from = 0; from < stream.length; from += chunk) {
      int length = Math.min(chunk, stream.length - from);
      byte[] copy = new byte[length];
      System.arraycopy(stream, from, copy, 0, length);
      splitter.feed(copy, 0, length, handler);
    }
    splitter.end(handler);
    return events;
  }

  private static String describe(SseEvent event) {
    return new String(event.array(), event.offset(), event.length(), ISO_8859_1)
        + "|"
        + (event.hasData()
            ? new String(event.dataArray(), event.dataOffset(), event.dataLength(), ISO_8859_1)
            : "no data");
  }
}
