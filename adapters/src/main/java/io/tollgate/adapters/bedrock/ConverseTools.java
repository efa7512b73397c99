package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the tools and the choice among them. Bedrock refuses a conversation that calls tools
 * without declaring any, so tools of earlier turns are declared where the request has none.
 */
final class ConverseTools {

  private static final String NONE = "Bedrock has none";

  private final Conversation conversation;
  private final Losses losses;

  ConverseTools(Conversation conversation, Losses losses) {
    this.conversation = conversation;
    this.losses = losses;
  }

  /** The tool configuration; {@code null} for none. */
  @Nullable ObjectNode write() {
    List<Tool.Function> functions =
        LeftOut.functions(conversation.tools(), losses, "only functions are known to Bedrock");
    boolean used =
        conversation.messages().stream()
            .anyMatch(message -> ConverseParts.usesTools(message.parts()));
    ToolChoice choice = conversation.toolChoice();
    if (choice instanceof ToolChoice.None && !used) {
      return null;
    }
    List<Tool.Function> offered =
        functions.isEmpty() && used ? called() : chosen(functions, choice);
    if (offered.isEmpty()) {
      return null;
    }
    if (Boolean.FALSE.equals(conversation.parallelToolCalls())) {
      losses.hint("parallel_tool_calls", "Bedrock cannot hold a model to one call");
    }
    ObjectNode config = ConverseParts.object();
    ArrayNode tools = config.putArray("tools");
    offered.forEach(function -> write(function, tools));
    if (!functions.isEmpty()) {
      writeChoice(config, choice);
    }
    return config;
  }

  /** Whether the model is made to call a tool. */
  static boolean isForced(@Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> false;
      case ToolChoice.Required _, ToolChoice.Named _ -> true;
      case ToolChoice.Among among -> among.required();
      case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Native _ -> false;
    };
  }

  private List<Tool.Function> called() {
    Set<String> names = new LinkedHashSet<>();
    for (Message message : conversation.messages()) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          names.add(call.name());
        }
      }
    }
    List<Tool.Function> functions = new ArrayList<>();
    names.forEach(name -> functions.add(new Tool.Function(name, null, null, null, null)));
    return functions;
  }

  private static List<Tool.Function> chosen(
      List<Tool.Function> functions, @Nullable ToolChoice choice) {
    return choice instanceof ToolChoice.Among among
        ? functions.stream().filter(function -> among.names().contains(function.name())).toList()
        : functions;
  }

  private static void write(Tool.Function function, ArrayNode tools) {
    ObjectNode spec = tools.addObject().putObject("toolSpec").put("name", function.name());
    String description = function.description();
    if (description != null && !description.isBlank()) {
      spec.put("description", description);
    }
    ObjectNode schema = spec.putObject("inputSchema");
    if (function.parameters() == null) {
      schema.putObject("json").put("type", "object").putObject("properties");
    } else {
      schema.set("json", function.parameters());
    }
    if (Boolean.TRUE.equals(function.strict())) {
      spec.put("strict", true);
    }
    if (function.cache() != null) {
      tools.add(ConverseParts.cachePoint(function.cache().ttl()));
    }
  }

  private void writeChoice(ObjectNode config, @Nullable ToolChoice choice) {
    switch (choice) {
      case null -> {
        // Unsaid.
      }
      case ToolChoice.Auto _ -> config.putObject("toolChoice").putObject("auto");
      case ToolChoice.None _ ->
          losses.meaning("tool_choice", "Bedrock must be told of tools that were called");
      case ToolChoice.Required _ -> config.putObject("toolChoice").putObject("any");
      case ToolChoice.Named named ->
          config.putObject("toolChoice").putObject("tool").put("name", named.name());
      case ToolChoice.Among among ->
          config.putObject("toolChoice").putObject(among.required() ? "any" : "auto");
      case ToolChoice.Native _ -> losses.meaning("tool_choice", NONE);
    }
  }
}
