package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a streamed response.
 *
 * <p>Servers that imitate OpenAI leave events out, so what an item is said to be when it is done
 * makes up for parts of it that did not come, and the last event for items that did not.
 */
final class ResponsesDecoder implements StreamDecoder {

  private final SseSplitter splitter;
  private boolean started;
  private boolean over;

  ResponsesDecoder(int maxEventBytes) {
    this.splitter = new SseSplitter(maxEventBytes);
  }

  private final StreamedItems items = new StreamedItems();

  @Override
  public void feed(byte[] array, int offset, int length, Consumer<AnswerEvent> sink) {
    if (!over) {
      splitter.feed(array, offset, length, new Events(sink));
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> sink) {
    if (!over) {
      splitter.end(new Events(sink));
    }
  }

  /** Takes the events of one chunk from the splitter. */
  private final class Events implements SseHandler {

    private final Consumer<AnswerEvent> sink;

    Events(Consumer<AnswerEvent> sink) {
      this.sink = sink;
    }

    @Override
    public void event(SseEvent event) {
      if (!over && event.hasData() && !isIdle(event)) {
        JsonNode data = tree(event);
        if (data == null) {
          over = true;
          sink.accept(new AnswerEvent.Malformed("an event is no JSON object with a type"));
        } else {
          read(data, sink);
        }
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Some servers close the connection right after the last event, without the blank line.
      JsonNode data = over || !event.hasData() ? null : tree(event);
      String type = Nodes.text(data, "type", "");
      if (data != null && (type.equals(EventSkim.COMPLETED) || type.equals(EventSkim.INCOMPLETE))) {
        read(data, sink);
      }
    }

    @Override
    public void tooLarge(int limitBytes) {
      if (!over) {
        over = true;
        sink.accept(new AnswerEvent.Oversized());
      }
    }
  }

  /** Blank data, and the end marker of another dialect, which says nothing here. */
  private static boolean isIdle(SseEvent event) {
    String start =
        new String(
            event.dataArray(),
            event.dataOffset(),
            Math.min(event.dataLength(), 16),
            StandardCharsets.UTF_8);
    return start.isBlank() || start.strip().equals("[DONE]");
  }

  private static @Nullable JsonNode tree(SseEvent event) {
    try {
      JsonNode data = JsonDocument.read(event.dataArray(), event.dataOffset(), event.dataLength());
      boolean typed = Nodes.text(data, "type") != null || event.isType("error");
      return data.isObject() && (typed || Nodes.get(data, "error") != null) ? data : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private void read(JsonNode data, Consumer<AnswerEvent> sink) {
    String type = Nodes.text(data, "type", "error");
    switch (type) {
      case "response.created", "response.queued", "response.in_progress" ->
          start(Nodes.object(data, "response"), sink);
      case EventSkim.COMPLETED, EventSkim.INCOMPLETE -> finish(data, sink);
      case "response.failed", "error" -> {
        over = true;
        meter(Nodes.object(data, "response"), sink);
        sink.accept(new AnswerEvent.Failed(ResponsesErrors.read(data)));
      }
      default -> {
        start(null, sink);
        items.read(type, data, sink);
      }
    }
  }

  private void start(@Nullable JsonNode response, Consumer<AnswerEvent> sink) {
    if (!started) {
      started = true;
      sink.accept(
          new AnswerEvent.Started(Nodes.text(response, "id"), Nodes.text(response, "model")));
    }
  }

  private void finish(JsonNode data, Consumer<AnswerEvent> sink) {
    over = true;
    JsonNode response = Nodes.object(data, "response");
    if (response == null) {
      sink.accept(new AnswerEvent.Malformed("the last event has no response"));
      return;
    }
    start(response, sink);
    List<JsonNode> output = Nodes.array(response, "output");
    for (int i = 0; i < output.size(); i++) {
      items.done(i, output.get(i), sink);
    }
    items.closeAll(sink);
    sink.accept(new AnswerEvent.Finished(0, OutputReader.finish(response), null, null));
    meter(response, sink);
    sink.accept(new AnswerEvent.Ended());
  }

  private static void meter(@Nullable JsonNode response, Consumer<AnswerEvent> sink) {
    if (response != null) {
      byte[] document = JsonDocument.write(response);
      ReportedUsage usage = ResponsesAnswer.readUsage(document, 0, document.length);
      if (usage != null) {
        sink.accept(new AnswerEvent.Metered(usage, Nodes.text(response, "service_tier")));
      }
    }
  }
}
