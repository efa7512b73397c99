package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Finish;
import org.jspecify.annotations.Nullable;

/** Google's words for why a candidate ended. A call of a function ends in {@code STOP}, too. */
final class FinishReasons {

  static final String UNSPECIFIED = "FINISH_REASON_UNSPECIFIED";

  private FinishReasons() {}

  /** Whether the word says that a candidate ended. */
  static boolean ends(@Nullable String reason) {
    return reason != null && !reason.isEmpty() && !reason.equals(UNSPECIFIED);
  }

  /**
   * What a word means.
   *
   * @param calls whether the candidate calls a function
   */
  static Finish read(@Nullable String reason, boolean calls) {
    return switch (reason) {
      case "STOP" -> calls ? Finish.TOOL_CALLS : Finish.STOP;
      case "MAX_TOKENS" -> Finish.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "MODEL_ARMOR" ->
          Finish.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" ->
          Finish.MALFORMED_CALL;
      case "CONTINUATION" -> Finish.PAUSE;
      case null, default -> Finish.OTHER;
    };
  }

  /** The word for it. Without a token to go on with, a pause is no {@code CONTINUATION}. */
  static String write(Finish finish) {
    return switch (finish) {
      case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
      case LENGTH, CONTEXT_FULL -> "MAX_TOKENS";
      case CONTENT_FILTER, REFUSAL -> "SAFETY";
      case MALFORMED_CALL -> "MALFORMED_FUNCTION_CALL";
      case PAUSE, OTHER -> "OTHER";
    };
  }
}
