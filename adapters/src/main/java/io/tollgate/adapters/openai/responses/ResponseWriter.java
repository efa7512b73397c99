package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.policies.money.Picodollars;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes a whole answer: what its events would come to. */
final class ResponseWriter {

  private ResponseWriter() {}

  /** The response object. */
  static JsonNode write(ResponseShell shell, Completion completion, @Nullable Picodollars cost) {
    ResponsesEncoder encoder =
        ResponsesEncoder.silent(shell, Math.max(0, completion.createdEpochSeconds()));
    encoder.encode(new AnswerEvent.Started(completion.id(), completion.model()));
    Completion.Choice choice = completion.choices().getFirst();
    PartEvents.of(choice.parts(), 0, encoder::encode);
    if (choice.logprobs() != null) {
      encoder.encode(new AnswerEvent.Logprobs(0, choice.logprobs()));
    }
    encoder.encode(
        new AnswerEvent.Finished(0, choice.finish(), choice.stopSequence(), choice.safety()));
    return encoder.response(completion.usage(), completion.servedTier(), cost);
  }
}
