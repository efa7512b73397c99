package io.tollgate.bench.provider;

import java.time.Duration;
import java.util.List;

/**
 * What a simulated provider has decided to answer.
 *
 * @param id the completion's id
 * @param usage what the whole answer consumes
 * @param timeToFirstToken the wait before its first token, hidden or visible
 * @param choices the answers, as many as were asked for
 */
record Answer(String id, SimulatedUsage usage, Duration timeToFirstToken, List<Choice> choices) {

  /**
   * One of the answers: a text or tool calls.
   *
   * @param tokens the text, token by token; empty when tools are called
   * @param calls the tool calls; empty when there is a text
   * @param finishReason {@code stop}, {@code length} or {@code tool_calls}
   */
  record Choice(List<String> tokens, List<Call> calls, String finishReason) {
    String text() {
      return String.join("", tokens);
    }
  }

  /**
   * A call of a tool. Its name costs one token.
   *
   * @param argumentTokens the arguments as JSON, token by token
   */
  record Call(String id, String name, List<String> argumentTokens) {
    String arguments() {
      return String.join("", argumentTokens);
    }
  }
}
