package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Part;

/** An answer that says nothing: thoughts alone are no answer. */
final class EmptyCheck implements AnswerCheck {

  @Override
  public Verdict look(Conversation asked, Completion.Choice choice) {
    return choice.parts().stream().allMatch(EmptyCheck::saysNothing)
        ? new Verdict.Failed("empty", "the answer is empty")
        : Verdict.PASSED;
  }

  private static boolean saysNothing(Part part) {
    return switch (part) {
      case Part.Text text -> text.text().isBlank();
      case Part.Refusal refusal -> refusal.text().isBlank();
      case Part.Reasoning _ -> true;
      case Part.ToolCall _,
          Part.ToolResult _,
          Part.Image _,
          Part.Document _,
          Part.Audio _,
          Part.Video _,
          Part.Opaque _ ->
          false;
    };
  }
}
