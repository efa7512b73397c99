package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A block that is being written: how it begins, and what of it waits to be written. */
final class WrittenBlock {

  private final @Nullable ObjectNode start;
  private final boolean whole;
  private final boolean signedHere;
  private List<ObjectNode> deltas = new ArrayList<>();
  private int index = -1;
  private boolean closed;

  private WrittenBlock(@Nullable ObjectNode start, boolean whole, boolean signedHere) {
    this.start = start;
    this.whole = whole;
    this.signedHere = signedHere;
  }

  static WrittenBlock of(BlockKind kind) {
    return switch (kind) {
      case BlockKind.Text _, BlockKind.Refusal _ ->
          new WrittenBlock(
              JsonNodeFactory.instance.objectNode().put("type", "text").put("text", ""),
              false,
              false);
      case BlockKind.Reasoning reasoning ->
          new WrittenBlock(
              AnswerBlocks.thinking("", ""),
              false,
              AnthropicClient.NAME.equals(reasoning.origin()));
      case BlockKind.RedactedReasoning redacted ->
          new WrittenBlock(
              redacted.origin().equals(AnthropicClient.NAME)
                  ? JsonNodeFactory.instance
                      .objectNode()
                      .put("type", "redacted_thinking")
                      .put("data", redacted.data())
                  : null,
              true,
              false);
      case BlockKind.ToolCall call ->
          new WrittenBlock(AnswerBlocks.call(call.id(), call.name()), true, false);
      case BlockKind.Opaque opaque ->
          new WrittenBlock(AnswerBlocks.opaque(opaque.part()), true, false);
    };
  }

  /** Its first event's block; only asked for where it is visible. */
  ObjectNode start() {
    return start == null ? JsonNodeFactory.instance.objectNode() : start;
  }

  /** Whether it is to be written: it has a word in this dialect and something in it. */
  boolean isVisible() {
    return start != null && (whole || !deltas.isEmpty() || index >= 0);
  }

  /** Whether its signature is one of this dialect. */
  boolean isSignedHere() {
    return signedHere;
  }

  void add(ObjectNode delta) {
    if (start != null) {
      deltas.add(delta);
    }
  }

  /** What is to be written, which is then no longer waiting. */
  List<ObjectNode> takeDeltas() {
    if (deltas.isEmpty()) {
      return List.of();
    }
    List<ObjectNode> taken = deltas;
    deltas = new ArrayList<>();
    return taken;
  }

  /** Its place in the answer, or -1 while it is not written. */
  int index() {
    return index;
  }

  void setIndex(int place) {
    index = place;
  }

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
