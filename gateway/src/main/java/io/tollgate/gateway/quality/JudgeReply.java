package io.tollgate.gateway.quality;

import io.tollgate.adapters.json.JsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a judge said of two answers.
 *
 * @param first the score of the answer it read first, 0 to 10
 * @param second that of the other
 */
record JudgeReply(int first, int second) {

  static final int BEST = 10;

  private static final int CHARS_MAX = 4_096;
  private static final String FENCE = "```";

  /**
   * Reads a reply: one JSON object with the two scores, bare or in a code fence, and nothing else.
   *
   * @return {@code null} where it is anything but that
   */
  static @Nullable JudgeReply read(String text) {
    String json = unfenced(text.strip());
    if (json.length() > CHARS_MAX) {
      return null;
    }
    try {
      JsonNode verdict = JsonDocument.read(json);
      if (!verdict.isObject() || verdict.size() != 2) {
        return null;
      }
      int first = score(verdict.get("a"));
      int second = score(verdict.get("b"));
      return first < 0 || second < 0 ? null : new JudgeReply(first, second);
    } catch (JacksonException e) {
      return null;
    }
  }

  private static int score(@Nullable JsonNode node) {
    if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()) {
      return -1;
    }
    int score = node.intValue();
    return score >= 0 && score <= BEST ? score : -1;
  }

  private static String unfenced(String text) {
    if (!text.startsWith(FENCE) || !text.endsWith(FENCE) || text.length() < 2 * FENCE.length()) {
      return text;
    }
    int line = text.indexOf('\n');
    return line < 0 ? text : text.substring(line, text.length() - FENCE.length()).strip();
  }
}
