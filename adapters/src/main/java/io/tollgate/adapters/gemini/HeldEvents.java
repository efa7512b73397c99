package io.tollgate.adapters.gemini;

import io.tollgate.adapters.dialect.AnswerStream.Kind;
import io.tollgate.adapters.dialect.AnswerStream.Sink;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.policies.money.Picodollars;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a stream, kept until the ledger has settled and the cost can be put into it. */
final class HeldEvents {

  private static final byte[] FIELD = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  /** One event; of those that report usage, where. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(byte[] array, int offset, int length, @Nullable UsageSpan usage) {}

  private final List<Held> events = new ArrayList<>();
  private long bytes;

  boolean isEmpty() {
    return events.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  /** Keeps an event without usage. */
  void add(SseEvent event) {
    add(new Held(event.array(), event.offset(), event.length(), null));
  }

  /** Keeps an event. */
  void add(SseEvent event, GeminiChunk chunk) {
    if (!chunk.hasUsage()) {
      add(event);
    } else if (event.isDataInPlace()) {
      UsageSpan usage = UsageSpan.read(event.array(), chunk.usageFrom(), chunk.usageTo());
      add(new Held(event.array(), event.offset(), event.length(), usage));
    } else {
      byte[] line = oneLine(event);
      int shift = FIELD.length - event.dataOffset();
      UsageSpan usage = UsageSpan.read(line, chunk.usageFrom() + shift, chunk.usageTo() + shift);
      add(new Held(line, 0, line.length, usage));
    }
  }

  private void add(Held event) {
    events.add(event);
    bytes += event.length();
  }

  /**
   * Data of several lines lies in a copy. A line feed in it is white space between tokens, so one
   * line of data says the same.
   */
  private static byte[] oneLine(SseEvent event) {
    byte[] line = new byte[FIELD.length + event.dataLength() + 4];
    System.arraycopy(FIELD, 0, line, 0, FIELD.length);
    for (int i = 0; i < event.dataLength(); i++) {
      byte b = event.dataArray()[event.dataOffset() + i];
      line[FIELD.length + i] = b == '\n' ? (byte) ' ' : b;
    }
    int end = FIELD.length + event.dataLength();
    line[end] = '\r';
    line[end + 1] = '\n';
    line[end + 2] = '\r';
    line[end + 3] = '\n';
    return line;
  }

  /** The answer goes on after all: what was kept is a part of it. */
  void release(Sink sink) {
    for (Held event : events) {
      sink.piece(Kind.CONTENT, event.array(), event.offset(), event.length());
    }
    events.clear();
    bytes = 0;
  }

  /** All of it, with the cost in the last report. */
  Segments withCost(@Nullable Picodollars cost) {
    int last = events.size() - 1;
    while (last >= 0 && events.get(last).usage() == null) {
      last--;
    }
    Segments all = Segments.of(NOTHING, 0, 0);
    for (int i = 0; i < events.size(); i++) {
      Held event = events.get(i);
      Splice splice = new Splice(event.array(), event.offset(), event.length());
      UsageSpan usage = event.usage();
      if (i == last && usage != null) {
        usage.putCost(splice, cost);
      }
      all = all.then(splice.done());
    }
    return all;
  }
}
