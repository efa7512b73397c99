package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;

/** Looks at one thing in one of the choices of an answer. */
@FunctionalInterface
interface AnswerCheck {

  /** What it found; {@link Verdict#PASSED} where there is nothing to look at. */
  Verdict look(Conversation asked, Completion.Choice choice);
}
