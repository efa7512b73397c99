package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the tools of a request and what is said of their use. */
final class ToolsWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Conversation conversation;
  private final ClaudeModel model;
  private final boolean own;
  private final Set<Quirk> quirks;
  private final Losses losses;

  ToolsWriter(
      Conversation conversation, ClaudeModel model, boolean own, Set<Quirk> quirks, Losses losses) {
    this.conversation = conversation;
    this.model = model;
    this.own = own;
    this.quirks = quirks;
    this.losses = losses;
  }

  void writeTo(ObjectNode body) {
    ArrayNode tools = JSON.arrayNode();
    for (Tool tool : conversation.tools()) {
      ObjectNode written = write(tool);
      if (written != null) {
        tools.add(written);
      }
    }
    if (!tools.isEmpty()) {
      body.set("tools", tools);
    }
    ObjectNode choice = choice(!tools.isEmpty());
    if (choice != null) {
      body.set("tool_choice", choice);
    }
  }

  private @Nullable ObjectNode write(Tool tool) {
    return switch (tool) {
      case Tool.Function function -> isChosen(function.name()) ? write(function) : null;
      case Tool.Native only -> {
        if (only.dialect().equals(AnthropicClient.NAME) && only.json() instanceof ObjectNode json) {
          yield json;
        }
        losses.meaning("tools", "a tool that only " + only.dialect() + " has");
        yield null;
      }
    };
  }

  /** A choice among some of the tools leaves out the others. */
  private boolean isChosen(String name) {
    return !(conversation.toolChoice() instanceof ToolChoice.Among among)
        || among.names().contains(name);
  }

  private ObjectNode write(Tool.Function function) {
    ObjectNode tool = JSON.objectNode().put("name", SafeName.encode(function.name()));
    if (function.description() != null) {
      tool.put("description", function.description());
    }
    JsonNode parameters = function.parameters();
    if (own) {
      if (parameters != null) {
        tool.set("input_schema", parameters);
      }
      if (function.strict() != null) {
        tool.put("strict", function.strict());
      }
    } else {
      tool.set("input_schema", schema(parameters));
      if (Boolean.TRUE.equals(function.strict())) {
        if (model.takesSchema() && !quirks.contains(Quirk.NO_JSON_SCHEMA)) {
          tool.put("strict", true);
          tool.set("input_schema", StrictSchema.of(schema(parameters)));
        } else {
          losses.hint("tools.strict", "the model takes no strict tools");
        }
      }
    }
    return BlockWriter.marked(tool, function.cache());
  }

  /** Anthropic wants the schema of an object. */
  private static JsonNode schema(@Nullable JsonNode parameters) {
    if (!(parameters instanceof ObjectNode schema)) {
      ObjectNode none = JSON.objectNode().put("type", "object");
      none.putObject("properties");
      return none;
    }
    JsonNode type = schema.get("type");
    if (type != null && type.isString() && type.stringValue().equals("object")) {
      return schema;
    }
    ObjectNode typed = JSON.objectNode().put("type", "object");
    schema
        .properties()
        .forEach(member -> {
          if (!member.getKey().equals("type")) {
            typed.set(member.getKey(), member.getValue());
          }
        });
    return typed;
  }

  private @Nullable ObjectNode choice(boolean hasTools) {
    ToolChoice said = conversation.toolChoice();
    Boolean parallel = conversation.parallelToolCalls();
    if (!hasTools && !own) {
      return null;
    }
    ObjectNode choice = JSON.objectNode();
    switch (said) {
      case ToolChoice.Auto _ -> choice.put("type", "auto");
      case ToolChoice.None _ -> {
        return choice.put("type", "none");
      }
      case ToolChoice.Required _ -> force(choice, null);
      case ToolChoice.Named named -> force(choice, named.name());
      case ToolChoice.Among among -> {
        if (among.required()) {
          force(choice, null);
        } else {
          choice.put("type", "auto");
        }
      }
      case ToolChoice.Native only -> {
        if (own && only.json() instanceof ObjectNode json) {
          return json;
        }
        losses.meaning("tool_choice", "a choice that only " + only.dialect() + " has");
        return null;
      }
      case null -> {
        if (!Boolean.FALSE.equals(parallel)) {
          return null;
        }
        choice.put("type", "auto");
      }
    }
    // Several calls in a turn are what is done anyway.
    if (parallel != null && (own || !parallel)) {
      choice.put("disable_parallel_tool_use", !parallel);
    }
    return choice;
  }

  private void force(ObjectNode choice, @Nullable String name) {
    if (!own && (!model.takesForcedTool() || quirks.contains(Quirk.NO_FORCED_TOOL))) {
      losses.meaning("tool_choice", "the model cannot be made to call a tool");
      choice.put("type", "auto");
    } else if (name == null) {
      choice.put("type", "any");
    } else {
      choice.put("type", "tool").put("name", SafeName.encode(name));
    }
  }
}
