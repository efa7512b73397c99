package io.tollgate.adapters.openai.chat;

/**
 * Puts characters together that a server cut in two: some cut a text into UTF-16 units, and half a
 * pair cannot be written as UTF-8. Not safe for use by several threads.
 */
final class WholeCharacters {

  private String held = "";

  /** The next piece with what was held of the one before, and without half a pair at its end. */
  String next(String piece) {
    String text = held.isEmpty() ? piece : held + piece;
    boolean half = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    held = half ? text.substring(text.length() - 1) : "";
    return half ? text.substring(0, text.length() - 1) : text;
  }

  /** What is still held; a half that no other half followed. */
  String rest() {
    String rest = held;
    held = "";
    return rest;
  }
}
