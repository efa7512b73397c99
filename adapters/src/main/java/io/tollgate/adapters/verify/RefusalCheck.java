package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Part;
import java.util.List;
import java.util.Locale;

/**
 * An answer in which the model or its provider declines: by its finish, by a part that says so, or
 * by the words a short English answer begins with. The words are few, for an answer that only looks
 * like a refusal costs a second call.
 */
final class RefusalCheck implements AnswerCheck {

  /** Longer answers that begin with an apology mostly go on to help. */
  private static final int CHARS_MAX = 600;

  private static final List<String> OPENINGS =
      List.of(
          "i'm sorry, but i can't ",
          "i'm sorry, but i cannot ",
          "i'm sorry, i can't ",
          "i'm sorry, i cannot ",
          "i'm sorry, but i'm not able to ",
          "i'm sorry, but i am not able to ",
          "i'm sorry, but i'm unable to ",
          "i am sorry, but i cannot ",
          "sorry, but i can't ",
          "sorry, i can't ",
          "i apologize, but i can't ",
          "i apologize, but i cannot ",
          "i can't help with ",
          "i cannot help with ",
          "i can't assist with ",
          "i cannot assist with ",
          "i'm unable to help with ",
          "i'm unable to assist with ",
          "i'm not able to help with ",
          "i won't help with ",
          "as an ai language model, i can't ",
          "as an ai language model, i cannot ");

  @Override
  public Verdict look(Conversation asked, Completion.Choice choice) {
    if (choice.finish() == Finish.CONTENT_FILTER) {
      return new Verdict.Failed("refusal", "the provider withheld the answer");
    }
    if (choice.finish() == Finish.REFUSAL
        || choice.parts().stream().anyMatch(Part.Refusal.class::isInstance)
        || (!AnswerText.calls(choice) && declines(AnswerText.of(choice)))) {
      return new Verdict.Failed("refusal", "the model declined");
    }
    return Verdict.PASSED;
  }

  private static boolean declines(String text) {
    String said = text.strip();
    if (said.length() > CHARS_MAX) {
      return false;
    }
    String plain = said.replace('\u2019', '\'').toLowerCase(Locale.ROOT);
    return OPENINGS.stream().anyMatch(plain::startsWith);
  }
}
