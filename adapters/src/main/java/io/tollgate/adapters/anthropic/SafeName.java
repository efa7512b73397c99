package io.tollgate.adapters.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids of calls and names of tools in the letters that Anthropic takes: {@code [a-zA-Z0-9_-]}.
 *
 * <p>Any other character is written as its code point, {@code _x3a_} for a colon. An id that could
 * be mistaken for one so written is written so itself, hence every text has exactly one safe name
 * and is found again from it.
 */
final class SafeName {

  private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9a-f]{2,6})_");

  private SafeName() {}

  /** The safe name of a text. */
  static String encode(String text) {
    return SAFE.matcher(text).matches() && decode(text).equals(text) ? text : escape(text);
  }

  /** The text that a safe name stands for. */
  static String decode(String name) {
    if (!ESCAPE.matcher(name).find()) {
      return name;
    }
    String text = unescape(name);
    return escape(text).equals(name) ? text : name;
  }

  private static String escape(String text) {
    if (text.isEmpty()) {
      // An id has at least one letter; no other text is written so.
      return "_x00_";
    }
    StringBuilder name = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      // What follows may end in the underscore of an escape, so two letters are enough.
      boolean mistakable = text.startsWith("_x", i);
      if (isSafe(c) && !mistakable) {
        name.append((char) c);
      } else {
        name.append("_x").append(String.format("%02x", c)).append('_');
      }
      i += Character.charCount(c);
    }
    return name.toString();
  }

  private static String unescape(String name) {
    if (name.equals("_x00_")) {
      return "";
    }
    StringBuilder text = new StringBuilder(name.length());
    Matcher escape = ESCAPE.matcher(name);
    int from = 0;
    while (escape.find(from)) {
      text.append(name, from, escape.start());
      int c = Integer.parseInt(escape.group(1), 16);
      text.appendCodePoint(Character.isValidCodePoint(c) ? c : '?');
      from = escape.end();
    }
    return text.append(name, from, name.length()).toString();
  }

  private static boolean isSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
