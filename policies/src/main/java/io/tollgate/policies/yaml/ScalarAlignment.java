package io.tollgate.policies.yaml;

import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * The map from characters of a value back to the file.
 *
 * <p>YAML folds, indents and unescapes values, but it neither drops nor reorders visible
 * characters. So the n-th visible character of the value is the n-th visible one of the source
 * text, where an escape counts as what it stands for.
 */
final class ScalarAlignment {

  private ScalarAlignment() {}

  static Position positionOf(
      Source source, Position start, ScalarStyle style, String value, int offset) {
    int end = Math.min(Math.max(offset, 0), value.length());
    int visible = 0;
    for (int i = 0; i < end; i++) {
      visible += isBlank(value.charAt(i)) ? 0 : 1;
    }
    // Blank targets are found from the visible character before them, the rest by their own.
    boolean atVisible = end < value.length() && !isBlank(value.charAt(end));
    int blanksAfter = 0;
    if (!atVisible) {
      while (blanksAfter < end && isBlank(value.charAt(end - 1 - blanksAfter))) {
        blanksAfter++;
      }
    }
    int index = contentStart(source, start, style);
    int toSkip = atVisible || visible == 0 ? visible : visible - 1;
    String text = source.text();
    index = skipBlanks(text, index, style);
    for (int i = 0; i < toSkip; i++) {
      index = skipBlanks(text, index + unitLength(text, index, style), style);
    }
    if (!atVisible && visible > 0) {
      index += unitLength(text, index, style) + blanksAfter;
    }
    return source.position(Math.min(index, text.length()));
  }

  private static int contentStart(Source source, Position start, ScalarStyle style) {
    int index = source.index(start);
    String text = source.text();
    if (style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED) {
      return index + 1;
    }
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      while (index < text.length() && text.charAt(index) != '\n') {
        index++;
      }
    }
    return index;
  }

  private static int skipBlanks(String text, int from, ScalarStyle style) {
    int index = from;
    while (index < text.length()) {
      if (isBlank(text.charAt(index))) {
        index++;
      } else if (style == ScalarStyle.DOUBLE_QUOTED && isBlankEscape(text, index)) {
        index += 2;
      } else {
        break;
      }
    }
    return index;
  }

  private static boolean isBlankEscape(String text, int index) {
    return text.charAt(index) == '\\'
        && index + 1 < text.length()
        && "ntr \t\n".indexOf(text.charAt(index + 1)) >= 0;
  }

  /** Characters of the source that stand for the one visible character at an index. */
  private static int unitLength(String text, int index, ScalarStyle style) {
    if (index + 1 >= text.length()) {
      return 1;
    }
    char c = text.charAt(index);
    if (style == ScalarStyle.SINGLE_QUOTED && c == '\'') {
      return 2;
    }
    if (style == ScalarStyle.DOUBLE_QUOTED && c == '\\') {
      return switch (text.charAt(index + 1)) {
        case 'x' -> 4;
        case 'u' -> 6;
        case 'U' -> 10;
        default -> 2;
      };
    }
    return 1;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
