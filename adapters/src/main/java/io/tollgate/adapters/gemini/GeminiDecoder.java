package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads a stream of chunks. It is complete when every candidate that was asked for has a reason of
 * its end, or the prompt was refused, and the provider has ended the stream: there is no end
 * marker, and older models give the reason in each chunk.
 */
final class GeminiDecoder implements StreamDecoder {

  private final int choices;
  private final SseSplitter splitter;
  private final Map<Integer, DecodedCandidate> candidates = new TreeMap<>();
  private @Nullable CallIds ids;
  private @Nullable JsonNode blocked;
  private boolean over;

  GeminiDecoder(int choices, int maxEventBytes) {
    this.choices = choices;
    this.splitter = new SseSplitter(maxEventBytes);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Consumer<AnswerEvent> sink) {
    splitter.feed(array, offset, length, new Events(sink));
  }

  @Override
  public void end(Consumer<AnswerEvent> sink) {
    splitter.end(new Events(sink));
    if (over || !isComplete()) {
      return;
    }
    over = true;
    if (candidates.isEmpty()) {
      sink.accept(new AnswerEvent.Finished(0, Finish.CONTENT_FILTER, null, blocked));
    }
    candidates.values().forEach(candidate -> candidate.end(sink));
    sink.accept(new AnswerEvent.Ended());
  }

  private boolean isComplete() {
    long ended = candidates.values().stream().filter(DecodedCandidate::isFinished).count();
    return candidates.isEmpty() ? blocked != null : ended >= choices;
  }

  /** Takes the events of one chunk from the splitter. */
  private final class Events implements SseHandler {

    private final Consumer<AnswerEvent> sink;

    Events(Consumer<AnswerEvent> sink) {
      this.sink = sink;
    }

    @Override
    public void event(SseEvent event) {
      if (over) {
        return;
      }
      if (!event.hasData()) {
        if (StreamData.isBareJson(event)) {
          read(event.array(), event.offset(), event.length(), false);
        } else {
          sink.accept(new AnswerEvent.Ping());
        }
      } else if (StreamData.isBlank(event)) {
        sink.accept(new AnswerEvent.Ping());
      } else {
        read(event.dataArray(), event.dataOffset(), event.dataLength(), event.isType("error"));
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      if (over || StreamData.isEmpty(event)) {
        return;
      }
      if (!event.hasData() && StreamData.isBareJson(event)) {
        // An error in the place of the stream comes as plain JSON, without a blank line.
        read(event.array(), event.offset(), event.length(), false);
      }
      // Older models give a reason of the end in each chunk: one that was cut off says more.
      over = true;
    }

    @Override
    public void tooLarge(int limitBytes) {
      stop(new AnswerEvent.Oversized());
    }

    private void stop(AnswerEvent last) {
      if (!over) {
        over = true;
        sink.accept(last);
      }
    }

    private void read(byte[] array, int offset, int length, boolean error) {
      JsonNode chunk;
      try {
        chunk = JsonDocument.read(array, offset, length);
      } catch (JacksonException e) {
        if (error) {
          stop(new AnswerEvent.Failed(ProviderErrorReader.read(array, offset, length)));
        } else {
          stop(new AnswerEvent.Malformed("an event is no JSON"));
        }
        return;
      }
      if (error || AnswerReader.isError(chunk)) {
        stop(new AnswerEvent.Failed(ProviderErrorReader.read(array, offset, length)));
      } else if (!chunk.isObject()) {
        stop(new AnswerEvent.Malformed("an event is no JSON object"));
      } else {
        chunk(CamelNames.of(chunk), sink);
      }
    }
  }

  private void chunk(JsonNode chunk, Consumer<AnswerEvent> sink) {
    JsonNode metadata = Nodes.object(chunk, "usageMetadata");
    CallIds known = ids;
    if (known == null) {
      String id = Nodes.text(chunk, "responseId");
      known = new CallIds(id == null ? JsonDocument.text(chunk) : id);
      ids = known;
      sink.accept(new AnswerEvent.Started(id, Nodes.text(chunk, "modelVersion")));
    }
    int position = 0;
    for (JsonNode candidate : Nodes.array(chunk, "candidates")) {
      CallIds callIds = known;
      candidates
          .computeIfAbsent(
              AnswerReader.index(candidate, position),
              index -> new DecodedCandidate(index, callIds))
          .read(candidate, sink);
      position++;
    }
    JsonNode feedback = AnswerReader.blocked(chunk);
    blocked = feedback == null ? blocked : feedback;
    ReportedUsage usage = GeminiUsage.read(metadata);
    if (usage != null) {
      sink.accept(new AnswerEvent.Metered(usage, GeminiUsage.servedTier(metadata)));
    }
  }
}
