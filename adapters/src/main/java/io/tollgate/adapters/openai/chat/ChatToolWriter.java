package io.tollgate.adapters.openai.chat;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.Quirk;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what may be called, and what has to be. */
final class ChatToolWriter {

  private final Conversation said;
  private final Set<Quirk> quirks;
  private final Losses losses;
  private final Extras extras;

  ChatToolWriter(Conversation said, Set<Quirk> quirks, Losses losses, Extras extras) {
    this.said = said;
    this.quirks = quirks;
    this.losses = losses;
    this.extras = extras;
  }

  void writeInto(ObjectNode body) {
    ArrayNode tools = tools();
    if (!tools.isEmpty()) {
      body.set("tools", tools);
    }
    if (said.toolChoice() != null) {
      writeChoice(body, said.toolChoice(), !tools.isEmpty());
    }
    // OpenAI refuses it where there are no tools.
    if (said.parallelToolCalls() != null && !tools.isEmpty()) {
      if (!quirks.contains(Quirk.NO_PARALLEL_TOOL_CALLS)) {
        body.put("parallel_tool_calls", said.parallelToolCalls());
      } else if (!said.parallelToolCalls()) {
        losses.meaning("parallel_tool_calls", "the provider has no such choice");
      }
    }
  }

  private ArrayNode tools() {
    ArrayNode tools = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < said.tools().size(); i++) {
      String path = "tools[" + i + "]";
      switch (said.tools().get(i)) {
        case Tool.Function function -> tools.add(function(path, function));
        case Tool.Native other when other.dialect().equals(ChatClient.NAME) ->
            tools.add(other.json());
        case Tool.Native other ->
            losses.meaning("tools." + other.type(), "only " + other.dialect() + " has it");
      }
    }
    return tools;
  }

  private ObjectNode function(String path, Tool.Function function) {
    ObjectNode tool = JsonNodeFactory.instance.objectNode().put("type", "function");
    ObjectNode inner = tool.putObject("function").put("name", ToolNames.fit(function.name()));
    ChatConversationWriter.putIfSaid(inner, "description", function.description());
    if (function.parameters() != null) {
      inner.set("parameters", function.parameters());
    }
    if (function.strict() != null) {
      inner.put("strict", function.strict());
    }
    extras.restore(path + ".function", inner);
    if (function.cache() != null) {
      if (ChatConversationWriter.isOwn(said)) {
        ObjectNode mark = tool.putObject("cache_control").put("type", "ephemeral");
        ChatConversationWriter.putIfSaid(mark, "ttl", function.cache().ttl());
      } else {
        losses.hint("cache_control", "OpenAI chat has none");
      }
    }
    extras.restore(path, tool);
    return tool;
  }

  private void writeChoice(ObjectNode body, ToolChoice choice, boolean tools) {
    boolean free = !quirks.contains(Quirk.NO_FORCED_TOOL);
    switch (choice) {
      // OpenAI refuses a choice where there is nothing to choose from.
      case ToolChoice.Auto _ when tools -> body.put("tool_choice", "auto");
      case ToolChoice.None _ when tools -> body.put("tool_choice", "none");
      case ToolChoice.Auto _, ToolChoice.None _ -> {}
      case ToolChoice.Required _ when free -> body.put("tool_choice", "required");
      case ToolChoice.Named named when free -> body.set("tool_choice", function(named.name()));
      case ToolChoice.Among among when free -> {
        ObjectNode allowed =
            body.putObject("tool_choice").put("type", "allowed_tools").putObject("allowed_tools");
        allowed.put("mode", among.required() ? "required" : "auto");
        ArrayNode names = allowed.putArray("tools");
        among.names().forEach(name -> names.add(function(name)));
      }
      case ToolChoice.Native other when free && other.dialect().equals(ChatClient.NAME) ->
          body.set("tool_choice", other.json());
      case ToolChoice.Native other when free ->
          losses.meaning("tool_choice", "only " + other.dialect() + " has it");
      case ToolChoice.Required _, ToolChoice.Named _, ToolChoice.Among _, ToolChoice.Native _ -> {
        losses.meaning("tool_choice", "the provider forces no tool");
      }
    }
  }

  private static ObjectNode function(String name) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode().put("type", "function");
    choice.putObject("function").put("name", ToolNames.fit(name));
    return choice;
  }
}
