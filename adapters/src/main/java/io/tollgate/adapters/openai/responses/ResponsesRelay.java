package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Utf8;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import org.jspecify.annotations.Nullable;

/**
 * A streamed response as it came, but for the cost in the usage of its last event.
 *
 * <p>Events are handed on with their bytes as they came. Up to the first content, and where an
 * event ends the answer, its JSON is checked in full; in between only its structure is skimmed.
 */
final class ResponsesRelay implements AnswerStream {

  private static final byte[] NOTHING = new byte[0];

  private final SseSplitter splitter;

  private boolean begun;
  private boolean complete;
  private boolean failed;
  private long contentEvents;
  private long contentBytes;
  private ResponseFields said = new ResponseFields();
  private @Nullable ProviderError error;

  ResponsesRelay(int maxEventBytes) {
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
      if (complete || failed) {
        forward(Kind.EXTRA, event);
      } else if (!event.hasData() || isBlank(event)) {
        forward(begun ? Kind.CONTENT : Kind.PRELUDE, event);
      } else {
        data(event);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Some servers close the connection right after the last event, without the blank line.
      if (!complete && !failed && event.hasData()) {
        byte[] data = event.dataArray();
        int from = event.dataOffset();
        EventSkim skim = new EventSkim(data, from, from + event.dataLength());
        if (skim.isEnd() && JsonCursor.isObject(data, from, event.dataLength())) {
          end(event, skim, false);
        }
      }
    }

    @Override
    public void tooLarge(int limitBytes) {
      if (!complete && !failed) {
        failed = true;
        sink.piece(Kind.OVERSIZED, NOTHING, 0, 0);
      }
    }

    private void forward(Kind kind, SseEvent event) {
      sink.piece(kind, event.array(), event.offset(), event.length());
    }

    private void data(SseEvent event) {
      byte[] data = event.dataArray();
      int from = event.dataOffset();
      int length = event.dataLength();
      EventSkim skim = new EventSkim(data, from, from + length);
      boolean last = skim.isEnd();
      boolean refused = isRefused(event, skim);
      if (Utf8.nonAsciiBytes(data, from, length) < 0
          || !skim.isWellFormed()
          || !(skim.hasType() || refused)
          || ((!begun || last || refused) && !JsonCursor.isObject(data, from, length))) {
        failed = true;
        forward(Kind.MALFORMED, event);
      } else if (refused) {
        failed = true;
        readResponse(skim, data, from + length);
        error = ResponsesErrors.read(data, from, length);
        forward(Kind.ERROR, event);
      } else if (last) {
        end(event, skim, true);
      } else {
        note(skim, data, from + length);
        forward(begun ? Kind.CONTENT : Kind.PRELUDE, event);
      }
    }

    private void end(SseEvent event, EventSkim skim, boolean whole) {
      String type = skim.isType(EventSkim.COMPLETED) ? EventSkim.COMPLETED : EventSkim.INCOMPLETE;
      TerminalEvent terminal = TerminalEvent.of(event, type, skim.responseAt(), whole);
      if (terminal == null) {
        failed = true;
        forward(Kind.MALFORMED, event);
        return;
      }
      begun = true;
      complete = true;
      said = terminal.fields();
      sink.complete(terminal::withCost);
    }
  }

  private static boolean isRefused(SseEvent event, EventSkim skim) {
    return event.isType("error") || skim.isType("error") || skim.isType("response.failed");
  }

  private static boolean isBlank(SseEvent event) {
    for (int i = 0; i < event.dataLength(); i++) {
      if (event.dataArray()[event.dataOffset() + i] != ' ') {
        return false;
      }
    }
    return true;
  }

  private void note(EventSkim skim, byte[] data, int end) {
    if (skim.deltaBytes() > 0) {
      begun = true;
      contentEvents++;
      contentBytes += skim.deltaBytes();
    } else if (skim.responseAt() >= 0) {
      readResponse(skim, data, end);
    } else {
      begun |= !isPrelude(skim);
    }
  }

  /** Whether nothing of the answer is said yet: another provider could still be asked. */
  private static boolean isPrelude(EventSkim skim) {
    return skim.isType("response.content_part.added")
        || skim.isType("response.reasoning_summary_part.added")
        || skim.isType("keepalive")
        || skim.isType("response.output_text.delta")
        || (skim.isType("response.output_item.added")
            && (skim.isItemType("message") || skim.isItemType("reasoning")));
  }

  private void readResponse(EventSkim skim, byte[] data, int end) {
    if (skim.responseAt() >= 0) {
      ResponseFields fields = TerminalEvent.read(data, skim.responseAt(), end);
      said = fields == null ? said : fields;
    }
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public long contentEvents() {
    return contentEvents;
  }

  @Override
  public long contentBytes() {
    return contentBytes;
  }

  @Override
  public @Nullable String model() {
    return said.model;
  }

  @Override
  public @Nullable String servedTier() {
    // Before its end an answer repeats the tier that was asked for.
    return complete || failed ? said.serviceTier : null;
  }

  @Override
  public @Nullable ProviderError error() {
    return error;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return said.reportedUsage();
  }
}
