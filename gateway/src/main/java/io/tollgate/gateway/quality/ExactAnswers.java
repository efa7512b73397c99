package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Whether two answers are the same as far as can be seen without understanding them: the same
 * words, the same JSON value, the same tool calls, or the same final answer.
 */
final class ExactAnswers {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** The last of the ways in which models are asked to mark a result. */
  private static final Pattern FINAL =
      Pattern.compile(
          "(?:\\\\boxed\\{([^{}]{1,200})\\}"
              + "|(?i:final answer|answer is|answer)\\s*(?:is)?\\s*:?\\s*\\**\\(?([A-J])\\)?\\**"
              + "(?![A-Za-z0-9])"
              + "|####\\s*([^\\n]{1,200}))");

  private static final int SEARCHED_CHARS = 2_000;

  private ExactAnswers() {}

  /** Whether they say the same; where they do not, or it cannot be seen, they are to be judged. */
  static boolean agree(Completion one, Completion other) {
    List<Part.ToolCall> calls = calls(one);
    List<Part.ToolCall> otherCalls = calls(other);
    if (!calls.isEmpty() || !otherCalls.isEmpty()) {
      return sameCalls(calls, otherCalls);
    }
    String words = normalised(AnswerText.words(one));
    String otherWords = normalised(AnswerText.words(other));
    if (words.isEmpty() || otherWords.isEmpty()) {
      return false;
    }
    return words.equals(otherWords)
        || sameJson(words, otherWords)
        || sameResult(AnswerText.words(one), AnswerText.words(other));
  }

  private static List<Part.ToolCall> calls(Completion completion) {
    List<Part.ToolCall> calls = new ArrayList<>();
    for (Part part : completion.choices().getFirst().parts()) {
      if (part instanceof Part.ToolCall call) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static boolean sameCalls(List<Part.ToolCall> one, List<Part.ToolCall> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      Part.ToolCall call = one.get(i);
      Part.ToolCall otherCall = other.get(i);
      if (!call.name().equals(otherCall.name())
          || !(call.arguments().equals(otherCall.arguments())
              || sameJson(call.arguments(), otherCall.arguments()))) {
        return false;
      }
    }
    return true;
  }

  private static String normalised(String words) {
    return SPACE.matcher(words.strip()).replaceAll(" ");
  }

  private static boolean sameJson(String one, String other) {
    if (!one.startsWith("{") && !one.startsWith("[")) {
      return false;
    }
    try {
      return same(JsonDocument.read(one), JsonDocument.read(other));
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Numbers are the same by value: 1, 1.0 and 1e0 are; members in any order. */
  private static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    if (one.isArray() && other.isArray() && one.size() == other.size()) {
      Iterator<JsonNode> others = other.values().iterator();
      for (JsonNode element : one.values()) {
        if (!same(element, others.next())) {
          return false;
        }
      }
      return true;
    }
    if (one.isObject() && other.isObject() && one.size() == other.size()) {
      for (Map.Entry<String, JsonNode> member : one.properties()) {
        JsonNode twin = other.get(member.getKey());
        if (twin == null || !same(member.getValue(), twin)) {
          return false;
        }
      }
      return true;
    }
    return one.equals(other);
  }

  private static boolean sameResult(String one, String other) {
    String result = result(one);
    return result != null && result.equals(result(other));
  }

  private static @Nullable String result(String words) {
    String end = words.substring(Math.max(0, words.length() - SEARCHED_CHARS));
    Matcher matcher = FINAL.matcher(end);
    String last = null;
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          last = normalised(matcher.group(group)).toLowerCase(Locale.ROOT);
        }
      }
    }
    return last == null || last.isEmpty() ? null : last;
  }
}
