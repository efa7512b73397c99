package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Part;
import java.util.List;
import java.util.function.Consumer;

/** The parts of an answer as the events by which they would have come. */
final class PartEvents {

  private PartEvents() {}

  /**
   * Hands on the events of some parts, each a block of the first choice.
   *
   * @param firstBlock the number of the first block
   * @return the number after the last block
   */
  static int of(List<Part> parts, int firstBlock, Consumer<AnswerEvent> sink) {
    int block = firstBlock;
    for (Part part : parts) {
      if (of(part, block, sink)) {
        sink.accept(new AnswerEvent.BlockClosed(0, block));
        block++;
      }
    }
    return block;
  }

  private static boolean of(Part part, int block, Consumer<AnswerEvent> sink) {
    switch (part) {
      case Part.Text text -> {
        open(block, new BlockKind.Text(), sink);
        sink.accept(new AnswerEvent.TextDelta(0, block, text.text()));
        text.citations()
            .forEach(citation -> sink.accept(new AnswerEvent.Cited(0, block, citation)));
      }
      case Part.Reasoning thoughts -> reasoning(thoughts, block, sink);
      case Part.ToolCall call -> {
        open(block, new BlockKind.ToolCall(call.id(), call.name(), call.custom()), sink);
        sink.accept(new AnswerEvent.ArgumentsDelta(0, block, call.arguments()));
        if (call.signature() != null) {
          sink.accept(new AnswerEvent.Signature(0, block, call.signature()));
        }
      }
      case Part.Refusal refusal -> {
        open(block, new BlockKind.Refusal(), sink);
        sink.accept(new AnswerEvent.RefusalDelta(0, block, refusal.text()));
      }
      case Part.Opaque opaque -> open(block, new BlockKind.Opaque(opaque), sink);
      case Part.Image _, Part.Document _, Part.Audio _, Part.Video _, Part.ToolResult _ -> {
        // No model answers with one of these in words that a stream has.
        return false;
      }
    }
    return true;
  }

  private static void reasoning(Part.Reasoning thoughts, int block, Consumer<AnswerEvent> sink) {
    String signature = thoughts.signature();
    String origin = thoughts.origin();
    if (thoughts.redacted() && signature != null && origin != null) {
      open(block, new BlockKind.RedactedReasoning(signature, thoughts.id(), origin), sink);
      return;
    }
    open(block, new BlockKind.Reasoning(thoughts.id(), origin), sink);
    sink.accept(new AnswerEvent.ReasoningDelta(0, block, thoughts.text()));
    if (signature != null) {
      sink.accept(new AnswerEvent.Signature(0, block, signature));
    }
  }

  private static void open(int block, BlockKind kind, Consumer<AnswerEvent> sink) {
    sink.accept(new AnswerEvent.BlockOpened(0, block, kind));
  }
}
