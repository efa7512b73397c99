package io.tollgate.adapters.openai.responses;

import io.tollgate.adapters.json.Nodes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The response object around an answer: everything in it that repeats the request. What the request
 * leaves to the provider is null, or OpenAI's default where the official schema wants a value.
 */
final class ResponseShell {

  private static final Set<String> TIERS =
      Set.of("auto", "default", "flex", "scale", "priority", "fast", "ultrafast");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode request;
  private final @Nullable String previousId;
  private final ItemIds ids;
  private final ToolNames names;
  private final boolean encrypted;
  private final ArrayNode tools;

  private ResponseShell(JsonNode request, @Nullable String previousId, ItemIds ids) {
    this.request = request;
    this.previousId = previousId;
    this.ids = ids;
    this.names = ToolNames.of(request);
    this.encrypted =
        Nodes.array(request, "include").stream()
            .anyMatch(
                node -> node.isString() && node.stringValue().equals(ConversationReader.ENCRYPTED));
    this.tools = tools(request);
  }

  /**
   * The shell of an answer.
   *
   * @param previousId the answer that the request went on from; {@code null} for none
   */
  static ResponseShell of(JsonNode request, @Nullable String previousId, ItemIds ids) {
    return new ResponseShell(request, previousId, ids);
  }

  /** A response that says no more than that it failed. */
  static ObjectNode failed(JsonNode error) {
    ResponseShell shell = new ResponseShell(JSON.objectNode(), null, new ItemIds("failed"));
    ObjectNode response = shell.response("failed", 0, null, List.of());
    response.set("error", error);
    return response;
  }

  /** The ids of the answer. */
  ItemIds ids() {
    return ids;
  }

  /** The names of its tools. */
  ToolNames names() {
    return names;
  }

  /** Whether the client wants to keep thoughts by itself. */
  boolean wantsEncrypted() {
    return encrypted;
  }

  /** The tier as it may be said in this dialect; {@code null} where it has no word for it. */
  static @Nullable String tier(@Nullable String tier) {
    if ("standard".equals(tier)) {
      return "default";
    }
    return tier != null && TIERS.contains(tier) ? tier : null;
  }

  /**
   * A response object, new and free to be changed.
   *
   * @param model who answers; {@code null} for what was asked for
   */
  ObjectNode response(
      String status, long createdEpochSeconds, @Nullable String model, List<JsonNode> output) {
    ObjectNode response = JSON.objectNode();
    response.put("id", ids.response());
    response.put("object", "response");
    response.put("created_at", createdEpochSeconds);
    response.put("status", status);
    response.put("background", false);
    response.putNull("error");
    response.putNull("incomplete_details");
    response.set("instructions", orNull("instructions"));
    response.set("max_output_tokens", orNull("max_output_tokens"));
    response.set("max_tool_calls", orNull("max_tool_calls"));
    response.put("model", model == null ? Nodes.text(request, "model", "") : model);
    response.putArray("output").addAll(output);
    JsonNode parallel = Nodes.get(request, "parallel_tool_calls");
    response.put("parallel_tool_calls", parallel == null || parallel.booleanValue(true));
    response.put("previous_response_id", previousId);
    optional(response, "prompt_cache_key");
    response.set("reasoning", reasoning());
    optional(response, "safety_identifier");
    String tier = tier(Nodes.text(request, "service_tier", "auto"));
    if (tier != null) {
      response.put("service_tier", tier);
    }
    JsonNode store = Nodes.get(request, "store");
    response.put("store", store == null || store.booleanValue(true));
    response.set("temperature", orNull("temperature"));
    response.set("text", text());
    JsonNode choice = Nodes.get(request, "tool_choice");
    response.set("tool_choice", choice == null ? JSON.stringNode("auto") : choice);
    response.set("tools", tools);
    optional(response, "top_logprobs");
    response.set("top_p", orNull("top_p"));
    response.put("truncation", Nodes.text(request, "truncation", "disabled"));
    optional(response, "user");
    JsonNode metadata = Nodes.object(request, "metadata");
    response.set("metadata", metadata == null ? JSON.objectNode() : metadata);
    return response;
  }

  private JsonNode orNull(String name) {
    JsonNode value = Nodes.get(request, name);
    return value == null ? JSON.nullNode() : value;
  }

  private void optional(ObjectNode response, String name) {
    JsonNode value = Nodes.get(request, name);
    if (value != null) {
      response.set(name, value);
    }
  }

  private JsonNode reasoning() {
    ObjectNode reasoning = JSON.objectNode();
    reasoning.putNull("effort");
    reasoning.putNull("summary");
    JsonNode asked = Nodes.object(request, "reasoning");
    if (asked != null) {
      asked.properties().forEach(member -> reasoning.set(member.getKey(), member.getValue()));
    }
    return reasoning;
  }

  private JsonNode text() {
    ObjectNode text = JSON.objectNode();
    text.putObject("format").put("type", "text");
    JsonNode asked = Nodes.object(request, "text");
    if (asked != null) {
      asked.properties().stream()
          .filter(member -> !member.getValue().isNull())
          .forEach(member -> text.set(member.getKey(), member.getValue()));
    }
    return text;
  }

  /** The schema wants of a function what a request may leave out. */
  private static ArrayNode tools(JsonNode request) {
    ArrayNode tools = JSON.arrayNode();
    for (JsonNode tool : Nodes.array(request, "tools")) {
      if ("function".equals(Nodes.text(tool, "type"))) {
        ObjectNode function = JSON.objectNode();
        tool.properties().forEach(member -> function.set(member.getKey(), member.getValue()));
        function.putIfAbsent("parameters", JSON.nullNode());
        function.putIfAbsent("strict", JSON.nullNode());
        tools.add(function);
      } else {
        tools.add(tool);
      }
    }
    return tools;
  }
}
