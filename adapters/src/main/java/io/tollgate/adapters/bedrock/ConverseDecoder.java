package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.Nodes;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads ConverseStream. The answer is whole when the message has stopped, its metadata with the
 * usage has come, and the connection has ended between two messages.
 */
final class ConverseDecoder implements StreamDecoder {

  private final EventStreamSplitter splitter;
  private final ConverseBlocks blocks = new ConverseBlocks();
  private boolean over;
  private boolean started;
  private boolean metered;
  private boolean finished;
  private @Nullable String stopReason;
  private @Nullable JsonNode safety;

  ConverseDecoder(int maxEventBytes) {
    this.splitter = new EventStreamSplitter(maxEventBytes);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Consumer<AnswerEvent> sink) {
    if (!over) {
      splitter.feed(array, offset, length, new Messages(sink));
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> sink) {
    if (!over && finished && splitter.isBetweenMessages()) {
      over = true;
      sink.accept(new AnswerEvent.Ended());
    }
  }

  private final class Messages implements EventStreamSplitter.Handler {

    private final Consumer<AnswerEvent> sink;

    Messages(Consumer<AnswerEvent> sink) {
      this.sink = sink;
    }

    @Override
    public void message(Map<String, String> headers, byte[] array, int offset, int length) {
      if (over) {
        return;
      }
      switch (headers.getOrDefault(":message-type", "")) {
        case "event" -> event(headers.getOrDefault(":event-type", ""), array, offset, length);
        case "exception" -> {
          String type = capitalised(headers.getOrDefault(":exception-type", ""));
          ProviderError error = ProviderErrorReader.read(array, offset, length);
          fail(new ProviderError(error.message(), type, error.code(), error.param()));
        }
        case "error" ->
            fail(
                new ProviderError(
                    headers.getOrDefault(":error-message", ""),
                    headers.get(":error-code"),
                    null,
                    null));
        default -> malformed("a message is neither an event nor an error");
      }
    }

    private void event(String type, byte[] array, int offset, int length) {
      JsonNode event = ConverseReader.tree(array, offset, length);
      if (event == null) {
        malformed("an event is not one JSON object");
        return;
      }
      String fault = take(type, event, sink);
      if (fault != null) {
        malformed(fault);
      }
    }

    private void fail(ProviderError error) {
      over = true;
      sink.accept(new AnswerEvent.Failed(error));
    }

    @Override
    public void malformed(String reason) {
      over = true;
      sink.accept(new AnswerEvent.Malformed(reason));
    }

    @Override
    public void tooLarge() {
      over = true;
      sink.accept(new AnswerEvent.Oversized());
    }
  }

  /** What is wrong with the event; {@code null} for nothing. */
  private @Nullable String take(String type, JsonNode event, Consumer<AnswerEvent> sink) {
    if (!started) {
      started = true;
      sink.accept(new AnswerEvent.Started(null, null));
    }
    if (stopReason != null && type.startsWith("contentBlock")) {
      return "content comes after its end";
    }
    switch (type) {
      case "contentBlockStart" -> {
        return blocks.start(event, sink);
      }
      case "contentBlockDelta" -> {
        return blocks.delta(event, sink);
      }
      case "contentBlockStop" -> blocks.stop(sink);
      case "messageStop" -> {
        stopReason = Nodes.text(event, "stopReason");
        if (stopReason == null) {
          return "the end gives no reason";
        }
        blocks.stop(sink);
        finish(sink);
      }
      case "metadata" -> {
        meter(event, sink);
        finish(sink);
      }
      default -> {
        // messageStart says only whose words follow; what else may come to be says nothing yet.
      }
    }
    return null;
  }

  private void meter(JsonNode event, Consumer<AnswerEvent> sink) {
    metered = true;
    safety = ConverseReader.safety(event);
    ReportedUsage usage = ConverseUsage.of(Nodes.object(event, "usage"));
    if (usage != null) {
      sink.accept(new AnswerEvent.Metered(usage, ConverseReader.servedTier(event)));
    }
  }

  /** What a guardrail found comes with the metadata, so the choice ends only then. */
  private void finish(Consumer<AnswerEvent> sink) {
    String reason = stopReason;
    if (reason != null && metered && !finished) {
      finished = true;
      sink.accept(new AnswerEvent.Finished(0, ConverseReader.finish(reason), null, safety));
    }
  }

  /** Errors begin with a small letter in streams, and with a capital elsewhere. */
  private static String capitalised(String type) {
    return type.isEmpty()
        ? type
        : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
  }
}
