package io.tollgate.gateway.signin;

/** Others' words as they may be shown and recorded: one line of ASCII, cut short. */
final class Printable {

  private static final int CHARS_MAX = 200;

  private Printable() {}

  static String of(String text) {
    String line = text.replaceAll("[^ -~]+", " ").strip();
    return line.length() > CHARS_MAX ? line.substring(0, CHARS_MAX) : line;
  }
}
