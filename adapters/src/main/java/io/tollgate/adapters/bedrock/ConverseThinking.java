package io.tollgate.adapters.bedrock;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.dialect.Losses;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes how much a model is to think, for which each vendor on Bedrock has other words: Claude's
 * {@code thinking} and Bedrock's effort beside it, Nova's {@code reasoningConfig}, OpenAI's {@code
 * reasoning_effort}.
 */
final class ConverseThinking {

  /** Claude before 4.6, which has budgets and does not decide by itself. */
  private static final Pattern BUDGETED =
      Pattern.compile("claude-(3-7|sonnet-4-2|opus-4-2|opus-4-1|(sonnet|opus|haiku)-4-5)");

  private static final long LEAST_BUDGET = 1_024;

  private final Conversation conversation;
  private final String model;
  private final Losses losses;

  ConverseThinking(Conversation conversation, String model, Losses losses) {
    this.conversation = conversation;
    this.model = model;
    this.losses = losses;
  }

  static boolean isClaude(String model) {
    return model.contains("anthropic") || model.contains("claude");
  }

  static boolean isNova(String model) {
    return model.contains("amazon.nova");
  }

  /**
   * Writes the wish.
   *
   * @param fields the members that only the model knows
   * @return the effort in Bedrock's own place for it; {@code null} for none
   */
  @Nullable String write(ObjectNode fields) {
    ReasoningWish wish = conversation.reasoning();
    if (wish == null) {
      return null;
    }
    if (wish.summary() != null && !wish.summary().equals("auto")) {
      losses.hint("reasoning.summary", "Bedrock has none");
    }
    boolean off =
        "none".equals(wish.effort()) || (wish.budgetTokens() != null && wish.budgetTokens() == 0);
    if (isClaude(model)) {
      return off ? null : claude(wish, fields);
    }
    if (isNova(model)) {
      nova(wish, off, fields);
    } else if (model.contains("openai.")) {
      openai(wish, off, fields);
    } else if (!off) {
      losses.hint("reasoning_effort", "not known of this model on Bedrock");
    }
    return null;
  }

  private @Nullable String claude(ReasoningWish wish, ObjectNode fields) {
    if (ConverseTools.isForced(conversation.toolChoice())) {
      losses.hint("reasoning_effort", "Claude does not think before a forced call");
      return null;
    }
    Long budget = wish.budgetTokens();
    String effort = wish.effort();
    if (BUDGETED.matcher(model).find()) {
      long tokens = budget == null ? budget(effort) : budget;
      Long most = conversation.sampling().maxOutputTokens();
      if (most != null && tokens >= most) {
        tokens = most - 1;
      }
      if (tokens < LEAST_BUDGET && most != null && most <= LEAST_BUDGET) {
        losses.hint("reasoning_effort", "Claude thinks with 1024 tokens at least");
        return null;
      }
      fields
          .putObject("thinking")
          .put("type", "enabled")
          .put("budget_tokens", Math.max(LEAST_BUDGET, tokens));
      return null;
    }
    fields.putObject("thinking").put("type", "adaptive");
    if (effort == null && budget != null) {
      return budget < 4_096 ? "low" : budget < 16_384 ? "medium" : "high";
    }
    return "minimal".equals(effort) ? "low" : effort;
  }

  private static long budget(@Nullable String effort) {
    return switch (effort == null ? "medium" : effort) {
      case "minimal" -> LEAST_BUDGET;
      case "low" -> 2_048;
      case "medium" -> 8_192;
      default -> 24_576;
    };
  }

  private void nova(ReasoningWish wish, boolean off, ObjectNode fields) {
    ObjectNode config = fields.putObject("reasoningConfig");
    if (off) {
      config.put("type", "disabled");
      return;
    }
    config.put("type", "enabled").put("maxReasoningEffort", threeLevels(wish));
  }

  private void openai(ReasoningWish wish, boolean off, ObjectNode fields) {
    if (off) {
      losses.hint("reasoning_effort", "the model always thinks");
      fields.put("reasoning_effort", "low");
    } else {
      fields.put("reasoning_effort", threeLevels(wish));
    }
  }

  private String threeLevels(ReasoningWish wish) {
    String effort = wish.effort();
    Long budget = wish.budgetTokens();
    if (effort == null) {
      losses.hint("thinking.budget_tokens", "the model has low and medium and high");
      return budget == null
          ? "medium"
          : budget < 4_096 ? "low" : budget < 16_384 ? "medium" : "high";
    }
    return switch (effort) {
      case "minimal", "low" -> "low";
      case "medium" -> "medium";
      default -> "high";
    };
  }
}
