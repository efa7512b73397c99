package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.AnswerFormat;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.conversation.Unread;
import io.tollgate.adapters.json.JsonDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Builds conversations as clients of another dialect would have them. */
final class Talk {

  private final List<Message> messages = new ArrayList<>();
  private List<Tool> tools = List.of();
  private @Nullable ToolChoice choice;
  private @Nullable Boolean parallel;
  private @Nullable AnswerFormat format;
  private Sampling sampling = Sampling.UNSAID;
  private @Nullable ReasoningWish reasoning;
  private ServingHints serving = ServingHints.UNSAID;
  private Map<String, JsonNode> extras = Map.of();

  static Talk of(Role role, Part... parts) {
    return new Talk().then(role, parts);
  }

  static Talk user(String text) {
    return of(Role.USER, Part.Text.of(text));
  }

  Talk then(Role role, Part... parts) {
    messages.add(Message.of(role, parts));
    return this;
  }

  Talk then(Role role, String text) {
    return then(role, Part.Text.of(text));
  }

  Talk calls(String... ids) {
    Part[] calls = new Part[ids.length];
    for (int i = 0; i < ids.length; i++) {
      calls[i] = Part.ToolCall.of(ids[i], "look_up", "{\"q\":" + i + "}");
    }
    return then(Role.ASSISTANT, calls);
  }

  Talk result(String id, String text) {
    return then(
        Role.TOOL, new Part.ToolResult(id, null, List.of(Part.Text.of(text)), null, false, null));
  }

  Talk tools(Tool... others) {
    tools = List.of(others);
    return this;
  }

  Talk tool(String name) {
    return tools(function(name, "{\"type\":\"object\",\"properties\":{}}", null));
  }

  static Tool function(String name, @Nullable String schema, @Nullable Boolean strict) {
    return new Tool.Function(
        name, null, schema == null ? null : JsonDocument.read(schema), strict, null);
  }

  Talk choice(ToolChoice other) {
    choice = other;
    return this;
  }

  Talk parallel(boolean several) {
    parallel = several;
    return this;
  }

  Talk format(AnswerFormat other) {
    format = other;
    return this;
  }

  Talk schema(String schema) {
    return format(new AnswerFormat.JsonSchema("answer", null, JsonDocument.read(schema), true));
  }

  Talk sampling(Sampling other) {
    sampling = other;
    return this;
  }

  Talk limit(long tokens) {
    return sampling(
        new Sampling(
            tokens, null, null, null, null, null, null, List.of(), null, null, null, Map.of()));
  }

  Talk temperature(String temperature, @Nullable String topP) {
    return sampling(
        new Sampling(
            null,
            new BigDecimal(temperature),
            topP == null ? null : new BigDecimal(topP),
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            Map.of()));
  }

  Talk effort(String effort) {
    reasoning = new ReasoningWish(effort, null, false, null);
    return this;
  }

  Talk budget(long tokens) {
    reasoning = new ReasoningWish(null, tokens, false, null);
    return this;
  }

  Talk serving(ServingHints other) {
    serving = other;
    return this;
  }

  Talk extra(String name, String json) {
    extras = Map.of(name, JsonDocument.read(json));
    return this;
  }

  Conversation done() {
    return new Conversation(
        "m",
        messages,
        tools,
        choice,
        parallel,
        format,
        sampling,
        reasoning,
        false,
        serving,
        "openai-chat",
        extras,
        new Unread(List.of(), List.copyOf(extras.keySet())));
  }
}
