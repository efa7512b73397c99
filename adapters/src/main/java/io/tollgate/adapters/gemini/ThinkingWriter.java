package io.tollgate.adapters.gemini;

import io.tollgate.adapters.conversation.ReasoningWish;
import io.tollgate.adapters.dialect.Losses;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes how much to think: as a level for Gemini 3 and later, as a budget for Gemini 2.5, not at
 * all for older models.
 *
 * <p>Limits of budgets: Pro 128 to 32,768, Flash 0 to 24,576, Flash Lite 0 or 512 to 24,576. Pro
 * models from 3 on do not know the level {@code MINIMAL}, and 3 itself not {@code MEDIUM}. Source:
 * Gemini API, "Thinking", read in autumn 2026.
 */
final class ThinkingWriter {

  private static final long PRO_MOST = 32_768;
  private static final long PRO_LEAST = 128;
  private static final long FLASH_MOST = 24_576;
  private static final long LITE_LEAST = 512;

  private static final long LOW_BUDGET = 2_048;
  private static final long MEDIUM_BUDGET = 8_192;

  private final GeminiModel model;
  private final Losses losses;

  ThinkingWriter(GeminiModel model, Losses losses) {
    this.model = model;
    this.losses = losses;
  }

  /** The configuration as a client of this dialect said it. */
  static ObjectNode asSaid(ReasoningWish wish) {
    ObjectNode config = Trees.object();
    if (wish.effort() != null) {
      config.put("thinkingLevel", wish.effort().toUpperCase(Locale.ROOT));
    }
    if (wish.adaptive()) {
      config.put("thinkingBudget", -1);
    } else if (wish.budgetTokens() != null) {
      config.put("thinkingBudget", wish.budgetTokens());
    }
    if (wish.summary() != null) {
      config.put("includeThoughts", !wish.summary().equals("omitted"));
    }
    return config;
  }

  /** The configuration for the model; {@code null} where there is nothing to say. */
  @Nullable ObjectNode write(ReasoningWish wish) {
    if (!model.thinks()) {
      losses.hint("reasoning", "the model does not think");
      return null;
    }
    ObjectNode config = Trees.object();
    if (model.hasThinkingLevels()) {
      String level = level(wish);
      if (level != null) {
        config.put("thinkingLevel", level);
      }
    } else {
      Long budget = budget(wish);
      if (budget != null) {
        config.put("thinkingBudget", budget);
      }
    }
    if (isShown(wish)) {
      config.put("includeThoughts", true);
    }
    return config.isEmpty() ? null : config;
  }

  /** Dialects that give a budget show thoughts unless told otherwise; others only when asked. */
  private static boolean isShown(ReasoningWish wish) {
    Long budget = wish.budgetTokens();
    return wish.summary() != null
        ? !wish.summary().equals("omitted")
        : wish.adaptive() || (budget != null && budget > 0);
  }

  private @Nullable String level(ReasoningWish wish) {
    String effort = wish.effort();
    Long budget = wish.budgetTokens();
    if (effort == null && budget != null) {
      effort =
          budget <= 0
              ? "none"
              : budget <= LOW_BUDGET ? "low" : budget <= MEDIUM_BUDGET ? "medium" : "high";
    }
    return switch (effort) {
      case null -> null;
      case "none" -> {
        losses.hint("reasoning", "the model always thinks");
        yield model.isPro() ? "LOW" : "MINIMAL";
      }
      case "minimal" -> model.isPro() ? "LOW" : "MINIMAL";
      case "low" -> "LOW";
      case "medium" -> model.isFirstProWithLevels() ? "HIGH" : "MEDIUM";
      case "high", "xhigh", "max" -> "HIGH";
      default -> unknown();
    };
  }

  private @Nullable Long budget(ReasoningWish wish) {
    if (wish.budgetTokens() != null) {
      return bounded(wish.budgetTokens());
    }
    if (wish.adaptive()) {
      return -1L;
    }
    return switch (wish.effort()) {
      case null -> null;
      case "none" -> bounded(0);
      case "minimal" -> bounded(LITE_LEAST);
      case "low" -> bounded(LOW_BUDGET);
      case "medium" -> bounded(MEDIUM_BUDGET);
      case "high" -> bounded(FLASH_MOST);
      case "xhigh", "max" -> bounded(PRO_MOST);
      default -> {
        unknown();
        yield null;
      }
    };
  }

  private long bounded(long budget) {
    if (model.isPro()) {
      return Math.clamp(budget, PRO_LEAST, PRO_MOST);
    }
    long most = Math.clamp(budget, 0, FLASH_MOST);
    return model.isLite() && most > 0 ? Math.max(most, LITE_LEAST) : most;
  }

  private @Nullable String unknown() {
    losses.hint("reasoning", "Gemini does not know this effort");
    return null;
  }
}
