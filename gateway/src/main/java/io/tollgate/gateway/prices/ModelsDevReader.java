package io.tollgate.gateway.prices;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Reads models.dev: a TOML file per model, or one JSON object of them all; dollars per million
 * tokens. Only what a file itself states counts, not what a model it builds on costs.
 */
final class ModelsDevReader {

  private static final TomlMapper TOML =
      TomlMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Pattern PATH =
      Pattern.compile("(?:.*/)?providers/([^/]+)/models/(.+)\\.toml");

  private static final Map<String, FeedMeter> METERS =
      Map.of(
          "input", FeedMeter.INPUT,
          "output", FeedMeter.OUTPUT,
          "cache_read", FeedMeter.CACHE_READ,
          "reasoning", FeedMeter.REASONING,
          "input_audio", FeedMeter.AUDIO_INPUT,
          "output_audio", FeedMeter.AUDIO_OUTPUT);

  private static final long OVER_200K = 200_000;

  private final List<Refusal> refusals = new ArrayList<>();
  private final Statement.Collected collected = new Statement.Collected();

  private ModelsDevReader() {}

  /** The files of the archive, by path. */
  static Feed readFiles(Map<String, byte[]> files, LocalDate asOf) {
    ModelsDevReader reader = new ModelsDevReader();
    files.forEach((path, bytes) -> {
      Matcher parts = PATH.matcher(path);
      if (!parts.matches()) {
        return;
      }
      try {
        JsonNode model = TOML.readTree(new String(bytes, StandardCharsets.UTF_8));
        reader.model(parts.group(1), parts.group(2), model);
      } catch (JacksonException e) {
        reader.refusals.add(
            new Refusal(
                FeedFormat.MODELS_DEV.source(),
                parts.group(1) + "/" + parts.group(2),
                Refusal.Kind.SHAPE,
                "no TOML: " + e.getOriginalMessage()));
      }
    });
    return reader.feed(asOf);
  }

  /** The object of {@code api.json}: providers by name, each with its models by name. */
  static Feed readApi(JsonNode root, LocalDate asOf) {
    ModelsDevReader reader = new ModelsDevReader();
    for (Map.Entry<String, JsonNode> provider : root.properties()) {
      for (Map.Entry<String, JsonNode> model : provider.getValue().path("models").properties()) {
        reader.model(provider.getKey(), model.getKey(), model.getValue());
      }
    }
    return reader.feed(asOf);
  }

  private Feed feed(LocalDate asOf) {
    return new Feed(FeedFormat.MODELS_DEV, asOf, collected.prices(), refusals);
  }

  private void model(String provider, String name, JsonNode model) {
    JsonNode cost = model.path("cost");
    String deployment = DeploymentNames.deployment(provider, name);
    if (deployment == null || !cost.has("input")) {
      return;
    }
    Statement statement =
        new Statement(FeedFormat.MODELS_DEV.source(), provider + "/" + name, refusals);
    if (DeploymentNames.isAlias(name)) {
      statement.refuse(Refusal.Kind.ALIAS, "an alias: name the model it stands for");
      return;
    }
    put(deployment, 0, cost, statement);
    for (JsonNode tier : cost.path("tiers")) {
      tier(deployment, tier, statement);
    }
    if (!cost.has("tiers") && cost.path("context_over_200k").isObject()) {
      put(deployment, OVER_200K, cost.path("context_over_200k"), statement);
    }
    for (Map.Entry<String, JsonNode> mode : model.path("experimental").path("modes").properties()) {
      mode(deployment, mode.getValue(), statement);
    }
    Terms terms = statement.terms();
    if (terms != null) {
      collected.add(FeedPrice.always(deployment, terms));
    }
  }

  private static void tier(String deployment, JsonNode tier, Statement statement) {
    JsonNode bound = tier.path("tier");
    long above = bound.path("size").asLong(0);
    if (above < 1 || !bound.path("type").asString("context").equals("context")) {
      statement.abandon("a tier that is none of context: " + bound);
    } else {
      put(deployment, above, tier, statement);
    }
  }

  /** A mode that is asked for as a service tier; other modes are models of their own. */
  private static void mode(String deployment, JsonNode mode, Statement statement) {
    String tier = mode.path("provider").path("body").path("service_tier").asString("");
    if (tier.isEmpty()) {
      return;
    }
    SortedMap<Term, BigDecimal> rates = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : mode.path("cost").properties()) {
      FeedMeter meter = meter(deployment, field.getKey());
      if (meter == null) {
        continue;
      }
      Term term = Term.of(meter);
      BigDecimal price =
          statement.dollarsPerMillion(
              term.text() + " " + tier, field.getValue(), Statement.PER_MILLION);
      if (price != null) {
        rates.put(term, price);
      }
    }
    statement.multiply(new Term.Service(tier), rates);
  }

  private static void put(String deployment, long above, JsonNode cost, Statement statement) {
    for (Map.Entry<String, JsonNode> field : cost.properties()) {
      FeedMeter meter = meter(deployment, field.getKey());
      if (meter != null) {
        statement.put(above, meter, field.getValue(), Statement.PER_MILLION);
      }
    }
  }

  private static @Nullable FeedMeter meter(String deployment, String key) {
    return key.equals("cache_write") ? FeedMeter.plainWrite(deployment) : METERS.get(key);
  }
}
