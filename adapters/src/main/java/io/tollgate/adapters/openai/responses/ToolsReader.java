package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.adapters.profile.RequestFields;
import io.tollgate.adapters.profile.UnreadNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads tools so that a provider that knows only functions can serve them.
 *
 * <ul>
 *   <li>Functions in a namespace become functions of their own ({@link ToolNames}).
 *   <li>A custom tool, which takes free text, becomes a function whose one parameter {@code input}
 *       is that text; its grammar goes into the description.
 *   <li>A tool that OpenAI runs by itself stays what it is, {@link Tool.Native}, and leaving it out
 *       makes another answer of it. Except that search, image generation and tool search are only
 *       an offer where there are functions beside them: a model that does not search still answers,
 *       and coding agents always offer it. Then they are extras, and their loss a hint.
 * </ul>
 *
 * <p>Where the tools are more than plain functions, they are also an extra as they came, for a
 * provider of this dialect.
 */
final class ToolsReader {

  /** The one parameter of a custom tool that became a function. */
  static final String INPUT = "input";

  private static final Set<String> OFFERS =
      Set.of(
          "web_search",
          "web_search_2025_08_26",
          "web_search_preview",
          "web_search_preview_2025_03_11",
          "image_generation",
          "tool_search");

  private final ToolNames names;
  private final Map<String, JsonNode> extras;
  private final UnreadNames unread;
  private final List<Tool> tools = new ArrayList<>();
  private final List<Tool.Native> offers = new ArrayList<>();
  private boolean plain = true;

  ToolsReader(ToolNames names, Map<String, JsonNode> extras, UnreadNames unread) {
    this.names = names;
    this.extras = extras;
    this.unread = unread;
  }

  /** The tools of a request. */
  List<Tool> read(RequestFields request) throws MalformedRequest {
    JsonNode all = request.get("tools");
    readTools("tools", request.array("tools"), null);
    boolean forced = request.has("tool_choice") && request.get("tool_choice") instanceof ObjectNode;
    if (tools.isEmpty() || forced) {
      tools.addAll(offers);
    } else {
      for (Tool.Native offer : offers) {
        extras.put("tools." + offer.type(), offer.json());
        unread.kept("tools." + offer.type());
      }
    }
    if (!plain && all != null) {
      extras.put("tools", all);
    }
    return tools;
  }

  private void readTools(String path, List<JsonNode> all, @Nullable Namespace namespace)
      throws MalformedRequest {
    for (int i = 0; i < all.size(); i++) {
      readTool(RequestFields.of(path + "[" + i + "]", all.get(i)), all.get(i), namespace);
    }
  }

  private void readTool(RequestFields tool, JsonNode json, @Nullable Namespace namespace)
      throws MalformedRequest {
    String type = tool.requiredText("type");
    switch (type) {
      case "function" -> tools.add(function(tool, namespace));
      case "custom" -> {
        plain = false;
        tools.add(custom(tool, namespace));
      }
      case "namespace" -> {
        plain = false;
        Namespace inner = new Namespace(tool.requiredText("name"), tool.text("description"));
        readTools(tool.path("tools"), tool.array("tools"), inner);
        unread.kept("tools", tool.rest());
      }
      default -> {
        plain = false;
        Tool.Native other =
            new Tool.Native(ResponsesClient.NAME, type, Nodes.text(json, "name"), json);
        if (OFFERS.contains(type)) {
          offers.add(other);
        } else {
          tools.add(other);
        }
      }
    }
  }

  private record Namespace(String name, @Nullable String description) {}

  private Tool function(RequestFields tool, @Nullable Namespace namespace) throws MalformedRequest {
    String name = tool.requiredText("name");
    String description = tool.text("description");
    JsonNode parameters = tool.get("parameters");
    if (parameters != null && !parameters.isObject()) {
      throw tool.wrong("parameters", "an object");
    }
    Boolean strict = tool.bool("strict");
    // What only this dialect says of a function is written again with the whole.
    plain &= tool.rest().isEmpty();
    unread.kept("tools", tool.rest());
    return new Tool.Function(
        flat(namespace, name, false),
        description == null && namespace != null ? namespace.description() : description,
        parameters,
        strict,
        null);
  }

  private Tool custom(RequestFields tool, @Nullable Namespace namespace) throws MalformedRequest {
    String name = tool.requiredText("name");
    StringBuilder description = new StringBuilder();
    String own = tool.text("description");
    if (own != null) {
      description.append(own);
    }
    RequestFields format = tool.object("format");
    if (format != null && "grammar".equals(format.text("type"))) {
      description
          .append(description.isEmpty() ? "" : "\n\n")
          .append("The input must follow this grammar (")
          .append(Nodes.text(tool.get("format"), "syntax", "lark"))
          .append("):\n")
          .append(Nodes.text(tool.get("format"), "definition", ""));
      // Others are told of it, and not bound by it.
      unread.kept("tools.format");
    }
    unread.kept("tools", tool.rest());
    return new Tool.Function(
        flat(namespace, name, true),
        description.isEmpty() ? null : description.toString(),
        inputSchema(),
        null,
        null);
  }

  private String flat(@Nullable Namespace namespace, String name, boolean custom) {
    return names.flat(
        new ToolNames.Known(namespace == null ? null : namespace.name(), name, custom));
  }

  private static JsonNode inputSchema() {
    return JsonDocument.read(
        "{\"type\":\"object\",\"properties\":{\""
            + INPUT
            + "\":{\"type\":\"string\",\"description\":\"The input as free"
            + " text.\"}},\"required\":[\""
            + INPUT
            + "\"],\"additionalProperties\":false}");
  }

  /** What has to be called; {@code null} where the request does not say. */
  @Nullable ToolChoice choice(RequestFields request) throws MalformedRequest {
    JsonNode choice = request.get("tool_choice");
    if (choice == null) {
      return null;
    }
    if (choice.isString()) {
      return switch (choice.stringValue()) {
        case "auto" -> new ToolChoice.Auto();
        case "none" -> new ToolChoice.None();
        case "required" -> new ToolChoice.Required();
        default -> throw request.wrong("tool_choice", "auto, none, required or an object");
      };
    }
    if (!choice.isObject()) {
      throw request.wrong("tool_choice", "a string or an object");
    }
    if ("allowed_tools".equals(Nodes.text(choice, "type"))) {
      return among(choice);
    }
    String name = name(choice);
    return name == null
        ? new ToolChoice.Native(ResponsesClient.NAME, choice)
        : new ToolChoice.Named(name);
  }

  private ToolChoice among(JsonNode choice) {
    List<String> allowed = new ArrayList<>();
    for (JsonNode tool : Nodes.array(choice, "tools")) {
      String name = name(tool);
      if (name == null) {
        return new ToolChoice.Native(ResponsesClient.NAME, choice);
      }
      allowed.add(name);
    }
    return new ToolChoice.Among(allowed, "required".equals(Nodes.text(choice, "mode")));
  }

  private @Nullable String name(JsonNode choice) {
    ToolNames.Known known = ToolNames.known(choice, Nodes.text(choice, "namespace"));
    return known == null ? null : names.flat(known);
  }
}
