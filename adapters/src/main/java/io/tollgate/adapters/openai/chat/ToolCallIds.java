package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.dialect.Quirk;
import java.util.Set;

/** Ids of tool calls as providers take them; what does not fit is always replaced by the same. */
final class ToolCallIds {

  /** OpenAI's limit. */
  private static final int MAX_CHARS = 40;

  private static final int NINE = 9;

  private ToolCallIds() {}

  /** The id, or the one that stands for it. */
  static String fit(String id, Set<Quirk> quirks) {
    if (quirks.contains(Quirk.NINE_CHAR_CALL_IDS)) {
      return isNineChars(id) ? id : Fingerprint.of(id, NINE);
    }
    return id.length() <= MAX_CHARS ? id : "call_" + Fingerprint.of(id, 32);
  }

  /** The id of a call that its provider gave none: the same for the same answer. */
  static String made(String answerId, int choice, int number) {
    return "call_" + Fingerprint.of(answerId + "#" + choice + "#" + number, 24);
  }

  /** Whether it is nine letters and digits of ASCII. */
  static boolean isNineChars(String id) {
    return id.length() == NINE
        && id.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }
}
