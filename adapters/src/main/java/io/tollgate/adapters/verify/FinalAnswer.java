package io.tollgate.adapters.verify;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The final answer of a text that argues and then marks what it came to: {@code \boxed{...}},
 * {@code #### 42}, "the answer is (C)", or a text that is nothing but a letter or a number.
 */
final class FinalAnswer {

  /** A final answer stands near the end. */
  private static final int TAIL_CHARS = 2_000;

  private static final int PHRASE_CHARS = 80;

  private static final String BOXED = "\\boxed{";

  private static final Pattern HASHES = Pattern.compile("(?m)^#{4}[ \\t]*(\\S.{0,78})$");

  private static final Pattern MARKED =
      Pattern.compile(
          "(?i)\\b(?:answer|choice|option)\\b(?:[ \\t]+is|[ \\t]*[:=])[ \\t]*[:*]{0,4}[ \\t]*"
              + "([^\\n]{1,80})");

  /** A letter that is an option, and not the beginning of a word or a sentence. */
  private static final Pattern OPTION =
      Pattern.compile("(?:option |choice )?[(\\[]?([A-Z])(?:[)\\].:,*]|$).*");

  private static final Pattern NUMBER =
      Pattern.compile("[$\u20ac\u00a3]?([-+]?\\d[\\d,]{0,40}(?:\\.\\d{1,40})?)(?![\\w/:^-]).*");

  private FinalAnswer() {}

  /** The final answer in a form that compares; {@code null} where none is marked. */
  static @Nullable String in(String text) {
    String tail = text.substring(Math.max(0, text.length() - TAIL_CHARS));
    String marked = boxed(tail);
    if (marked == null) {
      marked = last(HASHES.matcher(tail));
    }
    if (marked == null) {
      marked = last(MARKED.matcher(tail));
    }
    if (marked != null) {
      return normal(marked, true);
    }
    return text.length() <= PHRASE_CHARS ? normal(text, false) : null;
  }

  private static @Nullable String boxed(String text) {
    int start = text.lastIndexOf(BOXED);
    if (start < 0) {
      return null;
    }
    int depth = 1;
    int from = start + BOXED.length();
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return text.substring(from, i);
      }
    }
    return null;
  }

  private static @Nullable String last(Matcher matcher) {
    String found = null;
    while (matcher.find()) {
      found = matcher.group(1);
    }
    return found;
  }

  /**
   * An option, a number, or else the words.
   *
   * @param marked whether the text is marked as an answer; if not, only a lone option or number is
   *     one
   */
  private static @Nullable String normal(String answer, boolean marked) {
    String words = answer.strip().replace("*", "").replace("$", "").strip();
    Matcher option = OPTION.matcher(words);
    if (option.matches() && (marked || isListed(words, option.end(1)))) {
      return option.group(1).toLowerCase(Locale.ROOT);
    }
    Matcher number = NUMBER.matcher(words);
    if (number.matches() && (marked || isLone(words, number.end(1)))) {
      return new BigDecimal(number.group(1).replace(",", "")).stripTrailingZeros().toPlainString();
    }
    String plain = AnswerComparison.plain(words);
    return marked && !plain.isEmpty() ? plain : null;
  }

  /** Whether an option stands alone, or before its text as in a list: {@code C) Paris}. */
  private static boolean isListed(String words, int end) {
    return isLone(words, end) || words.charAt(end) == ')' || words.charAt(end) == ']';
  }

  /** Whether nothing but punctuation follows. */
  private static boolean isLone(String words, int end) {
    for (int i = end; i < words.length(); i++) {
      if (Character.isLetterOrDigit(words.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
