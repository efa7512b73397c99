package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.CacheMark;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what may be called, and what has to be. */
final class ChatToolReader {

  private final Extras extras;
  private final List<Tool> tools = new ArrayList<>();

  ChatToolReader(Extras extras) {
    this.extras = extras;
  }

  List<Tool> tools() {
    return tools;
  }

  /** Reads {@code tools}, and the {@code functions} that they were before. */
  void readTools(RequestFields body) throws MalformedRequest {
    for (JsonNode node : body.array("tools")) {
      String path = "tools[" + tools.size() + "]";
      RequestFields tool = RequestFields.of(path, node);
      String type = tool.text("type");
      RequestFields function = tool.object("function");
      if (function == null) {
        if (type == null || type.equals("function")) {
          throw tool.missing("function");
        }
        tools.add(
            new Tool.Native(
                ChatClient.NAME, type, Nodes.text(Nodes.object(node, type), "name"), node));
      } else {
        CacheMark mark = ChatPartReader.cacheMark(tool, extras);
        tools.add(function(path + ".function", function, mark));
        extras.keep(path, tool);
      }
    }
    for (RequestFields function : body.objects("functions")) {
      tools.add(function("tools[" + tools.size() + "].function", function, null));
    }
  }

  private Tool function(String path, RequestFields function, @Nullable CacheMark mark)
      throws MalformedRequest {
    JsonNode parameters = function.get("parameters");
    if (parameters != null && !parameters.isObject()) {
      throw function.wrong("parameters", "an object");
    }
    Tool read =
        new Tool.Function(
            function.requiredText("name"),
            function.text("description"),
            parameters,
            function.bool("strict"),
            mark);
    extras.keep(path, function);
    return read;
  }

  /** Reads {@code tool_choice}, or the {@code function_call} that it was before. */
  @Nullable ToolChoice readChoice(RequestFields body) throws MalformedRequest {
    JsonNode choice = body.get("tool_choice");
    JsonNode older = body.get("function_call");
    if (choice == null) {
      choice = older;
    }
    if (choice == null) {
      return null;
    }
    ToolChoice read =
        choice.isString() ? word(choice.stringValue()) : choice.isObject() ? object(choice) : null;
    if (read == null) {
      return new ToolChoice.Native(ChatClient.NAME, choice);
    }
    if (choice.isObject()) {
      RequestFields fields = RequestFields.of("tool_choice", choice);
      List.of("function", "name", "allowed_tools").forEach(fields::get);
      extras.unread().lost(fields);
    }
    return read;
  }

  private static @Nullable ToolChoice word(String word) {
    return switch (word) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> null;
    };
  }

  private static @Nullable ToolChoice object(JsonNode choice) {
    String type = Nodes.text(choice, "type", "function");
    if (type.equals("function")) {
      String name = Nodes.text(Nodes.object(choice, "function"), "name");
      String older = name == null ? Nodes.text(choice, "name") : name;
      return older == null ? null : new ToolChoice.Named(older);
    }
    JsonNode allowed = Nodes.object(choice, "allowed_tools");
    if (!type.equals("allowed_tools") || allowed == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode tool : Nodes.array(allowed, "tools")) {
      String name = Nodes.text(Nodes.object(tool, "function"), "name");
      if (name == null) {
        return null;
      }
      names.add(name);
    }
    return switch (Nodes.text(allowed, "mode", "")) {
      case "auto" -> new ToolChoice.Among(names, false);
      case "required" -> new ToolChoice.Among(names, true);
      default -> null;
    };
  }
}
