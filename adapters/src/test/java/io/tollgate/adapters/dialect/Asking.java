package io.tollgate.adapters.dialect;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A conversation in the making, for tests of what dialects make of it. */
public final class Asking {

  private final List<Message> messages = new ArrayList<>();
  private final List<Tool> tools = new ArrayList<>();
  private final Map<String, JsonNode> extras = new LinkedHashMap<>();
  private @Nullable ToolChoice choice;
  private @Nullable AnswerFormat format;
  private @Nullable ReasoningWish reasoning;
  private Sampling sampling = Sampling.UNSAID;
  private ServingHints serving = ServingHints.UNSAID;
  private boolean stream;

  public Asking says(Role role, Part... parts) {
    messages.add(Message.of(role, parts));
    return this;
  }

  public Asking says(Role role, String text) {
    return says(role, Part.Text.of(text));
  }

  public Asking tool(String name, @Nullable String parameters) {
    JsonNode schema = parameters == null ? null : JsonDocument.read(parameters);
    tools.add(new Tool.Function(name, "what " + name + " does", schema, null, null));
    return this;
  }

  public Asking tool(Tool tool) {
    tools.add(tool);
    return this;
  }

  public Asking choosing(ToolChoice wanted) {
    choice = wanted;
    return this;
  }

  public Asking formatted(AnswerFormat wanted) {
    format = wanted;
    return this;
  }

  public Asking thinking(@Nullable String effort, @Nullable Long budgetTokens) {
    reasoning = new ReasoningWish(effort, budgetTokens, false, null);
    return this;
  }

  public Asking sampled(Sampling wanted) {
    sampling = wanted;
    return this;
  }

  /** Everything that can be said of sampling, with one digit each. */
  public Asking sampledInAllWays() {
    return sampled(
        new Sampling(
            100L,
            new BigDecimal("0.5"),
            new BigDecimal("0.9"),
            40L,
            new BigDecimal("0.1"),
            new BigDecimal("0.2"),
            7L,
            List.of("END"),
            2,
            true,
            3,
            Map.of("50256", new BigDecimal("-100"))));
  }

  public Asking served(ServingHints wanted) {
    serving = wanted;
    return this;
  }

  public Asking extra(String name, String json) {
    extras.put(name, JsonDocument.read(json));
    return this;
  }

  public Asking streamed() {
    stream = true;
    return this;
  }

  public Conversation done() {
    return new Conversation(
        "auto",
        messages,
        tools,
        choice,
        null,
        format,
        sampling,
        reasoning,
        stream,
        serving,
        "openai-chat",
        extras,
        new Unread(List.of(), List.copyOf(extras.keySet())));
  }
}
