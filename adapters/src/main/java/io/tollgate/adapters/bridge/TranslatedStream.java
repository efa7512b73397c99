package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.OrderedEvents;
import io.tollgate.adapters.dialect.ReasoningMemory;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.dialect.StreamEncoder;
import io.tollgate.adapters.json.Segments;
import org.jspecify.annotations.Nullable;

/** A streamed answer that is written anew in its client's dialect, event by event. */
final class TranslatedStream implements AnswerStream {

  private static final byte[] NOTHING = new byte[0];

  private final StreamDecoder decoder;
  private final StreamEncoder encoder;
  private final ToolAliases aliases;
  private final StreamedThoughts thoughts;
  private final OrderedEvents order = new OrderedEvents();
  private boolean begun;
  private boolean over;
  private boolean complete;
  private long contentEvents;
  private long contentBytes;
  private @Nullable String model;
  private @Nullable String servedTier;
  private @Nullable ProviderError error;
  private @Nullable ReportedUsage usage;

  TranslatedStream(
      StreamDecoder decoder, StreamEncoder encoder, ToolAliases aliases, ReasoningMemory memory) {
    this.aliases = aliases;
    this.decoder = decoder;
    this.encoder = encoder;
    this.thoughts = new StreamedThoughts(memory);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Sink sink) {
    if (!over) {
      decoder.feed(array, offset, length, event -> read(event, sink));
    }
  }

  @Override
  public boolean end(Sink sink) {
    if (!over) {
      decoder.end(event -> read(event, sink));
    }
    return complete;
  }

  private void read(AnswerEvent event, Sink sink) {
    order.next(event, next -> take(aliases.restore(next), sink));
  }

  private void take(AnswerEvent event, Sink sink) {
    if (over) {
      return;
    }
    thoughts.note(event);
    switch (event) {
      case AnswerEvent.Started started -> {
        model = started.model() == null ? model : started.model();
        write(event, sink);
      }
      case AnswerEvent.Metered metered -> {
        usage = metered.usage();
        servedTier = metered.servedTier() == null ? servedTier : metered.servedTier();
      }
      case AnswerEvent.Failed failed -> {
        over = true;
        error = failed.error();
        sink.piece(Kind.ERROR, NOTHING, 0, 0);
      }
      case AnswerEvent.Malformed _ -> {
        over = true;
        sink.piece(Kind.MALFORMED, NOTHING, 0, 0);
      }
      case AnswerEvent.Oversized _ -> {
        over = true;
        sink.piece(Kind.OVERSIZED, NOTHING, 0, 0);
      }
      case AnswerEvent.Ended _ -> {
        over = true;
        complete = true;
        sink.complete(cost -> {
          byte[] rest = encoder.closing(usage, servedTier, cost);
          return Segments.of(rest, 0, rest.length);
        });
      }
      case AnswerEvent.TextDelta delta -> content(event, delta.text(), sink);
      case AnswerEvent.ReasoningDelta delta -> content(event, delta.text(), sink);
      case AnswerEvent.ArgumentsDelta delta -> content(event, delta.json(), sink);
      case AnswerEvent.RefusalDelta delta -> content(event, delta.text(), sink);
      case AnswerEvent.BlockOpened opened -> {
        begun |=
            opened.kind() instanceof AnswerEvent.BlockKind.ToolCall
                || opened.kind() instanceof AnswerEvent.BlockKind.RedactedReasoning
                || opened.kind() instanceof AnswerEvent.BlockKind.Opaque;
        write(event, sink);
      }
      case AnswerEvent.Finished _ -> {
        begun = true;
        write(event, sink);
      }
      case AnswerEvent.Signature _,
          AnswerEvent.Cited _,
          AnswerEvent.Logprobs _,
          AnswerEvent.BlockClosed _,
          AnswerEvent.Ping _ ->
          write(event, sink);
    }
  }

  private void content(AnswerEvent event, String text, Sink sink) {
    if (!text.isEmpty()) {
      begun = true;
      contentEvents++;
      contentBytes += text.length();
    }
    write(event, sink);
  }

  private void write(AnswerEvent event, Sink sink) {
    byte[] bytes = encoder.encode(event);
    if (bytes.length > 0) {
      sink.piece(begun ? Kind.CONTENT : Kind.PRELUDE, bytes, 0, bytes.length);
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
    return servedTier;
  }

  @Override
  public @Nullable ProviderError error() {
    return error;
  }

  @Override
  public @Nullable ReportedUsage reportedUsage() {
    return usage;
  }
}
