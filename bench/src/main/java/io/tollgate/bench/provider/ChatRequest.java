package io.tollgate.bench.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a chat completion request that decide a simulated answer.
 *
 * @param model the model asked for
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether the stream is to end with usage
 * @param choices how many answers, from 1 to 16
 * @param maxTokens the most output tokens per answer
 * @param messages how many messages
 * @param text roles and texts of all messages
 * @param lastUserText the text of the last user message; empty if there is none
 * @param tools what may be called
 * @param toolChoice the tools the request insists on, or a reason not to call any
 * @param answerSchema the JSON schema the answer must satisfy, or {@code null}
 */
record ChatRequest(
    String model,
    boolean stream,
    boolean includeUsage,
    int choices,
    long maxTokens,
    int messages,
    String text,
    String lastUserText,
    List<OfferedTool> tools,
    ToolChoice toolChoice,
    @Nullable JsonNode answerSchema) {

  /** The output limit where the request states none. */
  static final long DEFAULT_MAX_TOKENS = 4096;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A tool the request offers. */
  record OfferedTool(String name, JsonNode parameters) {}

  /**
   * Which tools are to be called whatever the prompt says.
   *
   * @param forbidden no tool may be called: the request says so, or the last turn was a tool result
   * @param required the names that must be called
   * @param parallel whether more than one call is allowed
   */
  record ToolChoice(boolean forbidden, List<String> required, boolean parallel) {}

  /**
   * Reads a request body.
   *
   * @throws IllegalArgumentException if it is not a chat completion request
   */
  static ChatRequest parse(byte[] body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
    }
    String model = root.path("model").stringValue("");
    JsonNode messages = root.path("messages");
    if (model.isEmpty() || !messages.isArray() || messages.isEmpty()) {
      throw new IllegalArgumentException("'model' and at least one of 'messages' are required");
    }
    int choices = root.path("n").asInt(1);
    if (choices < 1 || choices > 16) {
      throw new IllegalArgumentException("n: " + choices + " (expected: 1 to 16)");
    }
    long maxTokens =
        root.path("max_completion_tokens")
            .asLong(root.path("max_tokens").asLong(DEFAULT_MAX_TOKENS));
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max_tokens: " + maxTokens + " (expected: >= 1)");
    }
    StringBuilder text = new StringBuilder();
    String lastUserText = "";
    String lastRole = "";
    for (JsonNode message : messages.values()) {
      lastRole = message.path("role").stringValue("");
      String content = textIn(message.path("content"));
      text.append(lastRole).append('\n').append(content).append('\n');
      if (lastRole.equals("user")) {
        lastUserText = content;
      }
    }
    List<OfferedTool> tools = toolsIn(root.path("tools"));
    return new ChatRequest(
        model,
        root.path("stream").asBoolean(false),
        root.path("stream_options").path("include_usage").asBoolean(false),
        choices,
        maxTokens,
        messages.size(),
        text.toString(),
        lastUserText,
        tools,
        toolChoice(root, tools, lastRole.equals("tool")),
        answerSchema(root.path("response_format")));
  }

  private static String textIn(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.values()) {
      text.append(part.path("text").stringValue(""));
    }
    return text.toString();
  }

  private static List<OfferedTool> toolsIn(JsonNode tools) {
    List<OfferedTool> offered = new ArrayList<>();
    for (JsonNode tool : tools.values()) {
      JsonNode function = tool.path("function");
      offered.add(
          new OfferedTool(function.path("name").stringValue(""), function.path("parameters")));
    }
    return offered;
  }

  private static ToolChoice toolChoice(JsonNode root, List<OfferedTool> tools, boolean answered) {
    JsonNode choice = root.path("tool_choice");
    List<String> required = new ArrayList<>();
    if (choice.isObject()) {
      required.add(choice.path("function").path("name").stringValue(""));
    } else if (choice.stringValue("").equals("required") && !tools.isEmpty()) {
      required.add(tools.getFirst().name());
    }
    return new ToolChoice(
        answered || choice.stringValue("").equals("none"),
        required,
        root.path("parallel_tool_calls").asBoolean(true));
  }

  private static @Nullable JsonNode answerSchema(JsonNode format) {
    return switch (format.path("type").stringValue("")) {
      case "json_schema" -> format.path("json_schema").path("schema");
      case "json_object" -> JSON.createObjectNode().put("type", "object");
      default -> null;
    };
  }

  /** The provider's own count of the input: a token for each started four bytes, four a message. */
  long promptTokens() {
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    for (OfferedTool tool : tools) {
      bytes += tool.name().length() + tool.parameters().toString().length();
    }
    return (bytes + 3) / 4 + 4L * messages;
  }
}
