package io.tollgate.bench.provider;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated provider has decided to answer, in no dialect's words.
 *
 * @param number names the answer: 16 hexadecimal digits
 * @param usage what the whole answer consumes
 * @param timeToFirstToken the wait before its first token, hidden or visible
 * @param choices the answers, as many as were asked for
 */
record Answer(
    String number, SimulatedUsage usage, Duration timeToFirstToken, List<Choice> choices) {

  /** The first of the answers, for dialects that know only one. */
  Choice choice() {
    return choices.getFirst();
  }

  /** Why an answer ends. */
  enum Finish {
    /** It has said all. */
    STOP,
    /** It came to one of the texts at which it was to stop. */
    STOP_SEQUENCE,
    /** It has as many tokens as were allowed. */
    LENGTH,
    /** It calls tools. */
    TOOL_CALLS,
    /** The model refuses. */
    REFUSED,
    /** A filter does not let it pass. */
    FILTERED
  }

  /**
   * One of the answers: a text or tool calls.
   *
   * @param thoughts the reasoning, token by token, shown or not
   * @param tokens the text, token by token; empty when tools are called
   * @param calls the tool calls; empty when there is a text
   * @param finish why it ends
   * @param stop the text at which it stopped; {@code null} for any other end
   * @param refusal what the model says in place of an answer, or {@code null}
   * @param citations what the text cites
   */
  record Choice(
      List<String> thoughts,
      List<String> tokens,
      List<Call> calls,
      Finish finish,
      @Nullable String stop,
      @Nullable String refusal,
      List<Citation> citations) {

    String text() {
      return String.join("", tokens);
    }

    String thought() {
      return String.join("", thoughts);
    }

    /** The same with another text. */
    Choice saying(List<String> newTokens, List<Call> newCalls) {
      return new Choice(thoughts, newTokens, newCalls, finish, stop, refusal, citations);
    }

    /** How many tokens it took. */
    long outputTokens() {
      return (long) thoughts.size()
          + tokens.size()
          + calls.stream().mapToLong(call -> 1 + call.argumentTokens().size()).sum();
    }
  }

  /**
   * A call of a tool. Its name costs one token.
   *
   * @param number names the call: 16 hexadecimal digits
   * @param argumentTokens the arguments as JSON, token by token
   */
  record Call(String number, String name, List<String> argumentTokens) {
    String arguments() {
      return String.join("", argumentTokens);
    }
  }

  /**
   * A source of the text.
   *
   * @param title the source's
   * @param text the words of the answer that rest on it
   * @param start where they start in the answer's text, in UTF-16 units
   */
  record Citation(String title, String text, int start) {
    int end() {
      return start + text.length();
    }
  }
}
