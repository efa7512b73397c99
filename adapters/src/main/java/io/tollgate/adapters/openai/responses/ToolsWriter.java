package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.Nodes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the model may call, and what it has to. */
final class ToolsWriter {

  /** How chat completions call themselves; their custom tools are the same but for their shape. */
  private static final String CHAT = "openai-chat";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Conversation conversation;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final @Nullable JsonNode asTheyCame;
  private final ToolNames names;

  ToolsWriter(Conversation conversation, Set<Quirk> quirks, Losses losses) {
    this.conversation = conversation;
    this.quirks = quirks;
    this.losses = losses;
    boolean own = conversation.dialect().equals(ResponsesClient.NAME);
    this.asTheyCame = own ? conversation.extras().get("tools") : null;
    ObjectNode holder = JSON.objectNode();
    if (asTheyCame != null) {
      holder.set("tools", asTheyCame);
    }
    this.names = ToolNames.of(holder);
  }

  /** The names of the tools in the dialect the conversation came from, where it is this one. */
  ToolNames names() {
    return names;
  }

  void write(ObjectNode request) {
    ArrayNode tools = JSON.arrayNode();
    if (asTheyCame != null) {
      request.set("tools", asTheyCame);
    } else {
      for (Tool tool : conversation.tools()) {
        JsonNode written = tool(tool);
        if (written != null) {
          tools.add(written);
        }
      }
      if (!tools.isEmpty()) {
        request.set("tools", tools);
      }
    }
    boolean any = asTheyCame != null || !tools.isEmpty();
    ToolChoice choice = conversation.toolChoice();
    if (choice != null && (any || choice instanceof ToolChoice.None)) {
      JsonNode written = choice(choice);
      if (written != null) {
        request.set("tool_choice", written);
      }
    }
    if (conversation.parallelToolCalls() != null) {
      if (quirks.contains(Quirk.NO_PARALLEL_TOOL_CALLS)) {
        losses.hint("parallel_tool_calls", "refused by the provider");
      } else {
        request.put("parallel_tool_calls", conversation.parallelToolCalls());
      }
    }
  }

  private @Nullable JsonNode tool(Tool tool) {
    return switch (tool) {
      case Tool.Function function -> function(function);
      case Tool.Native other -> other(other);
    };
  }

  private JsonNode function(Tool.Function function) {
    if (function.cache() != null) {
      losses.hint("cache_control", "the Responses API caches by itself");
    }
    ObjectNode tool = JSON.objectNode();
    tool.put("type", "function");
    tool.put("name", function.name());
    if (function.description() != null) {
      tool.put("description", function.description());
    }
    tool.set("parameters", function.parameters() == null ? JSON.nullNode() : function.parameters());
    if (function.strict() != null) {
      tool.put("strict", function.strict());
    } else if (conversation.dialect().equals(ResponsesClient.NAME)) {
      tool.putNull("strict");
    } else {
      // Unsaid is no here and everywhere but in the Responses API, where it would change the
      // schema.
      tool.put("strict", false);
    }
    return tool;
  }

  private @Nullable JsonNode other(Tool.Native tool) {
    if (tool.dialect().equals(ResponsesClient.NAME)) {
      return tool.json();
    }
    JsonNode custom = Nodes.object(tool.json(), "custom");
    if (tool.dialect().equals(CHAT) && custom != null && Nodes.text(custom, "name") != null) {
      return custom(custom);
    }
    losses.meaning("tools", "the Responses API has no such tool");
    return null;
  }

  private static JsonNode custom(JsonNode custom) {
    ObjectNode tool = JSON.objectNode();
    tool.put("type", "custom");
    tool.put("name", Nodes.text(custom, "name"));
    if (Nodes.text(custom, "description") != null) {
      tool.put("description", Nodes.text(custom, "description"));
    }
    JsonNode format = Nodes.object(custom, "format");
    JsonNode grammar = Nodes.object(format, "grammar");
    if (grammar != null) {
      tool.putObject("format")
          .put("type", "grammar")
          .put("syntax", Nodes.text(grammar, "syntax", "lark"))
          .put("definition", Nodes.text(grammar, "definition", ""));
    } else if (format != null) {
      tool.set("format", format);
    }
    return tool;
  }

  private @Nullable JsonNode choice(ToolChoice choice) {
    if (quirks.contains(Quirk.NO_FORCED_TOOL)
        && !(choice instanceof ToolChoice.Auto || choice instanceof ToolChoice.None)) {
      losses.meaning("tool_choice", "the provider knows only auto and none");
      return null;
    }
    return switch (choice) {
      case ToolChoice.Auto _ -> JSON.stringNode("auto");
      case ToolChoice.None _ -> JSON.stringNode("none");
      case ToolChoice.Required _ -> JSON.stringNode("required");
      case ToolChoice.Named named -> named(named.name());
      case ToolChoice.Among among -> {
        ObjectNode written = JSON.objectNode();
        written.put("type", "allowed_tools");
        written.put("mode", among.required() ? "required" : "auto");
        ArrayNode tools = written.putArray("tools");
        among.names().forEach(name -> tools.add(named(name)));
        yield written;
      }
      case ToolChoice.Native other -> {
        if (other.dialect().equals(ResponsesClient.NAME)) {
          yield other.json();
        }
        losses.meaning("tool_choice", "the Responses API has no such choice");
        yield null;
      }
    };
  }

  private JsonNode named(String flatName) {
    ToolNames.Known tool = names.known(flatName);
    ObjectNode written = JSON.objectNode();
    written.put("type", tool.custom() || isCustom(flatName) ? "custom" : "function");
    if (tool.namespace() != null) {
      written.put("namespace", tool.namespace());
    }
    written.put("name", tool.name());
    return written;
  }

  private boolean isCustom(String name) {
    return conversation.tools().stream()
        .anyMatch(tool ->
            tool instanceof Tool.Native other
                && other.type().equals("custom")
                && name.equals(other.name()));
  }
}
