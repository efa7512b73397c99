package io.tollgate.gateway.keys;

/**
 * A name, or the beginning of names: {@code openai/gpt-5}, {@code openai/*}, {@code *}.
 *
 * @param text a name; a {@code *} may stand at its end, and nowhere else, for anything
 */
public record NamePattern(String text) {

  private static final String ANYTHING = "*";

  public NamePattern {
    int star = text.indexOf(ANYTHING);
    if (text.isBlank() || (star >= 0 && star < text.length() - 1)) {
      throw new IllegalArgumentException(
          "found \"" + text + "\" (expected: a name, or the beginning of one and a * at the end)");
    }
  }

  private boolean isOpen() {
    return text.endsWith(ANYTHING);
  }

  private String beginning() {
    return text.substring(0, text.length() - 1);
  }

  /** Whether a name is meant. */
  public boolean matches(String name) {
    return isOpen() ? name.startsWith(beginning()) : name.equals(text);
  }

  /** Whether every name that another pattern means is meant by this one, too. */
  public boolean covers(NamePattern other) {
    return isOpen()
        ? (other.isOpen() ? other.beginning() : other.text).startsWith(beginning())
        : !other.isOpen() && other.text.equals(text);
  }
}
