package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;

/**
 * An answer that ends before its end. Where it ends at the caller's own limit the caller gets what
 * it asked for.
 */
final class CutCheck implements AnswerCheck {

  @Override
  public Verdict look(Conversation asked, Completion.Choice choice) {
    boolean cut = choice.finish() == Finish.CONTEXT_FULL || isCutUnasked(asked, choice);
    return cut
        ? new Verdict.Failed("truncated", "the answer is cut off at the model's limit")
        : Verdict.PASSED;
  }

  private static boolean isCutUnasked(Conversation asked, Completion.Choice choice) {
    return choice.finish() == Finish.LENGTH && asked.sampling().maxOutputTokens() == null;
  }

  /** Whether a choice ends where its caller wanted it to, be its form complete or not. */
  static boolean endsAtTheCallersLimit(Completion.Choice choice) {
    return choice.finish() == Finish.LENGTH || choice.finish() == Finish.STOP_SEQUENCE;
  }
}
