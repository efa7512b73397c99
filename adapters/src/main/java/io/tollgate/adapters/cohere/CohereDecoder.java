package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.BlockSequence;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.sse.SseEvent;
import io.tollgate.adapters.sse.SseHandler;
import io.tollgate.adapters.sse.SseSplitter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Cohere's stream: typed events, the last of which is {@code message-end}. A block stays open
 * beyond its {@code content-end}, because citations of its text may follow it.
 */
final class CohereDecoder implements StreamDecoder {

  private final SseSplitter splitter;
  private final BlockSequence blocks = new BlockSequence(0);
  private boolean started;
  private boolean over;
  private long textIndex = -1;
  private long callIndex = -1;

  CohereDecoder(int maxEventBytes) {
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
    }
  }

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
      JsonNode tree = CohereReader.tree(event.dataArray(), event.dataOffset(), event.dataLength());
      if (tree == null) {
        malformed("an event is not one JSON object", sink);
        return;
      }
      String type = Nodes.text(tree, "type");
      if (type == null) {
        untyped(event, tree);
        return;
      }
      if (!started) {
        started = true;
        sink.accept(new AnswerEvent.Started(Nodes.text(tree, "id"), null));
      }
      typed(type, tree, sink);
    }

    private void untyped(SseEvent event, JsonNode tree) {
      if (Nodes.get(tree, "message") != null || Nodes.get(tree, "error") != null) {
        over = true;
        sink.accept(
            new AnswerEvent.Failed(
                ProviderErrorReader.read(
                    event.dataArray(), event.dataOffset(), event.dataLength())));
      } else {
        malformed("an event has no type", sink);
      }
    }

    @Override
    public void unfinished(SseEvent event) {
      // Half an event says nothing; without message-end the answer is not whole.
    }

    @Override
    public void tooLarge(int limitBytes) {
      if (!over) {
        over = true;
        sink.accept(new AnswerEvent.Oversized());
      }
    }
  }

  private void typed(String type, JsonNode event, Consumer<AnswerEvent> sink) {
    JsonNode delta = Nodes.object(event, "delta");
    JsonNode message = Nodes.object(delta, "message");
    switch (type) {
      case "content-start", "content-delta" -> content(type, event, message, sink);
      case "tool-plan-delta" -> blocks.thoughts(Nodes.text(message, "tool_plan", ""), null, sink);
      case "tool-call-start" -> startCall(event, call(message), sink);
      case "tool-call-delta" -> {
        JsonNode function = Nodes.object(call(message), "function");
        if (Nodes.integer(event, "index", callIndex) != callIndex
            || !blocks.arguments(Nodes.text(function, "arguments", ""), sink)) {
          malformed("arguments come without their call", sink);
        }
      }
      case "tool-call-end" -> blocks.close(sink);
      case "citation-start" -> cite(message, sink);
      case "message-end" -> finish(delta, sink);
      default -> {
        // message-start, content-end, citation-end, debug, and what may come to be.
      }
    }
  }

  private void content(
      String type, JsonNode event, @Nullable JsonNode message, Consumer<AnswerEvent> sink) {
    JsonNode content = Nodes.object(message, "content");
    String thinking = Nodes.text(content, "thinking", "");
    String text = Nodes.text(content, "text", "");
    if (type.equals("content-start")
        && blocks.current() instanceof BlockKind.Text
        && Nodes.integer(event, "index", textIndex) != textIndex) {
      blocks.close(sink);
    }
    blocks.thoughts(thinking, null, sink);
    if (!text.isEmpty()) {
      blocks.text(text, sink);
      textIndex = Nodes.integer(event, "index", 0);
    }
    JsonNode logprobs = Nodes.object(event, "logprobs");
    JsonNode written = logprobs == null ? null : CohereReader.logprobs(List.of(logprobs));
    if (written != null) {
      sink.accept(new AnswerEvent.Logprobs(0, written));
    }
  }

  /** Cohere's word for the one call of an event is plural, and an object. */
  private static @Nullable JsonNode call(@Nullable JsonNode message) {
    JsonNode call = Nodes.object(message, "tool_calls");
    List<JsonNode> several = Nodes.array(message, "tool_calls");
    return call == null && !several.isEmpty() ? several.getFirst() : call;
  }

  private void startCall(JsonNode event, @Nullable JsonNode call, Consumer<AnswerEvent> sink) {
    JsonNode function = Nodes.object(call, "function");
    String id = Nodes.text(call, "id");
    String name = Nodes.text(function, "name");
    if (id == null || name == null) {
      malformed("a tool call has no id or name", sink);
      return;
    }
    callIndex = Nodes.integer(event, "index", -1);
    blocks.call(id, name, sink);
    blocks.arguments(Nodes.text(function, "arguments", ""), sink);
  }

  private void cite(@Nullable JsonNode message, Consumer<AnswerEvent> sink) {
    JsonNode citation = Nodes.object(message, "citations");
    if (citation != null
        && blocks.current() instanceof BlockKind.Text
        && CohereReader.isOfText(citation)) {
      sink.accept(new AnswerEvent.Cited(0, blocks.block(), CohereReader.citation(citation)));
    }
  }

  private void finish(@Nullable JsonNode delta, Consumer<AnswerEvent> sink) {
    over = true;
    ReportedUsage usage = CohereUsage.of(Nodes.object(delta, "usage"));
    if (usage != null) {
      sink.accept(new AnswerEvent.Metered(usage, null));
    }
    String reason = Nodes.text(delta, "finish_reason");
    if (reason == null) {
      sink.accept(new AnswerEvent.Malformed("the end gives no reason"));
      return;
    }
    ProviderError failure = CohereReader.failure(reason, Nodes.text(delta, "error"));
    if (failure != null) {
      sink.accept(new AnswerEvent.Failed(failure));
      return;
    }
    blocks.close(sink);
    sink.accept(new AnswerEvent.Finished(0, CohereReader.finish(reason), null, null));
    sink.accept(new AnswerEvent.Ended());
  }

  private void malformed(String why, Consumer<AnswerEvent> sink) {
    over = true;
    sink.accept(new AnswerEvent.Malformed(why));
  }
}
