package io.tollgate.adapters.conversation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A step of an answer that is streamed.
 *
 * <p>An answer is {@link Started}, then for each choice blocks, each {@link BlockOpened}, filled
 * and {@link BlockClosed}; then {@link Finished} for each choice, {@link Metered} as often as the
 * provider says, and {@link Ended}. Instead of the rest there may come {@link Failed}, {@link
 * Malformed} or {@link Oversized}, after which nothing more comes. Blocks of a choice are numbered
 * from 0 in the order they are opened; a block is closed before the next is opened, except that
 * tool calls of one turn may be open together where a provider interleaves them.
 */
public sealed interface AnswerEvent {

  /** The answer has begun; nothing of its content is known. */
  record Started(@Nullable String id, @Nullable String model) implements AnswerEvent {}

  /** A block begins. Of a tool call the arguments follow; any other part has what is known yet. */
  record BlockOpened(int choice, int block, BlockKind kind) implements AnswerEvent {}

  /** What a block is. */
  sealed interface BlockKind {
    /** Text follows. */
    record Text() implements BlockKind {}

    /**
     * Thoughts follow.
     *
     * @param id the provider's id of them; {@code null} for none
     * @param origin the dialect of their signature
     */
    record Reasoning(@Nullable String id, @Nullable String origin) implements BlockKind {}

    /** Thoughts of which only the encrypted form is shown, whole. */
    record RedactedReasoning(String data, @Nullable String id, String origin)
        implements BlockKind {}

    /** Arguments follow. */
    record ToolCall(String id, String name, boolean custom) implements BlockKind {}

    /** The words of a refusal follow. */
    record Refusal() implements BlockKind {}

    /** A part that only one dialect has a word for, whole. */
    record Opaque(Part.Opaque part) implements BlockKind {}
  }

  /** More text. */
  record TextDelta(int choice, int block, String text) implements AnswerEvent {}

  /** More thoughts. */
  record ReasoningDelta(int choice, int block, String text) implements AnswerEvent {}

  /** The signature of a block of thoughts, or Gemini's of a tool call; replaces an earlier one. */
  record Signature(int choice, int block, String signature) implements AnswerEvent {}

  /** More of the arguments of a tool call. */
  record ArgumentsDelta(int choice, int block, String json) implements AnswerEvent {}

  /** More words of a refusal. */
  record RefusalDelta(int choice, int block, String text) implements AnswerEvent {}

  /** Where the text of a block comes from. */
  record Cited(int choice, int block, Citation citation) implements AnswerEvent {}

  /** Log probabilities of tokens, in OpenAI's chat shape ({@code {"content": [...]}}). */
  record Logprobs(int choice, JsonNode logprobs) implements AnswerEvent {}

  /** The block is complete. */
  record BlockClosed(int choice, int block) implements AnswerEvent {}

  /** A choice is complete. */
  record Finished(
      int choice, Finish finish, @Nullable String stopSequence, @Nullable JsonNode safety)
      implements AnswerEvent {}

  /**
   * What the provider says was consumed so far, in all: it replaces what it said before.
   *
   * @param servedTier the service tier, in the provider's words; {@code null} unsaid
   */
  record Metered(ReportedUsage usage, @Nullable String servedTier) implements AnswerEvent {}

  /** Something that only keeps the connection busy. */
  record Ping() implements AnswerEvent {}

  /** The answer is complete, as its dialect says it. */
  record Ended() implements AnswerEvent {}

  /** The provider's error in the place of the rest. */
  record Failed(ProviderError error) implements AnswerEvent {}

  /**
   * What came is not of the dialect.
   *
   * @param reason without quoting it
   */
  record Malformed(String reason) implements AnswerEvent {}

  /** What came is larger than the limit. */
  record Oversized() implements AnswerEvent {}
}
