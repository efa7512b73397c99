package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The items of a response that is being streamed, as blocks. */
final class StreamedItems {

  /** An item, by its index. */
  private static final class Item {
    /** The open block of each part; a call and thoughts have one at a time, at 0. */
    private final Map<Long, Integer> open = new LinkedHashMap<>();

    private boolean shown;
    private boolean whole;
    private boolean arguments;
    private @Nullable String id;
  }

  private final Map<Long, Item> items = new HashMap<>();
  private int blocks;

  /** Reads an event that belongs to an item; others only show that the provider is busy. */
  void read(String type, JsonNode data, Consumer<AnswerEvent> sink) {
    long index = Nodes.integer(data, "output_index", 0);
    Item item = items.computeIfAbsent(index, key -> new Item());
    if (item.whole) {
      return;
    }
    long part = Nodes.integer(data, "content_index", 0);
    String delta = Nodes.text(data, "delta", "");
    switch (type) {
      case "response.output_item.added" -> added(item, Nodes.object(data, "item"), sink);
      case "response.output_item.done" -> {
        JsonNode json = Nodes.object(data, "item");
        if (json != null) {
          done(index, json, sink);
        }
      }
      case "response.content_part.added" ->
          partAdded(item, part, Nodes.text(Nodes.object(data, "part"), "type", ""), sink);
      case "response.content_part.done" -> close(item, part, sink);
      case "response.output_text.delta" -> {
        int block = open(item, part, new BlockKind.Text(), sink);
        sink.accept(new AnswerEvent.TextDelta(0, block, delta));
      }
      case "response.output_text.done" -> {
        JsonNode logprobs = OutputReader.logprobs(Nodes.array(data, "logprobs"));
        if (logprobs != null) {
          sink.accept(new AnswerEvent.Logprobs(0, logprobs));
        }
      }
      case "response.output_text.annotation.added" -> {
        JsonNode annotation = Nodes.object(data, "annotation");
        if (annotation != null) {
          int block = open(item, part, new BlockKind.Text(), sink);
          sink.accept(new AnswerEvent.Cited(0, block, Citations.read(annotation)));
        }
      }
      case "response.refusal.delta" -> {
        int block = open(item, part, new BlockKind.Refusal(), sink);
        sink.accept(new AnswerEvent.RefusalDelta(0, block, delta));
      }
      case "response.reasoning_summary_part.added" -> {
        // The last part stays open for the signature, which comes when the item is done.
        close(item, 0, sink);
        open(item, 0, thoughts(item), sink);
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
        int block = open(item, 0, thoughts(item), sink);
        sink.accept(new AnswerEvent.ReasoningDelta(0, block, delta));
      }
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          arguments(item, delta, sink);
      case "response.function_call_arguments.done",
          "response.custom_tool_call_input.done",
          "response.refusal.done",
          "response.reasoning_summary_text.done",
          "response.reasoning_summary_part.done",
          "response.reasoning_text.done" -> {
        // The item says it once more when it is done.
      }
      default -> sink.accept(new AnswerEvent.Ping());
    }
  }

  private static BlockKind thoughts(Item item) {
    return new BlockKind.Reasoning(item.id, ResponsesClient.NAME);
  }

  private void added(Item item, @Nullable JsonNode json, Consumer<AnswerEvent> sink) {
    item.id = Nodes.text(json, "id");
    if (json != null) {
      openCall(item, json, sink);
    }
  }

  private void openCall(Item item, JsonNode json, Consumer<AnswerEvent> sink) {
    String type = InputItems.type(json);
    boolean custom = type.equals("custom_tool_call");
    if (!item.shown && (custom || type.equals("function_call"))) {
      String name = Nodes.text(json, "name", "");
      open(item, 0, new BlockKind.ToolCall(OutputReader.callId(json), name, custom), sink);
    }
  }

  private void partAdded(Item item, long part, String type, Consumer<AnswerEvent> sink) {
    switch (type) {
      case "output_text" -> open(item, part, new BlockKind.Text(), sink);
      case "refusal" -> open(item, part, new BlockKind.Refusal(), sink);
      case "reasoning_text" -> {
        close(item, 0, sink);
        open(item, 0, thoughts(item), sink);
      }
      default -> {
        // Shown when the item is done.
      }
    }
  }

  private void arguments(Item item, String delta, Consumer<AnswerEvent> sink) {
    Integer block = item.open.get(0L);
    if (block != null && !delta.isEmpty()) {
      item.arguments = true;
      sink.accept(new AnswerEvent.ArgumentsDelta(0, block, delta));
    }
  }

  private int open(Item item, long part, BlockKind kind, Consumer<AnswerEvent> sink) {
    Integer known = item.open.get(part);
    if (known != null) {
      return known;
    }
    item.shown = true;
    int block = blocks++;
    item.open.put(part, block);
    sink.accept(new AnswerEvent.BlockOpened(0, block, kind));
    return block;
  }

  private static void close(Item item, long part, Consumer<AnswerEvent> sink) {
    Integer block = item.open.remove(part);
    if (block != null) {
      sink.accept(new AnswerEvent.BlockClosed(0, block));
    }
  }

  /** An item is whole: what of it was not shown yet is shown now. */
  void done(long index, JsonNode json, Consumer<AnswerEvent> sink) {
    Item item = items.computeIfAbsent(index, key -> new Item());
    if (item.whole) {
      return;
    }
    item.whole = true;
    if (!item.shown) {
      blocks = PartEvents.of(OutputReader.parts(json), blocks, sink);
      return;
    }
    for (Part part : OutputReader.parts(json)) {
      complete(item, part, sink);
    }
    closeAll(item, sink);
  }

  private static void complete(Item item, Part part, Consumer<AnswerEvent> sink) {
    Integer block = item.open.get(0L);
    if (block == null) {
      return;
    }
    if (part instanceof Part.ToolCall call && !item.arguments) {
      sink.accept(new AnswerEvent.ArgumentsDelta(0, block, call.arguments()));
    } else if (part instanceof Part.Reasoning thoughts && thoughts.signature() != null) {
      sink.accept(new AnswerEvent.Signature(0, block, thoughts.signature()));
    }
  }

  /** Ends every block. */
  void closeAll(Consumer<AnswerEvent> sink) {
    new ArrayList<>(items.values()).forEach(item -> closeAll(item, sink));
  }

  private static void closeAll(Item item, Consumer<AnswerEvent> sink) {
    List.copyOf(item.open.keySet()).forEach(part -> close(item, part, sink));
  }
}
