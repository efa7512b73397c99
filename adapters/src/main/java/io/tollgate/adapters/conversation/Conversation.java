package io.tollgate.adapters.conversation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request to a model: what was said so far, what may be called, and how to answer.
 *
 * <p>Instructions (system and developer prompts) are messages like any other, in the place they
 * came in; dialects with a place of their own for them collect them from there.
 *
 * @param model what the client asked for
 * @param messages what was said, oldest first
 * @param tools what the model may call
 * @param toolChoice what it must call; {@code null} where the client did not say
 * @param parallelToolCalls whether it may call several tools in one turn; {@code null} unsaid
 * @param format the shape of the answer; {@code null} where the client did not say
 * @param sampling how tokens are drawn
 * @param reasoning how much to think; {@code null} where the client did not say
 * @param stream whether the answer is to come in parts
 * @param serving what providers use to serve it, and not to answer it
 * @param dialect the client dialect that {@link #extras} and opaque parts belong to
 * @param extras members of the request that this model has no word for, in order; written again
 *     only where the target speaks the same dialect
 * @param unread the names of what this model has no word for, for warnings
 */
public record Conversation(
    String model,
    List<Message> messages,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    @Nullable Boolean parallelToolCalls,
    @Nullable AnswerFormat format,
    Sampling sampling,
    @Nullable ReasoningWish reasoning,
    boolean stream,
    ServingHints serving,
    String dialect,
    Map<String, JsonNode> extras,
    Unread unread) {

  public Conversation {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
  }

  /** The same with other messages. */
  public Conversation withMessages(List<Message> others) {
    return new Conversation(
        model,
        others,
        tools,
        toolChoice,
        parallelToolCalls,
        format,
        sampling,
        reasoning,
        stream,
        serving,
        dialect,
        extras,
        unread);
  }
}
