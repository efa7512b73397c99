package io.tollgate.adapters.json;

import java.nio.charset.StandardCharsets;

/** Java strings as JSON string literals. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** The literal with its quotes, in UTF-8; a lone surrogate becomes {@code ?}. */
  public static byte[] quote(String text) {
    byte[] plain = new byte[text.length() + 2];
    plain[0] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\') {
        return escaped(text);
      }
      plain[i + 1] = (byte) c;
    }
    plain[plain.length - 1] = '"';
    return plain;
  }

  private static byte[] escaped(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 16);
    appendQuoted(literal, text);
    return literal.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Appends the literal with its quotes. */
  public static void appendQuoted(StringBuilder target, String text) {
    target.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> target.append("\\\"");
        case '\\' -> target.append("\\\\");
        case '\n' -> target.append("\\n");
        case '\r' -> target.append("\\r");
        case '\t' -> target.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7F) {
            target.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            target.append(c);
          }
        }
      }
    }
    target.append('"');
  }
}
