package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What of one choice of a streamed answer is known and not written yet. */
final class EncodedCandidate {

  /** A block that is open, and what was gathered of it. */
  private static final class Block {
    private final BlockKind kind;
    private final StringBuilder arguments = new StringBuilder();
    private final long firstByte;
    private @Nullable String signature;

    Block(BlockKind kind, long firstByte) {
      this.kind = kind;
      this.firstByte = firstByte;
    }
  }

  private final int index;
  private final Map<Integer, Block> open = new HashMap<>();
  private final Grounding grounding = new Grounding();
  private long textBytes;
  private boolean ascii = true;
  private boolean written;
  private boolean unreadable;
  private ArrayNode logprobs = Trees.array();
  private Finish finish = Finish.OTHER;
  private @Nullable JsonNode safety;
  private @Nullable JsonNode rest;

  EncodedCandidate(int index) {
    this.index = index;
  }

  /** Opens a block; what is known of it whole is a part at once. */
  @Nullable JsonNode open(int number, BlockKind kind) {
    open.put(number, new Block(kind, textBytes));
    return switch (kind) {
      case BlockKind.Opaque opaque -> {
        if (CandidateRest.is(opaque.part())) {
          rest = opaque.part().json();
          yield null;
        }
        yield opaque.part().dialect().equals(GeminiClient.NAME) ? opaque.part().json() : null;
      }
      case BlockKind.RedactedReasoning redacted ->
          redacted.origin().equals(GeminiClient.NAME)
              ? part(PartReader.thoughts("", redacted.data(), true))
              : null;
      case BlockKind.Text _, BlockKind.Reasoning _, BlockKind.ToolCall _, BlockKind.Refusal _ ->
          null;
    };
  }

  void arguments(int number, String json) {
    Block block = open.get(number);
    if (block != null) {
      block.arguments.append(json);
    }
  }

  void sign(int number, String signature) {
    Block block = open.get(number);
    if (block != null) {
      block.signature = signature;
    }
  }

  /** Counts a text, so that citations can say where they belong. */
  void countText(int number, String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    ascii &= bytes == text.length();
    textBytes += bytes;
  }

  /** Notes a citation. Places are in characters, and are bytes only as long as all is ASCII. */
  void cite(int number, Citation citation) {
    Block block = open.get(number);
    long from = block == null ? 0 : block.firstByte;
    boolean known = ascii && citation.startIndex() >= 0 && citation.endIndex() >= 0;
    grounding.add(
        citation,
        0,
        known ? from + citation.startIndex() : -1,
        known ? from + citation.endIndex() : -1,
        null);
  }

  /** Closes a block; what was gathered of it is a part now. */
  @Nullable JsonNode close(int number) {
    Block block = open.remove(number);
    if (block == null) {
      return null;
    }
    return switch (block.kind) {
      case BlockKind.ToolCall call -> call(call, block);
      case BlockKind.Reasoning reasoning ->
          block.signature != null && GeminiClient.NAME.equals(reasoning.origin())
              ? part(PartReader.thoughts("", block.signature, false))
              : null;
      case BlockKind.Text _,
          BlockKind.RedactedReasoning _,
          BlockKind.Refusal _,
          BlockKind.Opaque _ ->
          null;
    };
  }

  private @Nullable JsonNode call(BlockKind.ToolCall call, Block block) {
    Part.ToolCall whole =
        new Part.ToolCall(
            call.id(),
            call.name(),
            block.arguments.toString(),
            call.custom(),
            block.signature,
            null);
    if (AnswerWriter.isUnreadable(whole)) {
      unreadable = true;
      return null;
    }
    return part(whole);
  }

  private static JsonNode part(Part part) {
    ArrayNode parts = Trees.array();
    new PartWriter(true, new Losses()).write(part, parts);
    return parts.get(0);
  }

  void addLogprobs(JsonNode more) {
    Nodes.array(more, "content").forEach(logprobs::add);
  }

  /** The log probabilities since the last chunk; {@code null} where there are none. */
  @Nullable JsonNode takeLogprobs() {
    JsonNode taken = LogprobShapes.write(Trees.object("content", logprobs));
    if (taken != null) {
      logprobs = Trees.array();
    }
    return taken;
  }

  void finish(Finish reason, @Nullable JsonNode ratings) {
    finish = reason;
    safety = ratings;
  }

  /** A chunk of the choice has been written. */
  void written() {
    written = true;
  }

  /** What is said of the prompt, where it was refused and so nothing was answered. */
  @Nullable JsonNode blocked() {
    return written ? null : AnswerWriter.feedback(safety);
  }

  /** The last of the choice. */
  ObjectNode last() {
    ObjectNode candidate = Trees.object();
    candidate.set("content", AnswerWriter.content(Trees.array()));
    candidate.put("finishReason", FinishReasons.write(unreadable ? Finish.MALFORMED_CALL : finish));
    candidate.put("index", index);
    AnswerWriter.put(candidate, "safetyRatings", AnswerWriter.ratings(safety));
    AnswerWriter.put(candidate, "logprobsResult", takeLogprobs());
    AnswerWriter.put(candidate, "groundingMetadata", grounding.done());
    Trees.merge(candidate, rest);
    return candidate;
  }
}
