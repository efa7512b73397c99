package io.tollgate.adapters.gemini;

import io.tollgate.adapters.json.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Log probabilities: Google's two lists, of the chosen tokens and of the likeliest at each step,
 * and OpenAI's one list with both. Ids of tokens, which only Google has, are not kept.
 */
final class LogprobShapes {

  private LogprobShapes() {}

  /** In OpenAI's shape; {@code null} where there are none. */
  static @Nullable JsonNode read(@Nullable JsonNode result) {
    List<JsonNode> chosen = Nodes.array(result, "chosenCandidates");
    if (chosen.isEmpty()) {
      return null;
    }
    List<JsonNode> top = Nodes.array(result, "topCandidates");
    ArrayNode content = Trees.array();
    for (int step = 0; step < chosen.size(); step++) {
      ObjectNode token = token(chosen.get(step));
      ArrayNode likeliest = token.putArray("top_logprobs");
      if (step < top.size()) {
        Nodes.array(top.get(step), "candidates").forEach(other -> likeliest.add(token(other)));
      }
      content.add(token);
    }
    return Trees.object("content", content);
  }

  private static ObjectNode token(JsonNode candidate) {
    String text = Nodes.text(candidate, "token", "");
    ObjectNode token = Trees.object("token", text);
    JsonNode logprob = Nodes.get(candidate, "logProbability");
    token.set("logprob", logprob != null && logprob.isNumber() ? logprob : zero());
    ArrayNode bytes = token.putArray("bytes");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xFF);
    }
    return token;
  }

  /** Google leaves zeros out: the token was certain. */
  private static JsonNode zero() {
    return Trees.NODES.numberNode(0);
  }

  /** In Google's shape; {@code null} where there are none. */
  static @Nullable ObjectNode write(@Nullable JsonNode logprobs) {
    List<JsonNode> content = Nodes.array(logprobs, "content");
    if (content.isEmpty()) {
      return null;
    }
    ObjectNode result = Trees.object();
    ArrayNode chosen = result.putArray("chosenCandidates");
    ArrayNode top = Trees.array();
    boolean anyTop = false;
    for (JsonNode token : content) {
      chosen.add(candidate(token));
      ObjectNode step = Trees.object();
      List<JsonNode> others = Nodes.array(token, "top_logprobs");
      if (!others.isEmpty()) {
        anyTop = true;
        ArrayNode candidates = step.putArray("candidates");
        others.forEach(other -> candidates.add(candidate(other)));
      }
      top.add(step);
    }
    if (anyTop) {
      result.set("topCandidates", top);
    }
    return result;
  }

  private static ObjectNode candidate(JsonNode token) {
    ObjectNode candidate = Trees.object("token", Nodes.text(token, "token", ""));
    JsonNode logprob = Nodes.get(token, "logprob");
    if (logprob != null) {
      candidate.set("logProbability", logprob);
    }
    return candidate;
  }
}
