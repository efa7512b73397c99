package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import java.util.List;
import java.util.Locale;

/** Conversations and answers as a judge reads them: the words, and what tools are called. */
final class AnswerText {

  private AnswerText() {}

  /** Everything that was said, oldest first, cut at the beginning where it is too long. */
  static String of(Conversation conversation, int charsMax) {
    StringBuilder text = new StringBuilder();
    for (Message message : conversation.messages()) {
      text.append('[').append(message.role().name().toLowerCase(Locale.ROOT)).append("]\n");
      append(text, message.parts());
      text.append('\n');
    }
    return tail(text, charsMax);
  }

  /** The first of the answers, cut at the end where it is too long. */
  static String of(Completion completion, int charsMax) {
    StringBuilder text = new StringBuilder();
    append(text, completion.choices().getFirst().parts());
    return head(text, charsMax);
  }

  /** The words alone. */
  static String words(Completion completion) {
    StringBuilder text = new StringBuilder();
    for (Part part : completion.choices().getFirst().parts()) {
      if (part instanceof Part.Text(String words, var _, var _)) {
        text.append(words);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text said -> text.append(said.text()).append('\n');
        case Part.Refusal refusal -> text.append(refusal.text()).append('\n');
        case Part.ToolCall call ->
            text.append("(calls ")
                .append(call.name())
                .append(' ')
                .append(call.arguments())
                .append(")\n");
        case Part.ToolResult result -> {
          text.append("(the tool returns)\n");
          append(text, result.content());
        }
        // Nobody is judged by what was thought, and requests with media are not measured.
        case Part.Reasoning _,
            Part.Image _,
            Part.Document _,
            Part.Audio _,
            Part.Video _,
            Part.Opaque _ -> {}
      }
    }
  }

  private static String head(StringBuilder text, int charsMax) {
    if (text.length() <= charsMax) {
      return text.toString();
    }
    boolean splits = Character.isHighSurrogate(text.charAt(charsMax - 1));
    return text.substring(0, splits ? charsMax - 1 : charsMax);
  }

  private static String tail(StringBuilder text, int charsMax) {
    if (text.length() <= charsMax) {
      return text.toString();
    }
    int from = text.length() - charsMax;
    boolean splits = Character.isLowSurrogate(text.charAt(from));
    return text.substring(splits ? from + 1 : from);
  }
}
