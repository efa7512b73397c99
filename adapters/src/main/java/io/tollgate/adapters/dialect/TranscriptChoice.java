package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One choice of a streamed answer as far as it is written down. */
final class TranscriptChoice {

  /** A block, open or closed: they stay in the order in which they were opened. */
  private static final class Block {
    final BlockKind kind;
    final StringBuilder text = new StringBuilder();
    final List<Citation> citations = new ArrayList<>(0);
    @Nullable String signature;

    Block(BlockKind kind) {
      this.kind = kind;
    }

    Part part() {
      return switch (kind) {
        case BlockKind.Text _ -> new Part.Text(text.toString(), citations, null);
        case BlockKind.Refusal _ -> new Part.Refusal(text.toString());
        case BlockKind.Reasoning thoughts ->
            new Part.Reasoning(text.toString(), signature, false, thoughts.id(), thoughts.origin());
        case BlockKind.RedactedReasoning hidden ->
            new Part.Reasoning("", hidden.data(), true, hidden.id(), hidden.origin());
        case BlockKind.ToolCall call ->
            new Part.ToolCall(
                call.id(), call.name(), text.toString(), call.custom(), signature, null);
        case BlockKind.Opaque opaque -> opaque.part();
      };
    }
  }

  private final int index;
  private final Map<Integer, Block> blocks = new LinkedHashMap<>();
  private Finish finish = Finish.OTHER;
  private @Nullable String stopSequence;
  private @Nullable JsonNode safety;

  TranscriptChoice(int index) {
    this.index = index;
  }

  void open(AnswerEvent.BlockOpened opened) {
    blocks.put(opened.block(), new Block(opened.kind()));
  }

  void append(int block, String text) {
    in(block, written -> written.text.append(text));
  }

  void sign(int block, String signature) {
    in(block, written -> written.signature = signature);
  }

  void cite(int block, Citation citation) {
    in(block, written -> written.citations.add(citation));
  }

  private void in(int block, Consumer<Block> change) {
    Block written = blocks.get(block);
    if (written != null) {
      change.accept(written);
    }
  }

  void finish(AnswerEvent.Finished finished) {
    finish = finished.finish();
    stopSequence = finished.stopSequence();
    safety = finished.safety();
  }

  Completion.Choice written() {
    return new Completion.Choice(
        index,
        blocks.values().stream().map(Block::part).toList(),
        finish,
        stopSequence,
        null,
        safety);
  }
}
