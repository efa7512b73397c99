package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.json.JsonDocument;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Compares two answers to one request by what can be compared without a model: calls of tools,
 * JSON, a marked final answer, or short texts. Long free texts are not comparable.
 *
 * <p>It errs towards not agreeing: what it calls the same is to be the same.
 */
public final class AnswerComparison {

  private static final int SHORT_CHARS = 200;
  private static final String FENCE = "```";

  private AnswerComparison() {}

  /** Whether all choices of two answers say the same; they do in both directions. */
  public static Agreement compare(Completion one, Completion other) {
    if (one.choices().size() != other.choices().size()) {
      return Agreement.DISAGREED;
    }
    Agreement all = Agreement.AGREED;
    for (int i = 0; i < one.choices().size(); i++) {
      Agreement each = compare(one.choices().get(i), other.choices().get(i));
      if (each == Agreement.DISAGREED) {
        return each;
      }
      all = each == Agreement.INCOMPARABLE ? each : all;
    }
    return all;
  }

  private static Agreement compare(Completion.Choice one, Completion.Choice other) {
    boolean calls = AnswerText.calls(one);
    if (calls != AnswerText.calls(other)) {
      return Agreement.DISAGREED;
    }
    return calls ? compareCalls(one, other) : compare(AnswerText.of(one), AnswerText.of(other));
  }

  /** The same tools with the same arguments, in any order; what is said beside them counts not. */
  private static Agreement compareCalls(Completion.Choice one, Completion.Choice other) {
    List<Part.ToolCall> left = new ArrayList<>(calls(other));
    for (Part.ToolCall call : calls(one)) {
      int match = -1;
      for (int i = 0; i < left.size() && match < 0; i++) {
        match = isSame(call, left.get(i)) ? i : -1;
      }
      if (match < 0) {
        return Agreement.DISAGREED;
      }
      left.remove(match);
    }
    return left.isEmpty() ? Agreement.AGREED : Agreement.DISAGREED;
  }

  private static List<Part.ToolCall> calls(Completion.Choice choice) {
    return choice.parts().stream()
        .filter(Part.ToolCall.class::isInstance)
        .map(Part.ToolCall.class::cast)
        .toList();
  }

  private static boolean isSame(Part.ToolCall one, Part.ToolCall other) {
    if (!one.name().equals(other.name())) {
      return false;
    }
    if (one.arguments().equals(other.arguments())) {
      return true;
    }
    JsonNode a = json(one.arguments());
    JsonNode b = json(other.arguments());
    return a != null && b != null && JsonValues.equal(a, b);
  }

  /** Whether two texts say the same. */
  static Agreement compare(String one, String other) {
    String a = unfenced(one.strip());
    String b = unfenced(other.strip());
    if (a.isEmpty() || b.isEmpty()) {
      // Two models that say nothing do not confirm each other.
      return Agreement.INCOMPARABLE;
    }
    JsonNode left = json(a);
    JsonNode right = json(b);
    if (left != null && right != null && left.isContainer() && right.isContainer()) {
      return of(JsonValues.equal(left, right));
    }
    String finalLeft = FinalAnswer.in(a);
    String finalRight = FinalAnswer.in(b);
    if (finalLeft != null && finalRight != null) {
      return of(finalLeft.equals(finalRight));
    }
    String plainLeft = plain(a);
    if (plainLeft.equals(plain(b))) {
      return Agreement.AGREED;
    }
    return a.length() <= SHORT_CHARS && b.length() <= SHORT_CHARS
        ? Agreement.DISAGREED
        : Agreement.INCOMPARABLE;
  }

  private static Agreement of(boolean same) {
    return same ? Agreement.AGREED : Agreement.DISAGREED;
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return JsonDocument.read(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** What stands in the only block of code, where the text is nothing else. */
  private static String unfenced(String text) {
    int line = text.indexOf('\n');
    if (!text.startsWith(FENCE) || !text.endsWith(FENCE) || line < 0) {
      return text;
    }
    int end = text.length() - FENCE.length();
    return line < end && text.indexOf(FENCE, line) == end
        ? text.substring(line + 1, end).strip()
        : text;
  }

  /** Without what people do not hear: case, kinds of white space, emphasis, a last full stop. */
  static String plain(String text) {
    String words =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[*_`\"\u201c\u201d]", "")
            .replaceAll("\\s+", " ")
            .strip();
    int end = words.length();
    while (end > 0 && ".!;:, ".indexOf(words.charAt(end - 1)) >= 0) {
      end--;
    }
    return words.substring(0, end);
  }
}
