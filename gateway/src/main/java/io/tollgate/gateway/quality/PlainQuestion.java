package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Unread;
import java.util.Map;

/** A conversation as it is asked once more, by nobody's client. */
final class PlainQuestion {

  private PlainQuestion() {}

  /**
   * The same question for one answer in one piece. What only says how a client wants to be served
   * is left out, and so is what only its own dialect has a word for: so nothing is stored anywhere,
   * no end user is named a second time, and nothing is switched on that costs beyond its tokens.
   *
   * @param outputTokens the limit on its output tokens
   */
  static Conversation of(Conversation asked, long outputTokens) {
    Sampling wanted = asked.sampling();
    Sampling sampling =
        new Sampling(
            outputTokens,
            wanted.temperature(),
            wanted.topP(),
            wanted.topK(),
            wanted.presencePenalty(),
            wanted.frequencyPenalty(),
            wanted.seed(),
            wanted.stop(),
            null,
            null,
            null,
            wanted.logitBias());
    return new Conversation(
        asked.model(),
        asked.messages(),
        asked.tools(),
        asked.toolChoice(),
        asked.parallelToolCalls(),
        asked.format(),
        sampling,
        asked.reasoning(),
        false,
        ServingHints.UNSAID,
        asked.dialect(),
        Map.of(),
        Unread.NOTHING);
  }
}
