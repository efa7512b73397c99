package io.tollgate.adapters.ollama;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReportedUsage;
import io.tollgate.adapters.dialect.BlockSequence;
import io.tollgate.adapters.dialect.ProviderErrorReader;
import io.tollgate.adapters.dialect.StreamDecoder;
import io.tollgate.adapters.json.Nodes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Ollama's stream: a JSON object in each line, the last of which is done. Calls of tools come
 * whole, in one line or in several.
 */
final class OllamaDecoder implements StreamDecoder {

  private final LineSplitter lines;
  private final BlockSequence blocks = new BlockSequence(0);
  private boolean started;
  private boolean over;
  private int calls;

  OllamaDecoder(int maxEventBytes) {
    this.lines = new LineSplitter(maxEventBytes);
  }

  @Override
  public void feed(byte[] array, int offset, int length, Consumer<AnswerEvent> sink) {
    if (over) {
      return;
    }
    boolean fits =
        lines.feed(array, offset, length, (line, from, count) -> line(line, from, count, sink));
    if (!fits && !over) {
      over = true;
      sink.accept(new AnswerEvent.Oversized());
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> sink) {
    if (!over) {
      // The last line may come without its line feed.
      lines.end((line, from, count) -> line(line, from, count, sink));
    }
  }

  private void line(byte[] array, int from, int count, Consumer<AnswerEvent> sink) {
    if (over || isBlank(array, from, count)) {
      return;
    }
    JsonNode answer = OllamaReader.tree(array, from, count);
    if (answer == null) {
      over = true;
      sink.accept(new AnswerEvent.Malformed("a line is not one JSON object"));
      return;
    }
    if (Nodes.get(answer, "error") != null) {
      over = true;
      sink.accept(new AnswerEvent.Failed(ProviderErrorReader.read(array, from, count)));
      return;
    }
    JsonNode message = Nodes.object(answer, "message");
    boolean done = Nodes.isTrue(answer, "done");
    if (message == null && !done) {
      over = true;
      sink.accept(new AnswerEvent.Malformed("a line has neither a message nor an end"));
      return;
    }
    read(answer, message, sink);
    if (done) {
      finish(answer, sink);
    }
  }

  private void read(JsonNode answer, @Nullable JsonNode message, Consumer<AnswerEvent> sink) {
    if (!started) {
      started = true;
      sink.accept(new AnswerEvent.Started(null, Nodes.text(answer, "model")));
    }
    if (message == null) {
      return;
    }
    blocks.thoughts(Nodes.text(message, "thinking", ""), null, sink);
    blocks.text(Nodes.text(message, "content", ""), sink);
    for (Part.ToolCall call : OllamaReader.calls(answer, message, calls)) {
      calls++;
      blocks.call(call.id(), call.name(), sink);
      blocks.arguments(call.arguments(), sink);
    }
    JsonNode logprobs = OllamaReader.logprobs(answer);
    if (logprobs != null) {
      sink.accept(new AnswerEvent.Logprobs(0, logprobs));
    }
  }

  private void finish(JsonNode answer, Consumer<AnswerEvent> sink) {
    over = true;
    blocks.close(sink);
    sink.accept(
        new AnswerEvent.Finished(
            0, OllamaReader.finish(answer, blocks.hasCalledTools()), null, null));
    ReportedUsage usage = OllamaReader.usage(answer);
    if (usage != null) {
      sink.accept(new AnswerEvent.Metered(usage, null));
    }
    sink.accept(new AnswerEvent.Ended());
  }

  private static boolean isBlank(byte[] array, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (array[i] != ' ' && array[i] != '\t' && array[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
