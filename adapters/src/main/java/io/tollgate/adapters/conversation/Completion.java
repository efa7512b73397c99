package io.tollgate.adapters.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A whole answer of a model.
 *
 * @param id the provider's id of it; {@code null} where it gave none
 * @param model the model that it says it served
 * @param createdEpochSeconds when, in seconds of Unix time; -1 where unsaid
 * @param choices the answers, at least one
 * @param usage what the provider said it consumed
 * @param servedTier the service tier it was served in, in the provider's words
 */
public record Completion(
    @Nullable String id,
    @Nullable String model,
    long createdEpochSeconds,
    List<Choice> choices,
    @Nullable ReportedUsage usage,
    @Nullable String servedTier)
    implements CompletionReading {

  public Completion {
    choices = List.copyOf(choices);
  }

  /** The same, with a time where it has none, in seconds of Unix time. */
  public Completion createdBy(long epochSeconds) {
    return createdEpochSeconds > 0
        ? this
        : new Completion(id, model, epochSeconds, choices, usage, servedTier);
  }

  /** The same with other answers. */
  public Completion withChoices(List<Choice> others) {
    return new Completion(id, model, createdEpochSeconds, others, usage, servedTier);
  }

  /**
   * One of the answers.
   *
   * @param stopSequence the stop text it came to, where the provider says
   * @param logprobs in OpenAI's chat shape ({@code {"content": [...]}}); {@code null} for none
   * @param safety what a safety filter said of it, as it came; {@code null} for nothing
   */
  public record Choice(
      int index,
      List<Part> parts,
      Finish finish,
      @Nullable String stopSequence,
      @Nullable JsonNode logprobs,
      @Nullable JsonNode safety) {
    public Choice {
      parts = List.copyOf(parts);
    }

    /** The same of other parts. */
    public Choice withParts(List<Part> others) {
      return new Choice(index, others, finish, stopSequence, logprobs, safety);
    }
  }
}
