package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a stream of this dialect. */
final class MessageDecoder implements StreamDecoder {

  private final SseSplitter splitter;
  private final StreamUsage usage = new StreamUsage();
  private final Map<Long, OpenBlock> open = new LinkedHashMap<>();
  private int blocks;
  private boolean over;
  private @Nullable String stopReason;
  private @Nullable String stopSequence;
  private @Nullable JsonNode stopDetails;

  MessageDecoder(int maxEventBytes) {
    this.splitter = new SseSplitter(maxEventBytes);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Consumer<AnswerEvent> sink) {
    splitter.feed(array, offset, length, new Events(sink));
  }

  @Override
  public void end(Consumer<AnswerEvent> sink) {
    splitter.end(new Events(sink));
  }

  /** Takes the events of one chunk from the splitter. */
  private final class Events implements SseHandler {

    private final Consumer<AnswerEvent> sink;

    Events(Consumer<AnswerEvent> sink) {
      this.sink = sink;
    }

    @Override
    public void event(SseEvent event) {
      if (over || !event.hasData() || event.dataLength() == 0) {
        return;
      }
      JsonNode data = read(event);
      boolean error =
          event.isType("error")
              || (data != null && (data.has("error") || "error".equals(Nodes.text(data, "type"))));
      if (error) {
        over = true;
        sink.accept(
            new AnswerEvent.Failed(
                ProviderErrorReader.read(
                    event.dataArray(), event.dataOffset(), event.dataLength())));
      } else if (data == null) {
        malformed("an event is no JSON object");
      } else {
        message(data);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Some servers close the connection right after the end, without the blank line.
      if (!over && event.hasData()) {
        JsonNode data = read(event);
        if (data != null && "message_stop".equals(Nodes.text(data, "type"))) {
          message(data);
        }
      }
    }

    @Override
    public void tooLarge(int limitBytes) {
      if (!over) {
        over = true;
        sink.accept(new AnswerEvent.Oversized());
      }
    }

    private @Nullable JsonNode read(SseEvent event) {
      try {
        JsonNode data =
            JsonDocument.read(event.dataArray(), event.dataOffset(), event.dataLength());
        return data.isObject() ? data : null;
      } catch (JacksonException e) {
        return null;
      }
    }

    private void malformed(String reason) {
      over = true;
      sink.accept(new AnswerEvent.Malformed(reason));
    }

    private void message(JsonNode data) {
      switch (Nodes.text(data, "type", "")) {
        case "message_start" -> start(Nodes.object(data, "message"));
        case "content_block_start" -> openBlock(data);
        case "content_block_delta" -> delta(data);
        case "content_block_stop" -> {
          OpenBlock block = open.remove(Nodes.integer(data, "index", -1));
          if (block == null) {
            malformed("a block ends that did not begin");
          } else {
            block.close(sink);
          }
        }
        case "message_delta" -> messageDelta(data);
        case "message_stop" -> stop();
        case "ping" -> sink.accept(new AnswerEvent.Ping());
        default -> {
          // Newer kinds of events are no part of what was known of an answer.
        }
      }
    }

    private void start(@Nullable JsonNode message) {
      JsonNode counters = Nodes.object(message, "usage");
      if (counters != null) {
        usage.start();
        usage.counters.read(counters);
      }
      sink.accept(new AnswerEvent.Started(Nodes.text(message, "id"), Nodes.text(message, "model")));
    }

    private void openBlock(JsonNode data) {
      JsonNode block = Nodes.object(data, "content_block");
      long index = Nodes.integer(data, "index", -1);
      if (block == null || index < 0 || open.containsKey(index)) {
        malformed("a block begins without a place of its own");
        return;
      }
      OpenBlock opened = OpenBlock.of(blocks++, block);
      open.put(index, opened);
      opened.open(sink);
    }

    private void delta(JsonNode data) {
      OpenBlock block = open.get(Nodes.integer(data, "index", -1));
      JsonNode delta = Nodes.object(data, "delta");
      if (block == null || delta == null) {
        malformed("a part of a block came that did not begin");
        return;
      }
      long before = block.contentBytes();
      if (!block.add(delta, sink)) {
        malformed("a part of a block is of another kind than the block");
        return;
      }
      if (block.contentBytes() > before) {
        usage.content(block.contentBytes() - before);
        meter();
      }
    }

    private void messageDelta(JsonNode data) {
      JsonNode delta = Nodes.object(data, "delta");
      String reason = Nodes.text(delta, "stop_reason");
      if (reason != null) {
        stopReason = reason;
        stopSequence = Nodes.text(delta, "stop_sequence");
        stopDetails = Nodes.object(delta, "stop_details");
      }
      JsonNode counters = Nodes.object(data, "usage");
      if (counters != null) {
        usage.counters.read(counters);
        usage.total();
        meter();
      }
    }

    private void meter() {
      ReportedUsage reported = usage.reported();
      if (reported != null) {
        sink.accept(new AnswerEvent.Metered(reported, usage.counters.serviceTier));
      }
    }

    private void stop() {
      over = true;
      open.values().forEach(block -> block.close(sink));
      open.clear();
      sink.accept(
          new AnswerEvent.Finished(0, StopReasons.read(stopReason), stopSequence, stopDetails));
      sink.accept(new AnswerEvent.Ended());
    }
  }
}
