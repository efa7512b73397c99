package io.tollgate.adapters.openai.responses;

import org.jspecify.annotations.Nullable;

/**
 * Ids of what the gateway writes in this dialect, with OpenAI's prefixes: {@code resp_ID}, and of
 * the items of that answer {@code msg_ID_INDEX}, {@code fc_}, {@code ctc_} and {@code rs_tg_}.
 */
final class ItemIds {

  private static final String RESPONSE = "resp_";
  private static final String MESSAGE = "msg_";
  private static final String CALL = "fc_";
  private static final String CUSTOM_CALL = "ctc_";

  /** No provider knows these thoughts, and OpenAI refuses ids of thoughts that it does not know. */
  private static final String REASONING = "rs_tg_";

  private final String answerId;

  /** Ids of one answer and its items. */
  ItemIds(String answerId) {
    this.answerId = answerId;
  }

  String response() {
    return RESPONSE + answerId;
  }

  String message(int index) {
    return MESSAGE + answerId + "_" + index;
  }

  String call(int index, boolean custom) {
    return (custom ? CUSTOM_CALL : CALL) + answerId + "_" + index;
  }

  String reasoning(int index) {
    return REASONING + answerId + "_" + index;
  }

  /** Whether an id is one of the gateway's own for thoughts. */
  static boolean isOwnReasoning(@Nullable String id) {
    return id != null && id.startsWith(REASONING);
  }

  /** The answer an item belongs to, where its id is one of the gateway's own. */
  static @Nullable String responseOf(String itemId) {
    int end = itemId.lastIndexOf('_');
    for (String prefix : new String[] {MESSAGE, CALL, CUSTOM_CALL, REASONING}) {
      if (itemId.startsWith(prefix) && end > prefix.length()) {
        return RESPONSE + itemId.substring(prefix.length(), end);
      }
    }
    return null;
  }
}
