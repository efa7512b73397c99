package io.tollgate.adapters.anthropic;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Message;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.conversation.Role;
import io.tollgate.adapters.conversation.ToolChoice;
import io.tollgate.adapters.dialect.Losses;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a request asks for thinking.
 *
 * @param config {@code thinking}; {@code null} to leave it out
 * @param effort {@code output_config.effort}; {@code null} to leave it out
 * @param fixed whether it thinks with a budget, which rules out other temperatures than 1
 */
record ThinkingPlan(@Nullable ObjectNode config, @Nullable String effort, boolean fixed) {

  /** The least budget that is taken. */
  static final long MIN_BUDGET_TOKENS = 1_024;

  private static final long LOW_BUDGET_TOKENS = 2_048;
  private static final long MEDIUM_BUDGET_TOKENS = 8_192;
  private static final long HIGH_BUDGET_TOKENS = 24_576;

  private static final ThinkingPlan UNSAID = new ThinkingPlan(null, null, false);

  /**
   * The plan for a conversation of this dialect: as it was said, but without a budget where another
   * provider thought before the calls that are answered.
   */
  static ThinkingPlan asSaid(Conversation conversation, Losses losses) {
    ReasoningWish wish = conversation.reasoning();
    if (wish == null) {
      return UNSAID;
    }
    Long budget = wish.budgetTokens();
    if (wish.adaptive()) {
      return new ThinkingPlan(shown("adaptive", wish), wish.effort(), false);
    }
    if (budget == null) {
      return new ThinkingPlan(null, wish.effort(), false);
    }
    if (budget == 0) {
      return new ThinkingPlan(config("disabled"), wish.effort(), false);
    }
    if (lacksThoughts(conversation.messages())) {
      losses.hint("thinking", "the tool calls came without the thoughts before them");
      return new ThinkingPlan(null, wish.effort(), false);
    }
    ObjectNode config = shown("enabled", wish);
    config.put("budget_tokens", budget);
    return new ThinkingPlan(config, wish.effort(), true);
  }

  /**
   * The best plan for a conversation of another dialect.
   *
   * @param maxTokens the limit on output tokens, thoughts included
   */
  static ThinkingPlan best(
      Conversation conversation, ClaudeModel model, long maxTokens, Losses losses) {
    ReasoningWish wish = conversation.reasoning();
    if (wish == null) {
      return UNSAID;
    }
    if (isOff(wish)) {
      if (model.thinksAlways()) {
        losses.hint("reasoning", "this model always thinks");
        return new ThinkingPlan(null, "low", false);
      }
      return model.thinksByDefault() ? new ThinkingPlan(config("disabled"), null, false) : UNSAID;
    }
    if (wish.effort() == null && wish.budgetTokens() == null && !wish.adaptive()) {
      return model.thinksAdaptively() && wish.summary() != null
          ? new ThinkingPlan(shown("adaptive", wish), null, false)
          : UNSAID;
    }
    if (!model.thinks()) {
      losses.hint("reasoning", "this model does not think");
      return UNSAID;
    }
    boolean forced = isForced(conversation) && model.takesForcedTool();
    if (model.thinksAdaptively()) {
      String effort = effort(wish, model, losses);
      if (forced) {
        losses.hint("reasoning", "a forced tool rules out thinking");
        return new ThinkingPlan(null, effort, false);
      }
      return new ThinkingPlan(shown("adaptive", wish), effort, false);
    }
    if (forced) {
      losses.hint("reasoning", "a forced tool rules out thinking");
      return UNSAID;
    }
    if (lacksThoughts(conversation.messages())) {
      losses.hint("reasoning", "the tool calls came without the thoughts before them");
      return UNSAID;
    }
    return budget(wish, maxTokens, losses);
  }

  private static ThinkingPlan budget(ReasoningWish wish, long maxTokens, Losses losses) {
    long budget = wish.budgetTokens() == null ? budget(wish.effort()) : wish.budgetTokens();
    budget = Math.max(MIN_BUDGET_TOKENS, budget);
    if (budget >= maxTokens) {
      budget = maxTokens / 2;
      losses.hint("reasoning", "thoughts count against the limit on output tokens");
      if (budget < MIN_BUDGET_TOKENS) {
        return UNSAID;
      }
    }
    ObjectNode config = config("enabled");
    config.put("budget_tokens", budget);
    return new ThinkingPlan(config, null, true);
  }

  private static boolean isOff(ReasoningWish wish) {
    Long budget = wish.budgetTokens();
    return "none".equals(wish.effort()) || (budget != null && budget == 0);
  }

  private static boolean isForced(Conversation conversation) {
    return switch (conversation.toolChoice()) {
      case ToolChoice.Required _, ToolChoice.Named _ -> true;
      case ToolChoice.Among among -> among.required();
      case ToolChoice.Auto _, ToolChoice.None _, ToolChoice.Native _ -> false;
      case null -> false;
    };
  }

  /** Whether the turn that is to go on has called tools and not said what it thought before. */
  static boolean lacksThoughts(List<Message> messages) {
    boolean results = false;
    for (Message message : messages.reversed()) {
      if (message.role() == Role.ASSISTANT) {
        boolean calls = message.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
        return results && calls && message.parts().stream().noneMatch(ThinkingPlan::isOwnThought);
      }
      if (message.role() == Role.USER && !isOnlyResults(message)) {
        return false;
      }
      results |= message.role() == Role.TOOL || message.role() == Role.USER;
    }
    return false;
  }

  private static boolean isOnlyResults(Message message) {
    return message.parts().stream().allMatch(Part.ToolResult.class::isInstance);
  }

  private static boolean isOwnThought(Part part) {
    return part instanceof Part.Reasoning reasoning
        && reasoning.signature() != null
        && AnthropicClient.NAME.equals(reasoning.origin());
  }

  private static @Nullable String effort(ReasoningWish wish, ClaudeModel model, Losses losses) {
    String effort = wish.effort();
    if (effort == null) {
      Long budget = wish.budgetTokens();
      if (budget == null) {
        return null;
      }
      losses.hint("reasoning", "this model takes an effort and no budget");
      return budget <= LOW_BUDGET_TOKENS
          ? "low"
          : budget <= MEDIUM_BUDGET_TOKENS ? "medium" : "high";
    }
    return switch (effort) {
      case "low", "medium", "high", "max" -> effort;
      case "minimal" -> "low";
      case "xhigh" -> model.takesExtraHighEffort() ? effort : "high";
      default -> {
        losses.hint("reasoning", "the effort is not known");
        yield null;
      }
    };
  }

  private static long budget(@Nullable String effort) {
    return switch (effort) {
      case "minimal" -> MIN_BUDGET_TOKENS;
      case "low" -> LOW_BUDGET_TOKENS;
      case "high", "xhigh", "max" -> HIGH_BUDGET_TOKENS;
      case null, default -> MEDIUM_BUDGET_TOKENS;
    };
  }

  private static ObjectNode shown(String type, ReasoningWish wish) {
    ObjectNode config = config(type);
    String summary = wish.summary();
    if (summary != null) {
      config.put("display", summary.equals("omitted") ? summary : "summarized");
    }
    return config;
  }

  private static ObjectNode config(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
