package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Finish;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, in this dialect's words. */
final class StopReasons {

  private StopReasons() {}

  static Finish read(@Nullable String reason) {
    return switch (reason) {
      case "end_turn" -> Finish.STOP;
      case "stop_sequence" -> Finish.STOP_SEQUENCE;
      case "max_tokens" -> Finish.LENGTH;
      case "model_context_window_exceeded" -> Finish.CONTEXT_FULL;
      case "tool_use" -> Finish.TOOL_CALLS;
      case "refusal" -> Finish.REFUSAL;
      case "pause_turn" -> Finish.PAUSE;
      case null, default -> Finish.OTHER;
    };
  }

  /**
   * The word for an end.
   *
   * @param calls whether the answer calls a tool
   */
  static String write(Finish finish, boolean calls) {
    return switch (finish) {
      case STOP, MALFORMED_CALL, OTHER -> calls ? "tool_use" : "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case CONTEXT_FULL -> "model_context_window_exceeded";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER, REFUSAL -> "refusal";
      case PAUSE -> "pause_turn";
    };
  }
}
