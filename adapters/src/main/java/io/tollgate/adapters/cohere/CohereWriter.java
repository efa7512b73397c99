package io.tollgate.adapters.cohere;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.LeftOut;
import io.tollgate.adapters.dialect.Losses;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a conversation as a request to Cohere.
 *
 * <p>Members that only Cohere has are taken over from any client: {@code documents}, {@code
 * citation_options}, {@code safety_mode} and {@code priority}.
 */
final class CohereWriter {

  private static final String NONE = "Cohere has none";
  private static final List<String> TAKEN = List.of("citation_options", "safety_mode", "priority");
  private static final Set<String> KNOWN =
      Set.of("citation_options", "safety_mode", "priority", "documents");

  private final Conversation conversation;
  private final Losses losses;

  CohereWriter(Conversation conversation, Losses losses) {
    this.conversation = conversation;
    this.losses = losses;
  }

  ObjectNode request(String model) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
    body.put("stream", conversation.stream());
    ArrayNode documents = JsonNodeFactory.instance.arrayNode();
    JsonNode given = conversation.extras().get("documents");
    if (given != null && given.isArray()) {
      given.values().forEach(documents::add);
    }
    CohereMessages messages = new CohereMessages(body.putArray("messages"), documents, losses);
    for (Message message : conversation.messages()) {
      messages.write(message);
    }
    if (!documents.isEmpty()) {
      body.set("documents", documents);
    }
    writeTools(body);
    writeFormat(body, conversation.format());
    writeThinking(body, conversation.reasoning());
    new CohereSampling(body, losses).write(conversation.sampling());
    for (String name : TAKEN) {
      JsonNode value = conversation.extras().get(name);
      if (value != null && !value.isNull()) {
        body.set(name, value);
      }
    }
    LeftOut.serving(conversation.serving(), losses, NONE);
    KNOWN.forEach(losses::take);
    return body;
  }

  private void writeTools(ObjectNode body) {
    List<Tool.Function> functions =
        LeftOut.functions(conversation.tools(), losses, "only functions are known to Cohere");
    ToolChoice choice = conversation.toolChoice();
    List<Tool.Function> offered = chosen(functions, choice);
    if (offered.isEmpty()) {
      return;
    }
    if (Boolean.FALSE.equals(conversation.parallelToolCalls())) {
      losses.hint("parallel_tool_calls", "Cohere cannot hold a model to one call");
    }
    ArrayNode tools = body.putArray("tools");
    int strict = 0;
    for (Tool.Function function : offered) {
      ObjectNode written = tools.addObject().put("type", "function").putObject("function");
      written.put("name", function.name());
      if (function.description() != null) {
        written.put("description", function.description());
      }
      written.set("parameters", parameters(function));
      strict += Boolean.TRUE.equals(function.strict()) ? 1 : 0;
      if (function.cache() != null) {
        losses.hint("tools.cache_control", NONE);
      }
    }
    if (strict == offered.size()) {
      body.put("strict_tools", true);
    } else if (strict > 0) {
      losses.hint("tools.strict", "Cohere has it for all tools or none");
    }
    switch (choice) {
      case null -> {
        // Unsaid.
      }
      case ToolChoice.Auto _ -> {
        // What Cohere does anyway.
      }
      case ToolChoice.None _ -> body.put("tool_choice", "NONE");
      case ToolChoice.Required _ -> body.put("tool_choice", "REQUIRED");
      case ToolChoice.Named _ -> body.put("tool_choice", "REQUIRED");
      case ToolChoice.Among among -> {
        if (among.required()) {
          body.put("tool_choice", "REQUIRED");
        }
      }
      case ToolChoice.Native _ -> losses.meaning("tool_choice", NONE);
    }
  }

  private static JsonNode parameters(Tool.Function function) {
    if (function.parameters() != null) {
      return function.parameters();
    }
    ObjectNode none = JsonNodeFactory.instance.objectNode().put("type", "object");
    none.putObject("properties");
    return none;
  }

  /** To call one of some tools is to call one of all tools where only these are offered. */
  private static List<Tool.Function> chosen(
      List<Tool.Function> functions, @Nullable ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Named named -> named(functions, List.of(named.name()));
      case ToolChoice.Among among -> named(functions, among.names());
      case null -> functions;
      case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Required _, ToolChoice.Native _ ->
          functions;
    };
  }

  private static List<Tool.Function> named(List<Tool.Function> functions, List<String> names) {
    return functions.stream().filter(function -> names.contains(function.name())).toList();
  }

  private static void writeFormat(ObjectNode body, @Nullable AnswerFormat format) {
    switch (format) {
      case null -> {
        // Unsaid.
      }
      case AnswerFormat.Text _ -> body.putObject("response_format").put("type", "text");
      case AnswerFormat.JsonObject _ ->
          body.putObject("response_format").put("type", "json_object");
      case AnswerFormat.JsonSchema schema ->
          body.putObject("response_format")
              .put("type", "json_object")
              .set("json_schema", schema.schema());
    }
  }

  private void writeThinking(ObjectNode body, @Nullable ReasoningWish wish) {
    if (wish == null) {
      return;
    }
    String effort = wish.effort();
    Long budget = wish.budgetTokens();
    if ("none".equals(effort) || (budget != null && budget == 0)) {
      body.putObject("thinking").put("type", "disabled");
    } else if (budget != null && budget > 0) {
      body.putObject("thinking").put("type", "enabled").put("token_budget", budget);
    } else if (effort != null || wish.adaptive()) {
      body.putObject("thinking").put("type", "enabled");
      if (effort != null) {
        losses.hint("reasoning_effort", "Cohere thinks or does not");
      }
    }
    if (wish.summary() != null && !wish.summary().equals("auto")) {
      losses.hint("reasoning.summary", NONE);
    }
  }
}
