package io.tollgate.bench.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of one request, in no SDK's words.
 *
 * @param text all text of the first answer
 * @param texts the text of each answer where several are known
 * @param finish why it ended, in the SDK's words; empty where it did not
 * @param calls the tools that are to be called
 * @param called the tools that the SDK has called by itself
 * @param thinking the thoughts that were shown
 * @param logprobs tokens with log probabilities
 * @param parsed the answer as the SDK parsed it, {@code null} where it did not
 * @param input tokens, by the SDK's account; -1 where it has none
 * @param output tokens, -1 where unknown
 * @param reasoning tokens of the output
 * @param deltas pieces of text or arguments that were streamed
 * @param turn the model's turn in the SDK's own form, to be sent back
 */
record Step(
    String text,
    List<String> texts,
    String finish,
    List<Call> calls,
    List<Call> called,
    String thinking,
    int logprobs,
    @Nullable JsonNode parsed,
    long input,
    long output,
    long reasoning,
    int deltas,
    @Nullable Object turn) {

  /** A call of a tool. */
  record Call(String id, String name, JsonNode arguments) {}

  Step {
    texts = List.copyOf(texts);
    calls = List.copyOf(calls);
    called = List.copyOf(called);
  }

  /** An answer with a text and nothing else. */
  static Step text(String text) {
    return new Step(text, List.of(), "", List.of(), List.of(), "", 0, null, -1, -1, 0, 0, null);
  }

  Step finishing(String newFinish) {
    return new Step(
        text, texts, newFinish, calls, called, thinking, logprobs, parsed, input, output, reasoning,
        deltas, turn);
  }

  Step calling(List<Call> newCalls) {
    return new Step(
        text, texts, finish, newCalls, called, thinking, logprobs, parsed, input, output, reasoning,
        deltas, turn);
  }

  /** The same, with tools that the SDK has called. */
  Step having(List<Call> newCalled) {
    return new Step(
        text, texts, finish, calls, newCalled, thinking, logprobs, parsed, input, output, reasoning,
        deltas, turn);
  }

  Step thinking(String newThinking) {
    return new Step(
        text,
        texts,
        finish,
        calls,
        called,
        newThinking,
        logprobs,
        parsed,
        input,
        output,
        reasoning,
        deltas,
        turn);
  }

  Step measured(long newInput, long newOutput, long newReasoning) {
    return new Step(
        text,
        texts,
        finish,
        calls,
        called,
        thinking,
        logprobs,
        parsed,
        newInput,
        newOutput,
        newReasoning,
        deltas,
        turn);
  }

  Step parsed(@Nullable JsonNode newParsed) {
    return new Step(
        text, texts, finish, calls, called, thinking, logprobs, newParsed, input, output, reasoning,
        deltas, turn);
  }

  /** The same, one of several answers, with log probabilities. */
  Step among(List<String> newTexts, int newLogprobs) {
    return new Step(
        text,
        newTexts,
        finish,
        calls,
        called,
        thinking,
        newLogprobs,
        parsed,
        input,
        output,
        reasoning,
        deltas,
        turn);
  }

  Step inPieces(int newDeltas) {
    return new Step(
        text, texts, finish, calls, called, thinking, logprobs, parsed, input, output, reasoning,
        newDeltas, turn);
  }

  /** The same, to be sent back in this form. */
  Step as(Object newTurn) {
    return new Step(
        text, texts, finish, calls, called, thinking, logprobs, parsed, input, output, reasoning,
        deltas, newTurn);
  }
}
