package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ReasoningMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes the signed thoughts of a stream, and hands them to the memory with the call they led to.
 */
final class StreamedThoughts {

  private final ReasoningMemory memory;
  private final StringBuilder text = new StringBuilder();
  private List<Part> pending = new ArrayList<>();
  private @Nullable BlockKind kind;
  private @Nullable String signature;

  StreamedThoughts(ReasoningMemory memory) {
    this.memory = memory;
  }

  void note(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.BlockOpened opened -> open(opened.kind());
      case AnswerEvent.ReasoningDelta delta -> text.append(delta.text());
      case AnswerEvent.Signature signed -> signature = signed.signature();
      case AnswerEvent.BlockClosed _ -> close();
      default -> {
        // Nothing of it is thought.
      }
    }
  }

  private void open(BlockKind opened) {
    close();
    kind = opened;
    if (opened instanceof BlockKind.RedactedReasoning redacted) {
      pending.add(new Part.Reasoning("", redacted.data(), true, redacted.id(), redacted.origin()));
    }
  }

  private void close() {
    switch (kind) {
      case BlockKind.Reasoning reasoning when signature != null ->
          pending.add(
              new Part.Reasoning(
                  text.toString(), signature, false, reasoning.id(), reasoning.origin()));
      case BlockKind.ToolCall call -> {
        if (signature != null) {
          pending.add(Part.ToolCall.of(call.id(), call.name(), "{}").signed(signature));
        }
        if (!pending.isEmpty()) {
          memory.remember(call.id(), pending);
          pending = new ArrayList<>();
        }
      }
      case null, default -> {
        // Nothing to keep.
      }
    }
    kind = null;
    signature = null;
    text.setLength(0);
  }
}
