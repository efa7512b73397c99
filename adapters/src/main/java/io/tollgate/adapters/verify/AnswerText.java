package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Part;

/** The words of an answer. */
public final class AnswerText {

  private AnswerText() {}

  /** What a choice says, without its thoughts. */
  public static String of(Completion.Choice choice) {
    StringBuilder text = new StringBuilder();
    for (Part part : choice.parts()) {
      if (part instanceof Part.Text said) {
        text.append(said.text());
      }
    }
    return text.toString();
  }

  /** Whether a choice calls a tool. */
  static boolean calls(Completion.Choice choice) {
    return choice.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
  }

  /** How many characters of text and arguments there are to be looked at. */
  public static long length(Completion answer) {
    long chars = 0;
    for (Completion.Choice choice : answer.choices()) {
      for (Part part : choice.parts()) {
        chars +=
            switch (part) {
              case Part.Text text -> text.text().length();
              case Part.ToolCall call -> call.arguments().length();
              case Part.Refusal refusal -> refusal.text().length();
              case Part.Image _,
                  Part.Document _,
                  Part.Audio _,
                  Part.Video _,
                  Part.Reasoning _,
                  Part.ToolResult _,
                  Part.Opaque _ ->
                  0;
            };
      }
    }
    return chars;
  }
}
