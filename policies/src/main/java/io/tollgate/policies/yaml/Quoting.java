package io.tollgate.policies.yaml;

/** Values of a file as messages quote them: on one line, bounded, without control characters. */
final class Quoting {

  private static final int MAX_LENGTH = 60;

  private Quoting() {}

  static String shortened(String text) {
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
