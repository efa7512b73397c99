package io.tollgate.adapters.openai.chat;

/** Names of tools as OpenAI takes them: at most 64 characters, letters, digits, _ and -. */
final class ToolNames {

  private static final int MAX_CHARS = 64;
  private static final int FINGERPRINT_CHARS = 8;

  private ToolNames() {}

  /** The name, or another one that is always the same for it. */
  static String fit(String name) {
    StringBuilder fit = new StringBuilder(MAX_CHARS);
    boolean changed = name.length() > MAX_CHARS;
    int limit = changed ? MAX_CHARS - FINGERPRINT_CHARS - 1 : name.length();
    for (int i = 0; i < limit; i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      changed |= !plain;
      fit.append(plain ? c : '_');
    }
    if (!changed) {
      return name;
    }
    fit.setLength(Math.min(fit.length(), MAX_CHARS - FINGERPRINT_CHARS - 1));
    return fit.append('_').append(Fingerprint.of(name, FINGERPRINT_CHARS)).toString();
  }
}
