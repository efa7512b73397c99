package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import io.tollgate.adapters.json.Nodes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the model may and must call. */
final class ToolWriter {

  private static final String FUNCTIONS = "functionDeclarations";

  private final Losses losses;
  private final @Nullable JsonNode beside;

  /**
   * A writer for one request.
   *
   * @param beside by function, more members of its declaration; {@code null} for none
   */
  ToolWriter(Losses losses, @Nullable JsonNode beside) {
    this.losses = losses;
    this.beside = beside;
  }

  void writeTools(List<Tool> tools, ObjectNode request) {
    ArrayNode written = Trees.array();
    ArrayNode functions = null;
    for (Tool tool : tools) {
      switch (tool) {
        case Tool.Function function -> {
          if (functions == null) {
            functions = Trees.array();
            written.add(Trees.object(FUNCTIONS, functions));
          }
          functions.add(function(function));
        }
        case Tool.Native own when own.dialect().equals(GeminiClient.NAME) -> {
          if (own.type().equals(ToolReader.CACHED_CONTENT)) {
            Trees.merge(request, own.json());
          } else {
            written.add(own.json());
            functions = null;
          }
        }
        case Tool.Native foreign ->
            losses.meaning("tools." + foreign.type(), "Gemini has no such tool");
      }
    }
    if (!written.isEmpty()) {
      request.set("tools", written);
    }
  }

  private ObjectNode function(Tool.Function function) {
    ObjectNode declaration = Trees.object("name", function.name());
    if (function.description() != null) {
      declaration.put("description", function.description());
    }
    if (function.parameters() != null) {
      declaration.set("parametersJsonSchema", function.parameters());
    }
    if (Boolean.TRUE.equals(function.strict())) {
      losses.hint("strict", "Gemini follows schemas without being told");
    }
    if (function.cache() != null) {
      losses.hint("cache_control", "Gemini caches by itself");
    }
    Trees.merge(declaration, Nodes.object(beside, function.name()));
    return declaration;
  }

  void writeChoice(Conversation conversation, Set<Quirk> quirks, ObjectNode request) {
    if (Boolean.FALSE.equals(conversation.parallelToolCalls())) {
      losses.meaning("parallel_tool_calls", "Gemini may call several tools in one turn");
    }
    ObjectNode config = config(conversation.toolChoice(), quirks);
    if (config != null) {
      request.set("toolConfig", Trees.object("functionCallingConfig", config));
    }
  }

  private @Nullable ObjectNode config(@Nullable ToolChoice choice, Set<Quirk> quirks) {
    boolean forces =
        switch (choice) {
          case ToolChoice.Required _, ToolChoice.Named _ -> true;
          case ToolChoice.Among among -> among.required();
          case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Native _ -> false;
          case null -> false;
        };
    if (forces && quirks.contains(Quirk.NO_FORCED_TOOL)) {
      losses.meaning("tool_choice", "the provider cannot be made to call a tool");
      return null;
    }
    return switch (choice) {
      case ToolChoice.Auto _ -> Trees.object("mode", "AUTO");
      case ToolChoice.None _ -> Trees.object("mode", "NONE");
      case ToolChoice.Required _ -> Trees.object("mode", "ANY");
      case ToolChoice.Named named -> among("ANY", List.of(named.name()));
      case ToolChoice.Among among -> among(among.required() ? "ANY" : "VALIDATED", among.names());
      case ToolChoice.Native own when own.dialect().equals(GeminiClient.NAME) ->
          Trees.object().setAll((ObjectNode) own.json());
      case ToolChoice.Native _ -> {
        losses.meaning("tool_choice", "Gemini has no such choice");
        yield null;
      }
      case null -> null;
    };
  }

  private static ObjectNode among(String mode, List<String> names) {
    ObjectNode config = Trees.object("mode", mode);
    ArrayNode allowed = config.putArray("allowedFunctionNames");
    names.forEach(allowed::add);
    return config;
  }
}
