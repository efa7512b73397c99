package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.json.Segments;
import org.jspecify.annotations.Nullable;

/**
 * A chat stream as it came, but for the usage: it is held for its cost, and left out where the
 * client did not ask for it.
 */
final class ChatRelay implements AnswerStream {

  private final ChatStream stream;
  private final boolean usageWanted;
  private @Nullable UsageEvent held;

  ChatRelay(ChatStream stream, boolean usageWanted) {
    this.stream = stream;
    this.usageWanted = usageWanted;
  }

  @Override
  public void feed(byte[] array, int offset, int length, Sink sink) {
    stream.feed(array, offset, length, new Events(sink));
  }

  @Override
  public boolean end(Sink sink) {
    return stream.end(new Events(sink)) == ChatStream.Ending.COMPLETE;
  }

  /** Takes the events of one chunk. */
  private final class Events implements ChatStream.Sink {

    private final Sink sink;

    Events(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void event(ChatStream.Kind kind, byte[] array, int offset, int length) {
      switch (kind) {
        case PRELUDE -> sink.piece(Kind.PRELUDE, array, offset, length);
        case CONTENT -> {
          release();
          sink.piece(Kind.CONTENT, array, offset, length);
        }
        case DONE -> {
          UsageEvent usage = held;
          Segments end = Segments.of(array, offset, length);
          sink.complete(
              usage == null || !isWanted(usage)
                  ? cost -> end
                  : cost -> usage.withCost(cost).then(end));
        }
        case ERROR -> sink.piece(Kind.ERROR, array, offset, length);
        case MALFORMED -> sink.piece(Kind.MALFORMED, array, offset, length);
        case OVERSIZED -> sink.piece(Kind.OVERSIZED, array, offset, length);
        case EXTRA -> sink.piece(Kind.EXTRA, array, offset, length);
      }
    }

    @Override
    public void usage(UsageEvent event) {
      release();
      held = event;
    }

    /** An engine that reports usage more than once: what it said before is part of the stream. */
    private void release() {
      UsageEvent event = held;
      held = null;
      if (event != null && isWanted(event)) {
        byte[] bytes = event.withCost(null).toByteArray();
        sink.piece(Kind.CONTENT, bytes, 0, bytes.length);
      }
    }
  }

  private boolean isWanted(UsageEvent event) {
    return !event.isUsageOnly() || usageWanted;
  }

  @Override
  public boolean isComplete() {
    return stream.isComplete();
  }

  @Override
  public boolean hasBegun() {
    return stream.hasBegun();
  }

  @Override
  public long contentEvents() {
    return stream.contentEvents();
  }

  @Override
  public long contentBytes() {
    return stream.contentBytes();
  }

  @Override
  public @Nullable String model() {
    return stream.model();
  }

  @Override
  public @Nullable String servedTier() {
    return stream.serviceTier();
  }

  @Override
  public @Nullable ProviderError error() {
    return stream.error();
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return stream.reportedUsage();
  }
}
