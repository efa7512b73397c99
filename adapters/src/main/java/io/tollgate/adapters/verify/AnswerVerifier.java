package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import java.util.List;

/**
 * Tells answers that are none: empty, cut off, refused, or of another form than was asked for. It
 * says nothing of whether an answer is right.
 *
 * <p>Pure, and bounded whatever the answer and its schema: safe for use by several threads.
 */
public final class AnswerVerifier {

  /** From what says most of an answer that fails in several ways to what says least. */
  private static final List<AnswerCheck> CHECKS =
      List.of(
          new RefusalCheck(),
          new CutCheck(),
          new EmptyCheck(),
          new ToolCallCheck(),
          new FormatCheck());

  private AnswerVerifier() {}

  /** What is to be said of an answer: the first fault of any of its choices, if there is one. */
  public static Verdict verify(Conversation asked, Completion answer) {
    Verdict unsure = null;
    for (Completion.Choice choice : answer.choices()) {
      for (AnswerCheck check : CHECKS) {
        switch (check.look(asked, choice)) {
          case Verdict.Failed failed -> {
            return failed;
          }
          case Verdict.None none -> unsure = unsure == null ? none : unsure;
          case Verdict.Passed _ -> {
            // The next may see more.
          }
        }
      }
    }
    return unsure == null ? Verdict.PASSED : unsure;
  }
}
