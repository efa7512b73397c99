package io.tollgate.bench.sdk;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request, in no SDK's words.
 *
 * @param system the instructions, or {@code null}
 * @param turns what was said so far
 * @param tools what may be called
 * @param forced the tool that must be called, or {@code null}
 * @param stream whether the answer is to be streamed
 * @param wishes what else is asked for
 * @param maxTokens the limit on output
 * @param wrongKey whether the key is nobody's
 * @param timeout the SDK's own limit
 * @param leaves whether the caller leaves at the first piece of text
 */
record Ask(
    String model,
    @Nullable String system,
    List<Turn> turns,
    List<ToolSketch> tools,
    @Nullable ToolSketch forced,
    boolean stream,
    Set<Wish> wishes,
    int maxTokens,
    boolean wrongKey,
    Duration timeout,
    boolean leaves) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  Ask {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
    wishes = Set.copyOf(wishes);
  }

  /** Something a request may ask for beside an answer. */
  enum Wish {
    /** Two answers. */
    CHOICES,
    /** A prompt cache. */
    CACHE,
    /** Log probabilities. */
    LOGPROBS,
    /** A frequency penalty of 0.5. */
    PENALTY,
    /** Temperature 0.5 and nucleus 0.9. */
    SAMPLING,
    /** An answer that is a {@link ToolSketch#TOWN}. */
    SCHEMA,
    /** The seed 7. */
    SEED,
    /** An end at STOP-HERE. */
    STOP,
    /** Thoughts, and to be shown them. */
    THINKING
  }

  /** Something that was said. */
  sealed interface Turn {

    /** The user's words. */
    record User(String text, Shown shown) implements Turn {}

    /** The model's words, as the application wrote them down. */
    record Said(String text) implements Turn {}

    /** The model's turn in the SDK's own form, sent back as it came. */
    record Assistant(Object turn) implements Turn {}

    /** What the called tools returned. */
    record Results(List<Step.Call> calls) implements Turn {}
  }

  /** What the user shows. */
  enum Shown {
    NOTHING,
    /** A picture in the request. */
    PICTURE,
    /** A picture behind an address. */
    ADDRESS,
    /** A document in the request. */
    DOCUMENT
  }

  /** A question. */
  static Ask of(String model, String question) {
    return new Ask(
        model,
        null,
        List.of(new Turn.User(question, Shown.NOTHING)),
        List.of(),
        null,
        false,
        Set.of(),
        2000,
        false,
        PATIENCE,
        false);
  }

  Ask instructed(String newSystem) {
    return new Ask(
        model, newSystem, turns, tools, forced, stream, wishes, maxTokens, wrongKey, timeout,
        leaves);
  }

  Ask saying(List<Turn> newTurns) {
    return new Ask(
        model, system, newTurns, tools, forced, stream, wishes, maxTokens, wrongKey, timeout,
        leaves);
  }

  Ask offering(ToolSketch... newTools) {
    return new Ask(
        model,
        system,
        turns,
        List.of(newTools),
        forced,
        stream,
        wishes,
        maxTokens,
        wrongKey,
        timeout,
        leaves);
  }

  Ask forcing(@Nullable ToolSketch newForced) {
    return new Ask(
        model, system, turns, tools, newForced, stream, wishes, maxTokens, wrongKey, timeout,
        leaves);
  }

  Ask streamed() {
    return new Ask(
        model, system, turns, tools, forced, true, wishes, maxTokens, wrongKey, timeout, leaves);
  }

  Ask wishing(Wish... more) {
    Set<Wish> all = EnumSet.noneOf(Wish.class);
    all.addAll(wishes);
    all.addAll(List.of(more));
    return new Ask(
        model, system, turns, tools, forced, stream, all, maxTokens, wrongKey, timeout, leaves);
  }

  Ask atMost(int newMaxTokens) {
    return new Ask(
        model,
        system,
        turns,
        tools,
        forced,
        stream,
        wishes,
        newMaxTokens,
        wrongKey,
        timeout,
        leaves);
  }

  Ask withWrongKey(boolean isWrong) {
    return new Ask(
        model, system, turns, tools, forced, stream, wishes, maxTokens, isWrong, timeout, leaves);
  }

  Ask within(Duration newTimeout) {
    return new Ask(
        model,
        system,
        turns,
        tools,
        forced,
        stream,
        wishes,
        maxTokens,
        wrongKey,
        newTimeout,
        leaves);
  }

  /** The same by a caller who leaves at the first piece of text. */
  Ask leaving() {
    return new Ask(
        model, system, turns, tools, forced, true, wishes, maxTokens, wrongKey, timeout, true);
  }

  boolean wishes(Wish wish) {
    return wishes.contains(wish);
  }
}
