package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds the complete response in the bytes that end an answer. */
final class FinalResponse {

  private FinalResponse() {}

  /** The response in a plain body, or in the last events of a stream. */
  static @Nullable JsonNode in(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    if (at < bytes.length && bytes[at] == '{') {
      JsonNode body = read(bytes, 0, bytes.length);
      return Nodes.array(body, "output").isEmpty() && Nodes.text(body, "id") == null ? null : body;
    }
    Finder finder = new Finder();
    SseSplitter splitter = new SseSplitter(Math.max(1, bytes.length));
    splitter.feed(bytes, 0, bytes.length, finder);
    splitter.end(finder);
    return finder.found;
  }

  private static @Nullable JsonNode read(byte[] array, int offset, int length) {
    try {
      return JsonDocument.read(array, offset, length);
    } catch (JacksonException e) {
      return null;
    }
  }

  private static final class Finder implements SseHandler {

    private @Nullable JsonNode found;

    @Override
    public void event(SseEvent event) {
      JsonNode data =
          event.hasData() ? read(event.dataArray(), event.dataOffset(), event.dataLength()) : null;
      String type = Nodes.text(data, "type", "");
      if (type.equals(EventSkim.COMPLETED) || type.equals(EventSkim.INCOMPLETE)) {
        found = Nodes.object(data, "response");
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Without its blank line an event does not count.
    }

    @Override
    public void tooLarge(int limitBytes) {
      // The limit is the size of everything there is.
    }
  }
}
