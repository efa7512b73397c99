package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes whole answers. */
final class AnswerWriter {

  private AnswerWriter() {}

  /**
   * An answer.
   *
   * @param model what the client asked for
   * @param thoughts whether the client wants to see thoughts
   */
  static ObjectNode write(
      Completion completion,
      String answerId,
      String model,
      boolean thoughts,
      @Nullable Picodollars cost) {
    ObjectNode answer = Trees.object();
    JsonNode blocked = blocked(completion);
    if (blocked != null) {
      answer.set("promptFeedback", blocked);
    } else {
      ArrayNode candidates = answer.putArray("candidates");
      completion.choices().forEach(choice -> candidates.add(candidate(choice, thoughts)));
    }
    ObjectNode usage = UsageWriter.write(completion.usage(), completion.servedTier(), cost);
    if (usage != null) {
      answer.set("usageMetadata", usage);
    }
    answer.put("modelVersion", completion.model() == null ? model : completion.model());
    answer.put("responseId", answerId);
    return answer;
  }

  private static @Nullable JsonNode blocked(Completion completion) {
    Completion.Choice first = completion.choices().getFirst();
    boolean refused = completion.choices().size() == 1 && first.parts().isEmpty();
    return refused ? feedback(first.safety()) : null;
  }

  /** Google's word on a refused prompt; {@code null} where it is none. */
  static @Nullable JsonNode feedback(@Nullable JsonNode safety) {
    return Nodes.text(safety, "blockReason") == null ? null : safety;
  }

  /** Google's ratings; {@code null} where they are none. */
  static @Nullable JsonNode ratings(@Nullable JsonNode safety) {
    boolean own =
        safety != null
            && safety.isArray()
            && safety.values().stream().allMatch(rating -> rating.has("category"));
    return own ? safety : null;
  }

  private static ObjectNode candidate(Completion.Choice choice, boolean thoughts) {
    ArrayNode parts = Trees.array();
    PartWriter writer = new PartWriter(true, new Losses());
    Grounding grounding = new Grounding();
    JsonNode rest = null;
    boolean unreadable = false;
    for (Part part : choice.parts()) {
      switch (part) {
        case Part.Opaque opaque when CandidateRest.is(opaque) -> rest = opaque.json();
        case Part.Reasoning reasoning -> {
          boolean own = GeminiClient.NAME.equals(reasoning.origin());
          if (thoughts || own) {
            writer.write(reasoning, parts);
          }
        }
        case Part.ToolCall call when isUnreadable(call) -> unreadable = true;
        case Part.Text text -> {
          writer.write(text, parts);
          cite(text, parts.size() - 1, grounding);
        }
        default -> writer.write(part, parts);
      }
    }
    ObjectNode candidate = Trees.object();
    candidate.set("content", content(parts));
    Finish finish = unreadable ? Finish.MALFORMED_CALL : choice.finish();
    candidate.put("finishReason", FinishReasons.write(finish));
    candidate.put("index", choice.index());
    put(candidate, "safetyRatings", ratings(choice.safety()));
    put(candidate, "logprobsResult", LogprobShapes.write(choice.logprobs()));
    put(candidate, "groundingMetadata", grounding.done());
    Trees.merge(candidate, rest);
    return candidate;
  }

  private static void cite(Part.Text text, int part, Grounding grounding) {
    for (Citation citation : text.citations()) {
      long start = Citations.bytes(text.text(), citation.startIndex());
      long end = Citations.bytes(text.text(), citation.endIndex());
      boolean known = start >= 0 && end >= start;
      grounding.add(
          citation,
          part,
          start,
          end,
          known
              ? text.text().substring((int) citation.startIndex(), (int) citation.endIndex())
              : null);
    }
  }

  static void put(ObjectNode object, String name, @Nullable JsonNode value) {
    if (value != null) {
      object.set(name, value);
    }
  }

  /** A content is never without parts: SDKs take it for none at all then. */
  static ObjectNode content(ArrayNode parts) {
    if (parts.isEmpty()) {
      parts.add(Trees.object("text", ""));
    }
    ObjectNode content = Trees.object("parts", parts);
    content.put("role", "model");
    return content;
  }

  /** Whether a call was cut off or garbled: Google has a finish reason for that, and no call. */
  static boolean isUnreadable(Part.ToolCall call) {
    return !call.custom()
        && !call.arguments().isBlank()
        && Trees.parseObject(call.arguments()) == null;
  }
}
