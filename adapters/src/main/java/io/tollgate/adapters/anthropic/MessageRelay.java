package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Utf8;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A stream as it came, but for the cost in its last {@code message_delta}, which is held for it
 * together with the end.
 *
 * <p>The start, what ends the answer and, up to the first content, every event is checked as JSON
 * in full; of the others only the structure is skimmed.
 */
final class MessageRelay implements AnswerStream {

  private static final byte[] NOTHING = new byte[0];

  private final SseSplitter splitter;
  private final StreamUsage usage = new StreamUsage();
  private boolean begun;
  private boolean done;
  private boolean failed;
  private @Nullable String model;
  private @Nullable ProviderError error;
  private @Nullable HeldEvent held;

  MessageRelay(int maxEventBytes) {
    this.splitter = new SseSplitter(maxEventBytes);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Sink sink) {
    splitter.feed(array, offset, length, new Events(sink));
  }

  @Override
  public boolean end(Sink sink) {
    splitter.end(new Events(sink));
    return isComplete();
  }

  /** Takes the events of one chunk from the splitter. */
  private final class Events implements SseHandler {

    private final Sink sink;

    Events(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void event(SseEvent event) {
      if (done || failed) {
        sink.piece(Kind.EXTRA, event.array(), event.offset(), event.length());
      } else if (!event.hasData() || event.dataLength() == 0) {
        accompany(event);
      } else {
        message(event);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Some servers close the connection right after the end, without the blank line.
      if (!done && !failed && event.hasData() && isStop(event)) {
        finish(Segments.of(MessageEncoder.STOP, 0, MessageEncoder.STOP.length));
      }
    }

    @Override
    public void tooLarge(int limitBytes) {
      if (!done && !failed) {
        failed = true;
        sink.piece(Kind.OVERSIZED, NOTHING, 0, 0);
      }
    }

    private void message(SseEvent event) {
      byte[] data = event.dataArray();
      int from = event.dataOffset();
      int length = event.dataLength();
      if (Utf8.nonAsciiBytes(data, from, length) < 0) {
        malformed(event);
        return;
      }
      EventSkim skim = new EventSkim(data, from, from + length);
      if (event.isType("error") || (skim.isWellFormed() && skim.isError())) {
        failed = true;
        error = ProviderErrorReader.read(data, from, length);
        sink.piece(Kind.ERROR, event.array(), event.offset(), event.length());
        return;
      }
      boolean delta = skim.is("message_delta");
      boolean stop = skim.is("message_stop");
      if (!skim.isWellFormed()
          || ((!begun || delta || stop) && !JsonCursor.isObject(data, from, length))) {
        malformed(event);
      } else if (stop) {
        finish(Segments.of(event.array(), event.offset(), event.length()));
      } else if (delta) {
        release();
        begun = true;
        held = hold(event, skim);
      } else if (skim.is("ping")) {
        accompany(event);
      } else {
        release();
        note(skim, data, from, length);
        forward(event);
      }
    }

    private void note(EventSkim skim, byte[] data, int from, int length) {
      if (skim.is("message_start")) {
        start(data, from, length);
      } else if (skim.is("content_block_start")) {
        boolean empty = skim.holds("text") || skim.holds("thinking");
        if (!empty || skim.isFilled()) {
          content(skim);
        }
      } else if (skim.is("content_block_delta") && skim.isFilled()) {
        content(skim);
      }
    }

    private void content(EventSkim skim) {
      begun = true;
      if (skim.textBytes() > 0) {
        usage.content(skim.textBytes());
      }
    }

    private void forward(SseEvent event) {
      Kind kind = begun ? Kind.CONTENT : Kind.PRELUDE;
      sink.piece(kind, event.array(), event.offset(), event.length());
    }

    /** What only keeps the stream busy keeps its place behind an event that is held. */
    private void accompany(SseEvent event) {
      HeldEvent before = held;
      if (before == null) {
        forward(event);
      } else {
        before.follow(event.array(), event.offset(), event.length());
      }
    }

    private void malformed(SseEvent event) {
      failed = true;
      sink.piece(Kind.MALFORMED, event.array(), event.offset(), event.length());
    }

    /** Something follows what seemed to be the last event: it goes out as it came. */
    private void release() {
      HeldEvent before = held;
      held = null;
      if (before != null) {
        byte[] bytes = before.withCost(null).toByteArray();
        sink.piece(Kind.CONTENT, bytes, 0, bytes.length);
      }
    }

    private void finish(Segments stop) {
      done = true;
      HeldEvent last = held;
      sink.complete(last == null ? cost -> stop : cost -> last.withCost(cost).then(stop));
    }
  }

  private static boolean isStop(SseEvent event) {
    byte[] data = event.dataArray();
    int from = event.dataOffset();
    int length = event.dataLength();
    return new EventSkim(data, from, from + length).is("message_stop")
        && JsonCursor.isObject(data, from, length);
  }

  private void start(byte[] data, int from, int length) {
    JsonNode message;
    try {
      message = Nodes.object(JsonDocument.read(data, from, length), "message");
    } catch (JacksonException e) {
      return;
    }
    model = Nodes.text(message, "model");
    JsonNode counters = Nodes.object(message, "usage");
    if (counters != null) {
      usage.start();
      usage.counters.read(counters);
    }
  }

  private HeldEvent hold(SseEvent event, EventSkim skim) {
    if (skim.usageTo() > 0) {
      usage.counters.read(event.dataArray(), skim.usageFrom(), skim.usageTo());
      usage.total();
    }
    return HeldEvent.of(event, skim.usageFrom(), skim.usageTo());
  }

  @Override
  public boolean isComplete() {
    return done && !failed;
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public long contentEvents() {
    return usage.contentEvents();
  }

  @Override
  public long contentBytes() {
    return usage.contentBytes();
  }

  @Override
  public @Nullable String model() {
    return model;
  }

  @Override
  public @Nullable String servedTier() {
    return usage.counters.serviceTier;
  }

  @Override
  public @Nullable ProviderError error() {
    return error;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return usage.reported();
  }
}
