package io.tollgate.adapters.verify;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.conversation.Unread;
import io.tollgate.adapters.json.JsonDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and answers to verify. */
final class Asked {

  private Asked() {}

  private static Conversation of(
      List<Tool> tools,
      @Nullable ToolChoice choice,
      @Nullable AnswerFormat format,
      @Nullable Long maxOutputTokens) {
    return new Conversation(
        "auto",
        List.of(Message.of(Role.USER, Part.Text.of("hello"))),
        tools,
        choice,
        null,
        format,
        new Sampling(
            maxOutputTokens,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            Map.of()),
        null,
        false,
        ServingHints.UNSAID,
        "openai-chat",
        Map.of(),
        Unread.NOTHING);
  }

  static Conversation plainly() {
    return of(List.of(), null, null, null);
  }

  static Conversation upTo(long tokens) {
    return of(List.of(), null, null, tokens);
  }

  static Conversation as(AnswerFormat format) {
    return of(List.of(), null, format, null);
  }

  static Conversation inSchema(String schema) {
    return as(new AnswerFormat.JsonSchema("s", null, JsonDocument.read(schema), true));
  }

  static Conversation with(@Nullable ToolChoice choice, Tool... tools) {
    return of(List.of(tools), choice, null, null);
  }

  static Tool tool(String name, @Nullable String schema) {
    return new Tool.Function(
        name, null, schema == null ? null : JsonDocument.read(schema), null, null);
  }

  static Completion answer(Finish finish, Part... parts) {
    return new Completion(
        "id",
        "m",
        1,
        List.of(new Completion.Choice(0, List.of(parts), finish, null, null, null)),
        null,
        null);
  }

  static Completion saying(String text) {
    return answer(Finish.STOP, Part.Text.of(text));
  }

  static Completion calling(String name, String arguments) {
    return answer(Finish.TOOL_CALLS, Part.ToolCall.of("t", name, arguments));
  }
}
