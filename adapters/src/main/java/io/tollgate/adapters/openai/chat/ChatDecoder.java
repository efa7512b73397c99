package io.tollgate.adapters.openai.chat;

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

/** Reads a provider's stream of chunks. */
final class ChatDecoder implements StreamDecoder {

  private final UsageRule rule;
  private final boolean thoughtsReturn;
  private final SseSplitter splitter;
  private final Map<Integer, ChatChoiceDecoder> choices = new TreeMap<>();
  private String answerId = "";
  private boolean started;
  private boolean over;
  private @Nullable String servedTier;

  /**
   * A decoder at the start of a stream.
   *
   * @param thoughtsReturn whether thoughts have to come back, as if they were signed
   */
  ChatDecoder(UsageRule rule, boolean thoughtsReturn, int maxEventBytes) {
    this.rule = rule;
    this.thoughtsReturn = thoughtsReturn;
    this.splitter = new SseSplitter(maxEventBytes);
  }

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
      over = true;
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
      if (over) {
        return;
      }
      if (!event.hasData() || StreamData.isBlank(event)) {
        sink.accept(new AnswerEvent.Ping());
      } else if (StreamData.isDone(event)) {
        finish();
      } else {
        read(event);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Some servers close the connection right after [DONE], without the blank line.
      if (!over && event.hasData() && StreamData.isDone(event)) {
        finish();
      }
    }

    @Override
    public void tooLarge(int limitBytes) {
      stop(new AnswerEvent.Oversized());
    }

    private void stop(AnswerEvent last) {
      over = true;
      sink.accept(last);
    }

    private void finish() {
      if (!started) {
        started = true;
        sink.accept(new AnswerEvent.Started(null, null));
      }
      if (choices.isEmpty()) {
        choice(0, sink);
      }
      choices.values().forEach(choice -> choice.finish(Finish.OTHER, null, null));
      stop(new AnswerEvent.Ended());
    }

    private void read(SseEvent event) {
      byte[] data = event.dataArray();
      int from = event.dataOffset();
      int length = event.dataLength();
      if (event.isType("error")) {
        stop(new AnswerEvent.Failed(ProviderErrorReader.read(data, from, length)));
        return;
      }
      JsonNode chunk;
      try {
        chunk = JsonDocument.read(data, from, length);
      } catch (JacksonException e) {
        stop(new AnswerEvent.Malformed("an event is not complete, valid JSON"));
        return;
      }
      if (!chunk.isObject()) {
        stop(new AnswerEvent.Malformed("an event is not a JSON object"));
      } else if (ChatCompletionReader.isError(chunk)) {
        stop(new AnswerEvent.Failed(ProviderErrorReader.read(data, from, length)));
      } else {
        read(chunk);
        if (chunk.has("usage") || chunk.has("timings")) {
          meter(rule.read(data, from, length));
        }
      }
    }

    private void read(JsonNode chunk) {
      if (!started) {
        started = true;
        answerId = Nodes.text(chunk, "id", "");
        sink.accept(new AnswerEvent.Started(Nodes.text(chunk, "id"), model(chunk)));
      }
      String tier = Nodes.text(chunk, "service_tier");
      servedTier = tier == null ? servedTier : tier;
      int position = 0;
      for (JsonNode choice : Nodes.array(chunk, "choices")) {
        long index = Nodes.integer(choice, "index", position);
        if (index < 0 || index >= ChatRequestReader.MAX_CHOICES) {
          stop(new AnswerEvent.Malformed("a choice has no plausible index"));
          return;
        }
        ChatChoiceDecoder decoder = choice((int) index, sink);
        decoder.read(choice);
        String fault = decoder.fault();
        if (fault != null) {
          stop(new AnswerEvent.Malformed(fault));
          return;
        }
        position++;
      }
    }

    private @Nullable String model(JsonNode chunk) {
      String model = Nodes.text(chunk, "model", "");
      return model.isEmpty() ? null : model;
    }

    private void meter(@Nullable ReportedUsage usage) {
      if (usage != null && !over) {
        sink.accept(new AnswerEvent.Metered(usage, servedTier));
      }
    }
  }

  private ChatChoiceDecoder choice(int index, Consumer<AnswerEvent> sink) {
    ChatChoiceDecoder choice =
        choices.computeIfAbsent(index, i -> new ChatChoiceDecoder(i, answerId, thoughtsReturn));
    choice.sink(sink);
    return choice;
  }
}
