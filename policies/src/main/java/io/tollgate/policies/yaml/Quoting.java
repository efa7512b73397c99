package io.tollgate.policies.yaml;

/** Foreign text as messages quote it: on one line, bounded, without control characters. */
public final class Quoting {

  private static final int MAX_LENGTH = 60;

  private Quoting() {}

  /** The text with blanks for control characters, cut with {@code ...} after 60 characters. */
  public static String shortened(String text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (i == MAX_LENGTH) {
        return quoted.append("...").toString();
      }
      char c = text.charAt(i);
      quoted.append(Character.isISOControl(c) ? ' ' : c);
    }
    return quoted.toString();
  }
}
