package io.tollgate.gateway.prices;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads OpenRouter's list of models: prices as texts, in dollars per token. */
final class OpenRouterReader {

  private OpenRouterReader() {}

  static Feed read(JsonNode root, LocalDate asOf) {
    List<Refusal> refusals = new ArrayList<>();
    Statement.Collected collected = new Statement.Collected();
    for (JsonNode model : root.path("data")) {
      FeedPrice price = price(model, refusals);
      if (price != null) {
        collected.add(price);
      }
    }
    return new Feed(FeedFormat.OPENROUTER, asOf, collected.prices(), refusals);
  }

  private static @Nullable FeedPrice price(JsonNode model, List<Refusal> refusals) {
    String id = model.path("id").asString("");
    String deployment = DeploymentNames.deployment("openrouter", id);
    JsonNode pricing = model.path("pricing");
    if (deployment == null || !pricing.has("prompt")) {
      return null;
    }
    Statement statement = new Statement(FeedFormat.OPENROUTER.source(), id, refusals);
    if (DeploymentNames.isAlias(id)) {
      statement.refuse(Refusal.Kind.ALIAS, "an alias: name the model it stands for");
      return null;
    }
    put(deployment, 0, pricing, statement);
    for (JsonNode tier : pricing.path("overrides")) {
      JsonNode above = tier.path("min_prompt_tokens");
      if (above.canConvertToLong() && above.longValue() > 0) {
        put(deployment, above.longValue(), tier, statement);
      } else {
        statement.abandon("overrides that are not a context tier");
      }
    }
    Terms terms = statement.terms();
    return terms == null ? null : FeedPrice.always(deployment, terms);
  }

  private static void put(String deployment, long above, JsonNode prices, Statement statement) {
    statement.put(above, FeedMeter.INPUT, prices.get("prompt"), Statement.PER_TOKEN);
    statement.put(above, FeedMeter.OUTPUT, prices.get("completion"), Statement.PER_TOKEN);
    statement.put(above, FeedMeter.CACHE_READ, prices.get("input_cache_read"), Statement.PER_TOKEN);
    statement.put(
        above,
        FeedMeter.plainWrite(deployment),
        prices.get("input_cache_write"),
        Statement.PER_TOKEN);
    statement.put(
        above, FeedMeter.CACHE_WRITE_1H, prices.get("input_cache_write_1h"), Statement.PER_TOKEN);
    statement.put(
        above, FeedMeter.REASONING, prices.get("internal_reasoning"), Statement.PER_TOKEN);
    statement.put(above, FeedMeter.AUDIO_INPUT, prices.get("audio"), Statement.PER_TOKEN);
    statement.put(
        above, FeedMeter.AUDIO_CACHE_READ, prices.get("input_audio_cache"), Statement.PER_TOKEN);
    statement.put(above, FeedMeter.AUDIO_OUTPUT, prices.get("audio_output"), Statement.PER_TOKEN);
  }
}
