package io.tollgate.adapters.ollama;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Sampling;
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
 * Writes a conversation as a request to Ollama.
 *
 * <p>Two members that only Ollama has are taken over from any client: {@code keep_alive}, and
 * {@code options} such as {@code num_ctx}, beneath those that the conversation itself sets.
 */
final class OllamaWriter {

  private static final String NONE = "Ollama has none";
  private static final Set<String> TAKEN = Set.of("keep_alive", "options");

  private final Conversation conversation;
  private final Losses losses;

  OllamaWriter(Conversation conversation, Losses losses) {
    this.conversation = conversation;
    this.losses = losses;
  }

  ObjectNode request(String model) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
    ArrayNode messages = body.putArray("messages");
    OllamaMessages writer = new OllamaMessages(messages, losses);
    for (Message message : conversation.messages()) {
      writer.write(message);
    }
    writeTools(body);
    writeFormat(body, conversation.format());
    writeThinking(body, conversation.reasoning());
    writeOptions(body, conversation.sampling());
    JsonNode keepAlive = conversation.extras().get("keep_alive");
    if (keepAlive != null && (keepAlive.isString() || keepAlive.isNumber())) {
      body.set("keep_alive", keepAlive);
    }
    // Ollama streams unless it is told not to.
    body.put("stream", conversation.stream());
    LeftOut.serving(conversation.serving(), losses, NONE);
    TAKEN.forEach(losses::take);
    return body;
  }

  private void writeTools(ObjectNode body) {
    List<Tool.Function> functions =
        LeftOut.functions(conversation.tools(), losses, "only functions are known to Ollama");
    List<Tool.Function> offered = chosen(functions, conversation.toolChoice());
    if (offered.isEmpty()) {
      return;
    }
    if (Boolean.FALSE.equals(conversation.parallelToolCalls())) {
      losses.hint("parallel_tool_calls", "Ollama cannot hold a model to one call");
    }
    ArrayNode tools = body.putArray("tools");
    for (Tool.Function function : offered) {
      ObjectNode written = tools.addObject().put("type", "function").putObject("function");
      written.put("name", function.name());
      if (function.description() != null) {
        written.put("description", function.description());
      }
      written.set("parameters", parameters(function));
      if (Boolean.TRUE.equals(function.strict())) {
        losses.hint("tools.strict", NONE);
      }
      if (function.cache() != null) {
        losses.hint("tools.cache_control", NONE);
      }
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

  /** Ollama has no choice of tools, but a tool that is not offered is not called. */
  private List<Tool.Function> chosen(List<Tool.Function> functions, @Nullable ToolChoice choice) {
    return switch (choice) {
      case null -> functions;
      case ToolChoice.Auto _ -> functions;
      case ToolChoice.None _ -> List.of();
      case ToolChoice.Required _ -> {
        losses.meaning("tool_choice", "Ollama cannot force a call");
        yield functions;
      }
      case ToolChoice.Named named -> {
        losses.meaning("tool_choice", "Ollama cannot force a call");
        yield named(functions, List.of(named.name()));
      }
      case ToolChoice.Among among -> {
        if (among.required()) {
          losses.meaning("tool_choice", "Ollama cannot force a call");
        }
        yield named(functions, among.names());
      }
      case ToolChoice.Native _ -> {
        losses.meaning("tool_choice", NONE);
        yield functions;
      }
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
      case AnswerFormat.Text _ -> {
        // What Ollama does anyway.
      }
      case AnswerFormat.JsonObject _ -> body.put("format", "json");
      case AnswerFormat.JsonSchema schema -> body.set("format", schema.schema());
    }
  }

  private void writeThinking(ObjectNode body, @Nullable ReasoningWish wish) {
    if (wish == null) {
      return;
    }
    String effort = wish.effort();
    Long budget = wish.budgetTokens();
    if ("none".equals(effort) || (budget != null && budget == 0)) {
      body.put("think", false);
    } else if (effort != null) {
      switch (effort) {
        case "minimal", "low" -> body.put("think", "low");
        case "medium" -> body.put("think", "medium");
        default -> body.put("think", "high");
      }
      if (!Set.of("low", "medium", "high").contains(effort)) {
        losses.hint("reasoning_effort", "Ollama has low and medium and high");
      }
    } else if (budget != null) {
      body.put("think", true);
      losses.hint("thinking.budget_tokens", NONE);
    }
    if (wish.summary() != null && !wish.summary().equals("auto")) {
      losses.hint("reasoning.summary", NONE);
    }
  }

  private void writeOptions(ObjectNode body, Sampling sampling) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    JsonNode own = conversation.extras().get("options");
    if (own != null && own.isObject()) {
      own.properties().forEach(option -> options.set(option.getKey(), option.getValue()));
    }
    if (sampling.maxOutputTokens() != null) {
      options.put("num_predict", sampling.maxOutputTokens());
    }
    if (sampling.temperature() != null) {
      options.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      options.put("top_p", sampling.topP());
    }
    if (sampling.topK() != null) {
      options.put("top_k", sampling.topK());
    }
    if (sampling.seed() != null) {
      options.put("seed", sampling.seed());
    }
    if (sampling.presencePenalty() != null) {
      options.put("presence_penalty", sampling.presencePenalty());
    }
    if (sampling.frequencyPenalty() != null) {
      options.put("frequency_penalty", sampling.frequencyPenalty());
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = options.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
    if (!options.isEmpty()) {
      body.set("options", options);
    }
    if (Boolean.TRUE.equals(sampling.logprobs())) {
      body.put("logprobs", true);
      if (sampling.topLogprobs() != null) {
        body.put("top_logprobs", sampling.topLogprobs());
      }
    }
    LeftOut.choices(sampling, losses, NONE);
  }
}
