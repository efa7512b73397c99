package io.tollgate.adapters.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseSplitterTest {

  private static final int LIMIT = 1 << 20;

  @Test
  void reads_the_examples_of_the_standard() {
    assertThat(dispatched("data: This is the first message.\n\ndata: second\ndata: two\n\n"))
        .containsExactly("This is the first message.", "second\ntwo");
    assertThat(dispatched("data\n\ndata\ndata\n\ndata:")).containsExactly("", "\n");
    assertThat(dispatched("data:test\n\ndata: test\n\ndata:  x\n\n"))
        .containsExactly("test", "test", " x");
    assertThat(dispatched(": comment\n\nevent: add\ndata: 7\nid: 1\nretry: 9\n\nfoo: bar\n\n"))
        .containsExactly("7");
  }

  @Test
  void row_15_a_byte_order_mark_before_the_first_field_is_no_part_of_it() {
    assertThat(dispatched("\uFEFFdata: x\n\n\uFEFFdata: y\n\n")).containsExactly("x");
  }

  @Test
  void knows_the_type_of_an_event() {
    Recorder recorder = new Recorder();
    feedAll(
        new SseSplitter(LIMIT), "event:error\ndata: 1\n\ndata: 2\n\n".getBytes(UTF_8), recorder);

    assertThat(recorder.lines.get(0)).contains("error=true");
    assertThat(recorder.lines.get(1)).contains("error=false");
  }

  @Test
  void an_event_inside_one_chunk_is_not_copied() {
    byte[] chunk = "..data: one\n\ndata: two\n\ndata: thr".getBytes(UTF_8);
    List<byte[]> arrays = new ArrayList<>();
    SseSplitter splitter = new SseSplitter(LIMIT);
    SseHandler handler = arraysInto(arrays);

    splitter.feed(chunk, 2, chunk.length - 2, handler);
    splitter.feed("ee\n\n".getBytes(UTF_8), 0, 4, handler);

    assertThat(arrays).hasSize(3);
    assertThat(arrays.get(0)).isSameAs(chunk);
    assertThat(arrays.get(1)).isSameAs(chunk);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void an_event_reaches_to_the_end_of_its_blank_line(String newline) {
    String event = ("data: x" + newline + newline);

    assertThat(raws((event + event).getBytes(UTF_8))).containsExactly(event, event);
  }

  @Test
  void an_array_that_was_handed_on_is_never_written_again() {
    List<byte[]> arrays = new ArrayList<>();
    SseSplitter splitter = new SseSplitter(LIMIT);
    SseHandler handler = arraysInto(arrays);

    for (String part : List.of("data: o", "ne\n\ndata: t", "wo\n\n")) {
      byte[] chunk = part.getBytes(UTF_8);
      splitter.feed(chunk, 0, chunk.length, handler);
    }

    assertThat(new String(arrays.get(0), UTF_8)).startsWith("data: one\n\n");
    assertThat(new String(arrays.get(1), UTF_8)).startsWith("data: two\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: a\n\nx\n\n",
        "data:a\r\n\r\nb",
        "a\r\rb\r\r",
        "a\r\n\n\r\nb\r",
        "\n\r\n\r\r\n\n",
        "\uFEFFdata:é\n\n",
        "\uFEFF\ndata:1\n\n",
        "\u00EFdata:1\n\r\n",
        ":c\r\rdata\r\r\n",
        "data:1\rdata:2\n\n"
      })
  void row_15_every_chunking_of_a_short_stream_gives_the_same_events(String stream) {
    byte[] bytes = stream.getBytes(UTF_8);
    List<String> whole = events(bytes, List.of(bytes.length), LIMIT);
    assertThat(whole).isNotEmpty();
    for (int cuts = 0; cuts < 1 << (bytes.length - 1); cuts++) {
      List<Integer> ends = new ArrayList<>();
      for (int i = 1; i < bytes.length; i++) {
        if ((cuts & (1 << (i - 1))) != 0) {
          ends.add(i);
        }
      }
      ends.add(bytes.length);
      assertThat(events(bytes, ends, LIMIT)).as("chunks end at %s", ends).isEqualTo(whole);
    }
  }

  @Test
  void row_15_random_chunkings_of_random_streams_give_the_same_events_which_are_the_stream() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    String[] pieces = {
      "data: {\"a\":1}",
      "data:",
      "data",
      ": ping",
      "event: x",
      "é",
      "😀",
      "\n",
      "\n",
      "\r\n",
      "\r\n",
      "\r",
      " ",
      "\n\n",
      "\r\n\r\n",
      "\uFEFF",
      "data: [DONE]"
    };
    for (int round = 0; round < 20_000; round++) {
      StringBuilder stream = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        stream.append(pieces[random.nextInt(pieces.length)]);
      }
      byte[] bytes = stream.toString().getBytes(UTF_8);
      int limit = random.nextInt(4) == 0 ? 1 + random.nextInt(40) : LIMIT;
      List<String> whole = events(bytes, List.of(bytes.length), limit);
      List<Integer> ends = new ArrayList<>();
      for (int end = 0; end < bytes.length; ) {
        end = Math.min(bytes.length, end + random.nextInt(6));
        ends.add(end);
      }
      assertThat(events(bytes, ends, limit))
          .as("seed %d round %d: %s cut at %s", seed, round, stream, ends)
          .isEqualTo(whole);
      if (limit == LIMIT) {
        assertThat(String.join("", raws(bytes))).isEqualTo(stream.toString());
        assertThat(dispatched(stream.toString()))
            .as("seed %d round %d: %s", seed, round, stream)
            .isEqualTo(WholeStream.data(stream.toString()));
      }
    }
  }

  @Test
  void row_14_an_event_over_the_limit_ends_the_stream_with_a_typed_error() {
    byte[] bytes = ("data: ok\n\ndata: " + "x".repeat(100) + "\n\ndata: more\n\n").getBytes(UTF_8);

    assertThat(events(bytes, List.of(bytes.length), 50)).last().isEqualTo("too large: 50");
    assertThat(events(bytes, List.of(bytes.length), 50)).hasSize(2);
  }

  @Test
  void row_14_an_endless_line_is_refused_at_the_limit_and_not_kept() {
    SseSplitter splitter = new SseSplitter(1_000);
    Recorder recorder = new Recorder();
    byte[] chunk = new byte[300];
    Arrays.fill(chunk, (byte) 'x');

    for (int i = 0; i < 10; i++) {
      splitter.feed(chunk, 0, chunk.length, recorder);
    }
    splitter.end(recorder);

    assertThat(recorder.lines).containsExactly("too large: 1000");
  }

  @Test
  void refuses_a_limit_that_lets_nothing_through() {
    assertThatThrownBy(() -> new SseSplitter(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private static List<String> events(byte[] bytes, List<Integer> ends, int limit) {
    SseSplitter splitter = new SseSplitter(limit);
    Recorder recorder = new Recorder();
    int from = 0;
    for (int end : ends) {
      // Each chunk in an array of its own, as from a socket.
      byte[] chunk = Arrays.copyOfRange(bytes, from, end);
      splitter.feed(chunk, 0, chunk.length, recorder);
      from = end;
    }
    splitter.end(recorder);
    return recorder.lines;
  }

  private static List<String> raws(byte[] bytes) {
    Recorder recorder = new Recorder();
    feedAll(new SseSplitter(LIMIT), bytes, recorder);
    return recorder.raws;
  }

  private static List<String> dispatched(String stream) {
    Recorder recorder = new Recorder();
    feedAll(new SseSplitter(LIMIT), stream.getBytes(UTF_8), recorder);
    return recorder.data;
  }

  private static void feedAll(SseSplitter splitter, byte[] bytes, SseHandler handler) {
    splitter.feed(bytes, 0, bytes.length, handler);
    splitter.end(handler);
  }

  private static SseHandler arraysInto(List<byte[]> arrays) {
    return new SseHandler() {
      @Override
      public void event(SseEvent event) {
        arrays.add(event.array());
      }

      @Override
      public void unfinished(SseEvent event) {}

      @Override
      public void tooLarge(int limitBytes) {}
    };
  }

  /** Writes down everything an event says. */
  private static final class Recorder implements SseHandler {
    final List<String> lines = new ArrayList<>();
    final List<String> raws = new ArrayList<>();
    final List<String> data = new ArrayList<>();

    @Override
    public void event(SseEvent event) {
      lines.add("event " + describe(event));
      raws.add(new String(event.array(), event.offset(), event.length(), UTF_8));
      if (event.hasData()) {
        data.add(data(event));
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      lines.add("unfinished " + describe(event));
      raws.add(new String(event.array(), event.offset(), event.length(), UTF_8));
    }

    @Override
    public void tooLarge(int limitBytes) {
      lines.add("too large: " + limitBytes);
    }

    private static String describe(SseEvent event) {
      return new String(event.array(), event.offset(), event.length(), UTF_8)
          + "|"
          + (event.hasData() ? data(event) : "-")
          + "|error="
          + event.isType("error");
    }

    private static String data(SseEvent event) {
      return new String(event.dataArray(), event.dataOffset(), event.dataLength(), UTF_8);
    }
  }

  /** The standard's algorithm, on a whole stream, word by word. */
  private static final class WholeStream {
    static List<String> data(String stream) {
      String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
      List<String> dispatched = new ArrayList<>();
      StringBuilder buffer = new StringBuilder();
      boolean any = false;
      String[] lines = text.split("\r\n|\n|\r", -1);
      // What follows the last line end is an unfinished line.
      for (String line : Arrays.copyOf(lines, lines.length - 1)) {
        if (line.isEmpty()) {
          if (any) {
            dispatched.add(buffer.substring(0, buffer.length() - 1));
          }
          buffer.setLength(0);
          any = false;
          continue;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (field.equals("data")) {
          any = true;
          buffer.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
        }
      }
      return dispatched;
    }
  }
}
