package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One candidate of a streamed answer: which of its blocks is open, and what is known of its end.
 */
final class DecodedCandidate {

  /** What the open block takes. */
  private enum Open {
    NOTHING,
    TEXT,
    THOUGHTS
  }

  private final int index;
  private final PartReader reader;
  private final ObjectNode last = Trees.object();
  private Open open = Open.NOTHING;
  private int block = -1;
  private int texts;
  private long textLength;
  private boolean ascii = true;
  private boolean calls;
  private @Nullable String finishReason;
  private @Nullable JsonNode safety;

  DecodedCandidate(int index, CallIds ids) {
    this.index = index;
    this.reader = new PartReader(ids);
  }

  /** Whether the reason of its end was given. */
  boolean isFinished() {
    return FinishReasons.ends(finishReason);
  }

  /** Reads what a chunk has of it. */
  void read(JsonNode candidate, Consumer<AnswerEvent> sink) {
    for (JsonNode part : Nodes.array(Nodes.object(candidate, "content"), "parts")) {
      readPart(part, sink);
    }
    JsonNode logprobs = LogprobShapes.read(Nodes.object(candidate, "logprobsResult"));
    if (logprobs != null) {
      sink.accept(new AnswerEvent.Logprobs(index, logprobs));
    }
    JsonNode ratings = Nodes.get(candidate, "safetyRatings");
    safety = ratings == null ? safety : ratings;
    String reason = Nodes.text(candidate, "finishReason");
    finishReason = FinishReasons.ends(reason) ? reason : finishReason;
    Part.Opaque rest = CandidateRest.read(candidate, FinishReasons.read(finishReason, calls));
    if (rest != null) {
      Trees.merge(last, rest.json());
    }
  }

  private void readPart(JsonNode part, Consumer<AnswerEvent> sink) {
    String text = Nodes.text(part, "text");
    String signature = Nodes.text(part, "thoughtSignature");
    if (text != null) {
      boolean thought = Nodes.isTrue(part, "thought");
      if (!text.isEmpty()) {
        open(thought ? Open.THOUGHTS : Open.TEXT, sink);
        sink.accept(
            thought
                ? new AnswerEvent.ReasoningDelta(index, block, text)
                : new AnswerEvent.TextDelta(index, block, text));
        count(thought ? "" : text);
      }
      if (signature != null) {
        sign(signature, thought, sink);
      }
      return;
    }
    List<Part> parts = new ArrayList<>(2);
    AnswerReader.read(reader, part, parts);
    parts.forEach(whole -> whole(whole, part, sink));
  }

  private void count(String text) {
    textLength += text.length();
    for (int i = 0; i < text.length() && ascii; i++) {
      ascii = text.charAt(i) < 0x80;
    }
  }

  private void open(Open wanted, Consumer<AnswerEvent> sink) {
    if (open == wanted) {
      return;
    }
    BlockKind kind =
        wanted == Open.TEXT
            ? new BlockKind.Text()
            : new BlockKind.Reasoning(null, GeminiClient.NAME);
    texts += wanted == Open.TEXT ? 1 : 0;
    open(kind, sink);
    open = wanted;
  }

  private void open(BlockKind kind, Consumer<AnswerEvent> sink) {
    close(sink);
    block++;
    sink.accept(new AnswerEvent.BlockOpened(index, block, kind));
  }

  private void close(Consumer<AnswerEvent> sink) {
    if (open != Open.NOTHING) {
      open = Open.NOTHING;
      sink.accept(new AnswerEvent.BlockClosed(index, block));
    }
  }

  /** A signature of thoughts ends them; one on a text is a block of thoughts without words. */
  private void sign(String signature, boolean thought, Consumer<AnswerEvent> sink) {
    if (!thought || open != Open.THOUGHTS) {
      open(new BlockKind.Reasoning(null, GeminiClient.NAME), sink);
      open = Open.THOUGHTS;
    }
    sink.accept(new AnswerEvent.Signature(index, block, signature));
    close(sink);
  }

  private void whole(Part part, JsonNode json, Consumer<AnswerEvent> sink) {
    if (part instanceof Part.ToolCall call) {
      calls = true;
      open(new BlockKind.ToolCall(call.id(), call.name(), false), sink);
      if (call.signature() != null) {
        sink.accept(new AnswerEvent.Signature(index, block, call.signature()));
      }
      sink.accept(new AnswerEvent.ArgumentsDelta(index, block, call.arguments()));
    } else if (part instanceof Part.Opaque opaque) {
      if (opaque.type().startsWith(PartReader.BESIDE)) {
        return;
      }
      open(new BlockKind.Opaque(opaque), sink);
    } else {
      // A picture or a sound, for which a stream has no other word.
      Part.Opaque media = new Part.Opaque(GeminiClient.NAME, PartReader.type(json), json);
      open(new BlockKind.Opaque(media), sink);
    }
    sink.accept(new AnswerEvent.BlockClosed(index, block));
  }

  /** Hands on what is known at the end only. */
  void end(Consumer<AnswerEvent> sink) {
    if (open == Open.TEXT) {
      LongUnaryOperator characters =
          bytes -> ascii && texts == 1 && bytes >= 0 && bytes <= textLength ? bytes : -1;
      Citations.read(last, characters)
          .forEach(citation -> sink.accept(new AnswerEvent.Cited(index, block, citation)));
    }
    close(sink);
    if (!last.isEmpty()) {
      Part.Opaque rest = new Part.Opaque(GeminiClient.NAME, CandidateRest.TYPE, last);
      open(new BlockKind.Opaque(rest), sink);
      sink.accept(new AnswerEvent.BlockClosed(index, block));
    }
    sink.accept(
        new AnswerEvent.Finished(index, FinishReasons.read(finishReason, calls), null, safety));
  }
}
