package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.json.JsonCursor;
import io.tollgate.adapters.json.Utf8;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer on its way from the provider to the client: what each event is, and what is
 * known of the answer so far.
 *
 * <p>Events are handed on with their bytes as they came, so those of one chunk lie next to each
 * other in it. Up to the first content, and where an event ends a choice, reports an error or is
 * the last usage, its JSON is checked in full; in between only its structure is skimmed.
 *
 * <p>Not safe for use by several threads.
 */
public final class ChatStream {

  /** What an event is, and so what is to be done with it. */
  public enum Kind {
    /** Nothing of the answer yet: a role, an empty delta, a comment. To be held. */
    PRELUDE,
    /** A part of the answer, or, once it has begun, anything that only keeps it company. */
    CONTENT,
    /** {@code [DONE]}: the answer is complete. To be held until the ledger has settled. */
    DONE,
    /** The provider's error instead of the rest of the answer. */
    ERROR,
    /** Not of this dialect: no JSON object, or not UTF-8. */
    MALFORMED,
    /** Larger than the limit; without bytes. Nothing more is read. */
    OVERSIZED,
    /** After the end or a failure; not to be forwarded. */
    EXTRA
  }

  /** Whether the stream was whole when it ended. */
  public enum Ending {
    /** {@code [DONE]} came, and no failure before it. */
    COMPLETE,
    /** It was cut off, or had failed. */
    CUT
  }

  /**
   * Receives the events in order. The arrays are not written to again by the stream, so slices may
   * be kept as long as the array of the chunk itself may be.
   */
  public interface Sink {
    /** Any event but one that reports the usage. */
    void event(Kind kind, byte[] array, int offset, int length);

    /**
     * The event that reports the usage: of the whole stream, or of the last choice with its end. To
     * be held until the ledger has settled; if content follows nevertheless, it is to be released
     * first, as it is.
     */
    void usage(UsageEvent event);
  }

  private static final byte[] NOTHING = new byte[0];

  private final UsageRule rule;
  private final int choices;
  private final SseSplitter splitter;

  private long contentEvents;
  private long contentBytes;
  private boolean begun;
  private boolean toolCalls;
  private boolean done;
  private boolean failed;
  private int finished;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String finishReason;
  private @Nullable ProviderError error;

  // The last usage and timings seen, read only when asked for: some engines send them every time.
  private byte[] usageArray = NOTHING;
  private ChatChunk.Range usage = ChatChunk.Range.NONE;
  private byte[] timingsArray = NOTHING;
  private ChatChunk.Range timings = ChatChunk.Range.NONE;

  // The last service tier seen; OpenAI repeats it with every chunk.
  private byte[] tierArray = NOTHING;
  private ChatChunk.Range tier = ChatChunk.Range.NONE;

  /**
   * A stream of which nothing has come yet.
   *
   * @param rule how the provider counts
   * @param choices the choices asked for, at least 1
   * @param maxEventBytes the largest event that is accepted
   */
  public ChatStream(UsageRule rule, int choices, int maxEventBytes) {
    this.rule = rule;
    this.choices = choices;
    this.splitter = new SseSplitter(maxEventBytes);
  }

  /** Reads the next chunk and hands on the events that it completes. */
  public void feed(byte[] array, int offset, int length, Sink sink) {
    splitter.feed(array, offset, length, new Events(sink));
  }

  /** The provider has ended the stream. */
  public Ending end(Sink sink) {
    splitter.end(new Events(sink));
    return isComplete() ? Ending.COMPLETE : Ending.CUT;
  }

  /** Whether {@code [DONE]} came, and no failure before it. */
  public boolean isComplete() {
    return done && !failed;
  }

  /** Whether a part of the answer, or its end, has been seen. */
  public boolean hasBegun() {
    return begun;
  }

  /** Events that carried a part of the answer; most providers send one token in each. */
  public long contentEvents() {
    return contentEvents;
  }

  /** Bytes of the answer so far, escapes as written. */
  public long contentBytes() {
    return contentBytes;
  }

  /** Whether a tool is called. */
  public boolean hasToolCalls() {
    return toolCalls;
  }

  /** The provider's id of the call, if it has given one. */
  public @Nullable String id() {
    return id;
  }

  /** The model that the provider says it serves, if it has said. */
  public @Nullable String model() {
    return model;
  }

  /** The service tier that the provider says it serves in, if it has said. */
  public @Nullable String serviceTier() {
    return StreamData.text(tierArray, tier);
  }

  /** Why the last choice to end ended; {@code null} while none has. */
  public @Nullable String finishReason() {
    return finishReason;
  }

  /** The provider's error, once there was one. */
  public @Nullable ProviderError error() {
    return error;
  }

  /** What the provider last said the call consumed; {@code null} while it has said nothing. */
  public @Nullable ReportedUsage reportedUsage() {
    if (!usage.isPresent() && !timings.isPresent()) {
      return null;
    }
    UsageFields fields = new UsageFields();
    if (usage.isPresent()) {
      fields.readUsage(usageArray, usage.from(), usage.to());
    }
    if (timings.isPresent()) {
      fields.readTimings(timingsArray, timings.from(), timings.to());
    }
    return rule.apply(fields);
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
        sink.event(Kind.EXTRA, event.array(), event.offset(), event.length());
      } else if (!event.hasData() || StreamData.isBlank(event)) {
        forward(begun ? Kind.CONTENT : Kind.PRELUDE, event);
      } else if (StreamData.isDone(event)) {
        done = true;
        forward(Kind.DONE, event);
      } else {
        chunk(event);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Some servers close the connection right after [DONE], without the blank line.
      if (!done && !failed && event.hasData() && StreamData.isDone(event)) {
        done = true;
        sink.event(Kind.DONE, StreamData.DONE_EVENT, 0, StreamData.DONE_EVENT.length);
      }
    }

    @Override
    public void tooLarge(int limitBytes) {
      if (!done && !failed) {
        failed = true;
        sink.event(Kind.OVERSIZED, NOTHING, 0, 0);
      }
    }

    private void forward(Kind kind, SseEvent event) {
      sink.event(kind, event.array(), event.offset(), event.length());
    }

    private void chunk(SseEvent event) {
      byte[] data = event.dataArray();
      int from = event.dataOffset();
      int length = event.dataLength();
      if (Utf8.nonAsciiBytes(data, from, length) < 0) {
        malformed(event);
        return;
      }
      if (event.isType("error")) {
        refuse(event);
        return;
      }
      ChatChunk chunk = new ChatChunk(data, from, from + length);
      boolean ends = chunk.isError() || chunk.finished() > 0;
      boolean lastUsage = chunk.usage().isPresent() && isLast(chunk);
      if (!chunk.isWellFormed()
          || ((!begun || ends || lastUsage) && !JsonCursor.isObject(data, from, length))) {
        malformed(event);
      } else if (chunk.isError()) {
        refuse(event);
      } else {
        note(chunk, data);
        if (lastUsage) {
          sink.usage(StreamData.usageEvent(event, chunk.usage(), chunk.choices() == 0));
        } else {
          forward(begun ? Kind.CONTENT : Kind.PRELUDE, event);
        }
      }
    }

    private void malformed(SseEvent event) {
      failed = true;
      forward(Kind.MALFORMED, event);
    }

    private void refuse(SseEvent event) {
      failed = true;
      error = ChatErrors.parse(event.dataArray(), event.dataOffset(), event.dataLength());
      forward(Kind.ERROR, event);
    }
  }

  private boolean isLast(ChatChunk chunk) {
    return chunk.choices() == 0 || (chunk.finished() > 0 && finished + chunk.finished() >= choices);
  }

  private void note(ChatChunk chunk, byte[] data) {
    begun |= chunk.hasContent() || chunk.finished() > 0;
    contentEvents += chunk.hasContent() ? 1 : 0;
    contentBytes += chunk.contentBytes();
    toolCalls |= chunk.hasToolCalls();
    finished += chunk.finished();
    if (chunk.finishReason().isPresent()) {
      finishReason = StreamData.text(data, chunk.finishReason());
    }
    if (id == null) {
      id = StreamData.text(data, chunk.id());
    }
    if (model == null) {
      model = StreamData.text(data, chunk.model());
    }
    if (chunk.serviceTier().isPresent()) {
      tierArray = data;
      tier = chunk.serviceTier();
    }
    if (chunk.usage().isPresent()) {
      usageArray = data;
      usage = chunk.usage();
    }
    if (chunk.timings().isPresent()) {
      timingsArray = data;
      timings = chunk.timings();
    }
  }
}
