package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Utf8;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A stream as it came, but for the cost. Once every candidate has the reason of its end, events are
 * held until the provider ends the stream, which alone tells that it is whole; should the answer go
 * on nevertheless, as older models' do, they are let go.
 *
 * <p>Up to the first content, and where an event ends a candidate or reports an error, its JSON is
 * checked in full; in between only its structure is skimmed.
 */
final class GeminiRelay implements AnswerStream {

  private static final byte[] NOTHING = new byte[0];
  private static final int MAX_NAME_BYTES = 256;

  private final int choices;
  private final int maxEventBytes;
  private final SseSplitter splitter;
  private final HeldEvents held = new HeldEvents();
  private final BitSet finished = new BitSet();

  private boolean refused;
  private boolean begun;
  private boolean complete;
  private boolean failed;
  private long contentEvents;
  private long contentBytes;
  private @Nullable String model;
  private @Nullable ProviderError error;

  // The last usage seen, read only when asked for: every chunk has one.
  private byte[] usageArray = NOTHING;
  private int usageFrom;
  private int usageTo;

  GeminiRelay(int choices, int maxEventBytes) {
    this.choices = choices;
    this.maxEventBytes = maxEventBytes;
    this.splitter = new SseSplitter(maxEventBytes);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Sink sink) {
    splitter.feed(array, offset, length, new Events(sink));
  }

  @Override
  public boolean end(Sink sink) {
    splitter.end(new Events(sink));
    if (!complete && !failed && isWhole()) {
      complete = true;
      sink.complete(held::withCost);
    }
    return complete;
  }

  private boolean isWhole() {
    return refused || finished.cardinality() >= choices;
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
      } else if (event.hasData() && !StreamData.isBlank(event)) {
        data(event);
      } else if (!event.hasData() && StreamData.isBareJson(event)) {
        bare(event);
      } else if (isWhole()) {
        hold(event, null);
      } else {
        forward(begun ? Kind.CONTENT : Kind.PRELUDE, event);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      if (complete || failed || StreamData.isEmpty(event)) {
        return;
      }
      if (!event.hasData() && StreamData.isBareJson(event)) {
        bare(event);
      }
      // Older models give a reason of the end in each chunk: one that was cut off says more.
      failed = true;
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

    private void hold(SseEvent event, @Nullable GeminiChunk chunk) {
      if (chunk == null) {
        held.add(event);
      } else {
        held.add(event, chunk);
      }
      if (held.bytes() > maxEventBytes) {
        tooLarge(maxEventBytes);
      }
    }

    private void data(SseEvent event) {
      byte[] array = event.dataArray();
      int from = event.dataOffset();
      int length = event.dataLength();
      if (Utf8.nonAsciiBytes(array, from, length) < 0) {
        malformed(event);
        return;
      }
      if (event.isType("error")) {
        refuse(event, array, from, length);
        return;
      }
      GeminiChunk chunk = new GeminiChunk(array, from, from + length);
      boolean ends = chunk.isError() || chunk.isRefused() || !chunk.finished().isEmpty();
      if (!chunk.isWellFormed()) {
        if (isErrorList(array, from, length)) {
          refuse(event, array, from, length);
        } else {
          malformed(event);
        }
      } else if ((!begun || ends || isWhole()) && !JsonCursor.isObject(array, from, length)) {
        malformed(event);
      } else if (chunk.isError()) {
        refuse(event, array, from, length);
      } else {
        note(chunk, array);
        if (chunk.hasContent()) {
          held.release(sink);
        }
        if (isWhole()) {
          hold(event, chunk);
        } else {
          forward(begun ? Kind.CONTENT : Kind.PRELUDE, event);
        }
      }
    }

    private void bare(SseEvent event) {
      if (isErrorList(event.array(), event.offset(), event.length())) {
        refuse(event, event.array(), event.offset(), event.length());
      } else {
        malformed(event);
      }
    }

    private void malformed(SseEvent event) {
      failed = true;
      forward(Kind.MALFORMED, event);
    }

    private void refuse(SseEvent event, byte[] array, int offset, int length) {
      failed = true;
      error = ProviderErrorReader.read(array, offset, length);
      forward(Kind.ERROR, event);
    }
  }

  private static boolean isErrorList(byte[] array, int offset, int length) {
    try {
      return AnswerReader.isError(JsonDocument.read(array, offset, length));
    } catch (JacksonException e) {
      return false;
    }
  }

  private void note(GeminiChunk chunk, byte[] array) {
    finished.or(chunk.finished());
    refused |= chunk.isRefused();
    begun |= chunk.hasContent() || refused || !chunk.finished().isEmpty();
    contentEvents += chunk.hasContent() ? 1 : 0;
    contentBytes += chunk.contentBytes();
    if (model == null && chunk.modelFrom() >= 0) {
      model = text(array, chunk.modelFrom(), chunk.modelTo());
    }
    if (chunk.hasUsage()) {
      usageArray = array;
      usageFrom = chunk.usageFrom();
      usageTo = chunk.usageTo();
    }
  }

  private static @Nullable String text(byte[] array, int from, int to) {
    if (to - from > MAX_NAME_BYTES) {
      return null;
    }
    try {
      JsonNode node = JsonDocument.read(array, from, to - from);
      return node.isString() ? node.stringValue() : null;
    } catch (JacksonException e) {
      return null;
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
    return model;
  }

  @Override
  public @Nullable String servedTier() {
    UsageSpan usage = usage();
    return usage == null ? null : GeminiUsage.servedTier(usage.tree(usageArray));
  }

  @Override
  public @Nullable ProviderError error() {
    return error;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    UsageSpan usage = usage();
    return usage == null ? null : usage.usage(usageArray);
  }

  private @Nullable UsageSpan usage() {
    return usageTo > usageFrom ? UsageSpan.read(usageArray, usageFrom, usageTo) : null;
  }
}
