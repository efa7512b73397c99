package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Citation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.ParameterReader;
import io.tollgate.adapters.profile.RequestFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a request, one by one and in order. */
final class ChatTurnReader {

  private final Extras extras;
  private final ChatPartReader parts;

  /** Calls of the older kind have no id; each is answered by the next result. */
  private int functionCalls;

  ChatTurnReader(Extras extras) {
    this.extras = extras;
    this.parts = new ChatPartReader(extras);
  }

  /** Reads a message; what is unknown of it is kept under its path. */
  Message read(String path, RequestFields message) throws MalformedRequest {
    String role = message.requiredText("role");
    String name = message.text("name");
    Message read =
        switch (role) {
          case "system" -> new Message(Role.SYSTEM, name, content(path, message));
          case "developer" -> new Message(Role.DEVELOPER, name, content(path, message));
          case "user" -> new Message(Role.USER, name, content(path, message));
          case "assistant" -> new Message(Role.ASSISTANT, name, assistant(path, message));
          case "tool" -> result(path, message, message.requiredText("tool_call_id"), name);
          case "function" -> result(path, message, functionCallId(functionCalls), name);
          default ->
              throw ParameterReader.refuse(
                  "invalid_value",
                  message.path("role"),
                  "The parameter '"
                      + message.path("role")
                      + "' must be system, developer, user, assistant, tool or function.");
        };
    extras.keep(path, message);
    return read;
  }

  private static String functionCallId(int number) {
    return "function_call_" + number;
  }

  private Message result(String path, RequestFields message, String callId, @Nullable String name)
      throws MalformedRequest {
    Part result = new Part.ToolResult(callId, name, content(path, message), null, false, null);
    return Message.of(Role.TOOL, result);
  }

  private List<Part> content(String path, RequestFields message) throws MalformedRequest {
    JsonNode content = message.get("content");
    if (content == null) {
      return List.of();
    }
    if (content.isString()) {
      return content.stringValue().isEmpty()
          ? List.of()
          : List.of(Part.Text.of(content.stringValue()));
    }
    if (!content.isArray()) {
      throw message.wrong("content", "a string or an array");
    }
    List<Part> read = new ArrayList<>();
    for (RequestFields part : message.objects("content")) {
      read.add(parts.read(path + ".content[" + read.size() + "]", part));
    }
    return read;
  }

  private List<Part> assistant(String path, RequestFields message) throws MalformedRequest {
    List<Part> read = new ArrayList<>();
    Part reasoning = reasoning(message);
    if (reasoning != null) {
      read.add(reasoning);
    }
    read.addAll(cited(content(path, message), message.array("annotations")));
    String refusal = message.text("refusal");
    if (refusal != null) {
      read.add(new Part.Refusal(refusal));
    }
    int calls = 0;
    for (RequestFields call : message.objects("tool_calls")) {
      read.add(call(path + ".tool_calls[" + calls + "]", call));
      calls++;
    }
    RequestFields older = message.object("function_call");
    if (older != null) {
      functionCalls++;
      read.add(
          Part.ToolCall.of(
              functionCallId(functionCalls), older.requiredText("name"), arguments(older)));
      extras.keep(path + ".function_call", older);
    }
    return read;
  }

  /** The content with the sources that an earlier answer named, which belong to its last text. */
  private static List<Part> cited(List<Part> content, List<JsonNode> annotations) {
    if (annotations.isEmpty() || content.isEmpty()) {
      return content;
    }
    if (!(content.getLast() instanceof Part.Text text)) {
      return content;
    }
    List<Citation> citations = annotations.stream().map(ChatCitations::read).toList();
    List<Part> cited = new ArrayList<>(content.subList(0, content.size() - 1));
    cited.add(new Part.Text(text.text(), citations, text.cache()));
    return cited;
  }

  private static @Nullable Part reasoning(RequestFields message) throws MalformedRequest {
    String text = message.text("reasoning_content");
    String same = message.text("reasoning");
    List<JsonNode> details = message.array("reasoning_details");
    if (text == null) {
      text = same;
    }
    if (text == null && details.isEmpty()) {
      return null;
    }
    JsonNode proof = message.get("reasoning_details");
    return details.isEmpty() || proof == null
        ? new Part.Reasoning(text == null ? "" : text, null, false, null, null)
        : new Part.Reasoning(
            text == null ? "" : text,
            JsonDocument.text(proof),
            text == null,
            null,
            ChatClient.NAME);
  }

  private Part call(String path, RequestFields call) throws MalformedRequest {
    // Clients that put a streamed call together may leave its index in.
    call.get("index");
    String type = call.text("type");
    RequestFields custom = call.object("custom");
    if (custom != null) {
      Part read =
          new Part.ToolCall(
              call.requiredText("id"),
              custom.requiredText("name"),
              custom.requiredText("input"),
              true,
              null,
              null);
      extras.keep(path + ".custom", custom);
      extras.keep(path, call);
      return read;
    }
    RequestFields function = call.object("function");
    if (function == null) {
      throw type == null || type.equals("function")
          ? call.missing("function")
          : call.wrong("type", "function or custom");
    }
    Part read =
        Part.ToolCall.of(
            call.requiredText("id"), function.requiredText("name"), arguments(function));
    extras.keep(path + ".function", function);
    extras.keep(path, call);
    return read;
  }

  private static String arguments(RequestFields function) throws MalformedRequest {
    String arguments = function.text("arguments");
    return arguments == null || arguments.isBlank() ? "{}" : arguments;
  }
}
