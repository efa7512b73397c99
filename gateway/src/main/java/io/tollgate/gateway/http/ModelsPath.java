package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.anthropic.AnthropicModels;
import io.tollgate.adapters.dialect.ClientDialect;
import io.tollgate.adapters.gemini.GeminiClient;
import io.tollgate.adapters.gemini.GeminiModels;
import io.tollgate.adapters.openai.chat.ModelList;
import io.tollgate.gateway.budget.Headroom;
import io.tollgate.gateway.config.RoutingState;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.policies.routing.Allowance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller may ask for, as far as its key goes, in the dialect that asks. */
final class ModelsPath {

  private ModelsPath() {}

  /** The list, or the entry of one model; {@code null} where there is none of that name. */
  static byte @Nullable [] json(
      ClientDialect dialect, @Nullable String name, RoutingState routing, Caller caller) {
    Allowance allowance =
        new CallerAllowance(caller, false, null, Headroom.UNLIMITED, 1, BusyDeployments.NONE);
    if (name == null) {
      List<ModelList.Entry> models =
          routing.models().stream()
              .filter(model -> routing.router().offers(model.id(), allowance))
              .toList();
      return switch (dialect) {
        case AnthropicClient _ ->
            AnthropicModels.json(models.stream().map(ModelsPath::anthropic).toList());
        case GeminiClient _ -> GeminiModels.json(models.stream().map(ModelsPath::gemini).toList());
        default -> ModelList.json(models);
      };
    }
    if (!routing.modelNames().contains(name) || !routing.router().offers(name, allowance)) {
      return null;
    }
    ModelList.Entry model = routing.model(name);
    return switch (dialect) {
      case AnthropicClient _ -> AnthropicModels.json(anthropic(model));
      case GeminiClient _ -> GeminiModels.json(gemini(model));
      default -> ModelList.json(model);
    };
  }

  private static AnthropicModels.Entry anthropic(ModelList.Entry model) {
    return new AnthropicModels.Entry(model.id(), model.id(), model.createdEpochSeconds(), -1, -1);
  }

  private static GeminiModels.Entry gemini(ModelList.Entry model) {
    return new GeminiModels.Entry(model.id(), model.id(), false, -1, -1);
  }
}
