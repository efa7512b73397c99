package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Finish;
import org.jspecify.annotations.Nullable;

/** Why answers end, in this dialect's words. */
final class ChatFinish {

  private ChatFinish() {}

  /**
   * What a provider's reason means.
   *
   * @param stopSequence the stop text that vLLM names, if it does
   * @param toolCalls whether a tool is called; some providers call that a stop
   * @param refusal whether the model declined
   */
  static Finish read(
      @Nullable String reason, @Nullable String stopSequence, boolean toolCalls, boolean refusal) {
    return switch (reason) {
      case "stop", "eos", "eos_token", "end_turn", "stop_sequence" -> {
        if (toolCalls) {
          yield Finish.TOOL_CALLS;
        }
        if (refusal) {
          yield Finish.REFUSAL;
        }
        yield stopSequence != null || reason.equals("stop_sequence")
            ? Finish.STOP_SEQUENCE
            : Finish.STOP;
      }
      case "length", "max_tokens" -> Finish.LENGTH;
      case "model_length" -> Finish.CONTEXT_FULL;
      case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
      case "content_filter", "sensitive" -> Finish.CONTENT_FILTER;
      case null, default -> Finish.OTHER;
    };
  }

  /**
   * The word for a reason.
   *
   * @param functions whether the client knows functions only, as they were before tools
   * @param refusal whether the answer has the words of a refusal
   */
  static String word(Finish finish, boolean functions, boolean refusal) {
    return switch (finish) {
      case STOP, STOP_SEQUENCE, PAUSE, OTHER -> "stop";
      case LENGTH, CONTEXT_FULL -> "length";
      case TOOL_CALLS -> functions ? "function_call" : "tool_calls";
      case CONTENT_FILTER -> "content_filter";
      case REFUSAL -> refusal ? "stop" : "content_filter";
      case MALFORMED_CALL -> "stop";
    };
  }
}
