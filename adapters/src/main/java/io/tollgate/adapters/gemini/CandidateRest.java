package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.Nodes;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Google says beside the content of a candidate and no other dialect has a word for: what was
 * searched, which pages were read, the exact reason of an end. It is the last part of an answer.
 */
final class CandidateRest {

  /** The type of the part. */
  static final String TYPE = "candidate";

  private static final Set<String> KNOWN =
      Set.of("content", "index", "finishReason", "safetyRatings", "logprobsResult");

  private CandidateRest() {}

  /** The part; {@code null} where there is nothing. */
  static Part.@Nullable Opaque read(JsonNode candidate, Finish finish) {
    ObjectNode rest = Trees.object();
    for (Map.Entry<String, JsonNode> member : candidate.properties()) {
      if (!KNOWN.contains(member.getKey()) && !member.getValue().isNull()) {
        rest.set(member.getKey(), member.getValue());
      }
    }
    String reason = Nodes.text(candidate, "finishReason");
    if (FinishReasons.ends(reason) && !FinishReasons.write(finish).equals(reason)) {
      rest.put("finishReason", reason);
    }
    return rest.isEmpty() ? null : new Part.Opaque(GeminiClient.NAME, TYPE, rest);
  }

  /** Whether a part is of this kind. */
  static boolean is(Part.Opaque part) {
    return part.dialect().equals(GeminiClient.NAME) && part.type().equals(TYPE);
  }
}
