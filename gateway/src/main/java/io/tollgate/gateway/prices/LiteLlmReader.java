package io.tollgate.gateway.prices;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads LiteLLM's model map, whose keys say meter, context tier and service tier in one name. */
final class LiteLlmReader {

  private static final Pattern KEY =
      Pattern.compile("(.+?)(?:_above_(\\d{1,6})k_tokens)?(?:_(flex|priority|batches))?");

  private static final String WRITE = "cache_creation_input_token_cost";

  private static final Map<String, FeedMeter> METERS =
      Map.ofEntries(
          Map.entry("input_cost_per_token", FeedMeter.INPUT),
          Map.entry("output_cost_per_token", FeedMeter.OUTPUT),
          Map.entry("cache_read_input_token_cost", FeedMeter.CACHE_READ),
          Map.entry(WRITE + "_above_1hr", FeedMeter.CACHE_WRITE_1H),
          Map.entry("output_cost_per_reasoning_token", FeedMeter.REASONING),
          Map.entry("input_cost_per_audio_token", FeedMeter.AUDIO_INPUT),
          Map.entry("cache_read_input_audio_token_cost", FeedMeter.AUDIO_CACHE_READ),
          Map.entry("output_cost_per_audio_token", FeedMeter.AUDIO_OUTPUT),
          Map.entry("input_cost_per_image_token", FeedMeter.IMAGE_INPUT),
          Map.entry("output_cost_per_image_token", FeedMeter.IMAGE_OUTPUT));

  private final List<Refusal> refusals = new ArrayList<>();
  private final Statement.Collected collected = new Statement.Collected();

  private LiteLlmReader() {}

  static Feed read(JsonNode root, LocalDate asOf) {
    LiteLlmReader reader = new LiteLlmReader();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getKey().equals("sample_spec")) {
        reader.model(entry.getKey(), entry.getValue());
      }
    }
    return new Feed(FeedFormat.LITELLM, asOf, reader.collected.prices(), reader.refusals);
  }

  private void model(String key, JsonNode node) {
    String provider = node.path("litellm_provider").asString("");
    boolean priced =
        node.has("input_cost_per_token")
            || node.path("tiered_pricing").path(0).has("input_cost_per_token");
    if (provider.isEmpty() || !priced) {
      return;
    }
    String deployment = deployment(DeploymentNames.litellmProvider(provider), key);
    if (deployment == null) {
      return;
    }
    Statement statement = new Statement(FeedFormat.LITELLM.source(), key, refusals);
    if (DeploymentNames.isAlias(key)) {
      statement.refuse(Refusal.Kind.ALIAS, "an alias: name the model it stands for");
      return;
    }
    Map<String, SortedMap<Term, BigDecimal>> services = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      field(deployment, field.getKey(), field.getValue(), statement, services);
    }
    JsonNode tiers = node.path("tiered_pricing");
    if (tiers.path(0).has("input_cost_per_token")) {
      tiers(deployment, tiers, statement);
    }
    if (!node.has("cache_read_input_token_cost")) {
      JsonNode hit = node.get("input_cost_per_token_cache_hit");
      statement.put(0, FeedMeter.CACHE_READ, hit, Statement.PER_TOKEN);
    }
    services.forEach((tier, rates) -> statement.multiply(new Term.Service(tier), rates));
    Terms terms = statement.terms();
    if (terms != null) {
      collected.add(FeedPrice.always(deployment, terms));
    }
  }

  /** The key names its provider again, or does not. */
  private static @Nullable String deployment(String provider, String key) {
    String prefix = provider.replace("bedrock_converse", "bedrock") + "/";
    String model = key.startsWith(prefix) ? key.substring(prefix.length()) : key;
    return DeploymentNames.deployment(provider, model);
  }

  private static void field(
      String deployment,
      String key,
      JsonNode value,
      Statement statement,
      Map<String, SortedMap<Term, BigDecimal>> services) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return;
    }
    FeedMeter meter = meter(deployment, parts.group(1));
    if (meter == null) {
      return;
    }
    long above = parts.group(2) == null ? 0 : 1000L * Long.parseLong(parts.group(2));
    String tier = parts.group(3);
    if (tier == null) {
      statement.put(above, meter, value, Statement.PER_TOKEN);
      return;
    }
    Term term = new Term.Price(above, meter);
    BigDecimal price =
        statement.dollarsPerMillion(term.text() + " " + tier, value, Statement.PER_TOKEN);
    if (price != null) {
      String name = tier.equals("batches") ? "batch" : tier;
      services.computeIfAbsent(name, ignored -> new TreeMap<>()).put(term, price);
    }
  }

  private static @Nullable FeedMeter meter(String deployment, String key) {
    return key.equals(WRITE) ? FeedMeter.plainWrite(deployment) : METERS.get(key);
  }

  /** Ranges of input, each with all its prices; the lowest is the price of every request. */
  private static void tiers(String deployment, JsonNode tiers, Statement statement) {
    for (JsonNode tier : tiers) {
      JsonNode from = tier.path("range").path(0);
      if (!from.isNumber()) {
        statement.abandon("a context tier without a range");
        continue;
      }
      for (Map.Entry<String, JsonNode> field : tier.properties()) {
        FeedMeter meter = meter(deployment, field.getKey());
        if (meter != null) {
          statement.put(
              from.decimalValue().longValue(), meter, field.getValue(), Statement.PER_TOKEN);
        }
      }
    }
  }
}
