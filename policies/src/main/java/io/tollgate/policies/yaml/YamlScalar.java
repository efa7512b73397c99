package io.tollgate.policies.yaml;

import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * A single value of a YAML document: its text is kept exactly, its type is what the reader asks.
 */
public final class YamlScalar extends YamlNode {

  private final String text;
  private final ScalarStyle style;

  YamlScalar(Source source, Position position, Place place, String text, ScalarStyle style) {
    super(source, position, place);
    this.text = text;
    this.style = style;
  }

  /** The text, unquoted and unescaped. */
  public String text() {
    return text;
  }

  /** Whether nothing is written here: an empty value, {@code ~} or {@code null}, unquoted. */
  public boolean isNull() {
    return style == ScalarStyle.PLAIN
        && (text.isEmpty()
            || text.equals("~")
            || text.equals("null")
            || text.equals("Null")
            || text.equals("NULL"));
  }

  /**
   * Where in the file a character of {@link #text()} stands, for plain, quoted and block values,
   * also over several lines.
   *
   * @param offset index into the text; beyond its end is taken as its end
   */
  public Position positionOf(int offset) {
    return ScalarAlignment.positionOf(source(), position(), style, text, offset);
  }

  /**
   * Reports a mistake within the value, such as in an expression.
   *
   * @param offset index into {@link #text()} of the first wrong character
   * @param message what is wrong
   * @param advice what would be right; empty where the message says it all
   */
  public void problemAt(int offset, String message, String advice) {
    source().report(positionOf(offset), path(), message, advice);
  }

  /** The value as a type, or the type's placeholder after a problem was reported. */
  public <T> T as(YamlType<T> type) {
    if (isNull()) {
      problem("no value", "expected: " + type.expected());
      return type.placeholder();
    }
    return type.read(this);
  }

  @Override
  String what() {
    return isNull() ? "no value" : "\"" + Quoting.shortened(text) + "\"";
  }
}
