package io.tollgate.adapters.openai.chat;

/** Ids of tool calls as OpenAI takes them: at most 40 characters. */
final class ToolCallIds {

  private static final int MAX_CHARS = 40;

  private ToolCallIds() {}

  /** The id, or a shorter one that is always the same for it. */
  static String fit(String id) {
    return id.length() <= MAX_CHARS ? id : "call_" + Fingerprint.of(id, 32);
  }
}
