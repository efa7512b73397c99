package io.tollgate.gateway.prices;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads version 2 of genai-prices: dollars per million tokens, with start dates and times of day.
 *
 * <p>Its models match by patterns; here only the names that it states in full count, since a prefix
 * also matches models that nobody had priced when it was written.
 */
final class GenAiPricesReader {

  private static final Map<String, FeedMeter> METERS =
      Map.ofEntries(
          Map.entry("input_mtok", FeedMeter.INPUT),
          Map.entry("output_mtok", FeedMeter.OUTPUT),
          Map.entry("cache_read_mtok", FeedMeter.CACHE_READ),
          Map.entry("cache_write_1h_mtok", FeedMeter.CACHE_WRITE_1H),
          Map.entry("output_reasoning_mtok", FeedMeter.REASONING),
          Map.entry("input_audio_mtok", FeedMeter.AUDIO_INPUT),
          Map.entry("cache_audio_read_mtok", FeedMeter.AUDIO_CACHE_READ),
          Map.entry("output_audio_mtok", FeedMeter.AUDIO_OUTPUT),
          Map.entry("input_image_mtok", FeedMeter.IMAGE_INPUT),
          Map.entry("output_image_mtok", FeedMeter.IMAGE_OUTPUT));

  private final List<Refusal> refusals = new ArrayList<>();

  private GenAiPricesReader() {}

  static Feed read(JsonNode root, LocalDate asOf) {
    GenAiPricesReader reader = new GenAiPricesReader();
    Statement.Collected ids = new Statement.Collected();
    // A model's own id comes before what others match, so all ids are taken first.
    for (boolean own : new boolean[] {true, false}) {
      for (JsonNode provider : root) {
        for (JsonNode model : provider.path("models")) {
          reader.model(provider.path("id").asString(""), model, own, ids);
        }
      }
    }
    return new Feed(FeedFormat.GENAI_PRICES, asOf, ids.prices(), reader.refusals);
  }

  private void model(String provider, JsonNode model, boolean own, Statement.Collected collected) {
    String id = model.path("id").asString("");
    Set<String> names = new LinkedHashSet<>();
    if (own) {
      names.add(id);
    } else {
      addStated(model.path("match"), names);
    }
    // What is not believed is told once, with the model's own id.
    List<Refusal> told = own ? refusals : new ArrayList<>();
    for (String name : names) {
      String deployment = DeploymentNames.deployment(provider, name);
      if (deployment == null) {
        continue;
      }
      String said = provider + "/" + name;
      if (DeploymentNames.isAlias(name)) {
        told.add(
            new Refusal(
                FeedFormat.GENAI_PRICES.source(),
                said,
                Refusal.Kind.ALIAS,
                "an alias: name the model it stands for"));
        continue;
      }
      List<FeedPrice.Dated> dated = dated(deployment, said, model.path("prices"), told);
      if (!dated.isEmpty()) {
        collected.add(new FeedPrice(deployment, dated));
      }
    }
  }

  private static void addStated(JsonNode match, Set<String> names) {
    if (match.path("equals").isString()) {
      names.add(match.path("equals").stringValue());
    }
    for (JsonNode alternative : match.path("or")) {
      addStated(alternative, names);
    }
  }

  /** One map of prices, or a list of them in which later ones hold under a constraint. */
  private static List<FeedPrice.Dated> dated(
      String deployment, String name, JsonNode prices, List<Refusal> refusals) {
    List<FeedPrice.Dated> dated = new ArrayList<>();
    Statement current = new Statement(FeedFormat.GENAI_PRICES.source(), name, refusals);
    if (prices.isObject()) {
      put(deployment, prices, current);
      add(Instant.MIN, current, dated);
      return dated;
    }
    Instant from = Instant.MIN;
    for (JsonNode entry : prices) {
      JsonNode constraint = entry.path("constraint");
      if (constraint.has("start_time")) {
        band(deployment, entry, current);
        continue;
      }
      Instant start = start(constraint);
      if (start == null) {
        current.abandon("a constraint that is not known: " + constraint);
        continue;
      }
      if (start.isAfter(from)) {
        add(from, current, dated);
        current = new Statement(FeedFormat.GENAI_PRICES.source(), name, refusals);
        from = start;
      }
      put(deployment, entry.path("prices"), current);
    }
    add(from, current, dated);
    return dated;
  }

  private static void add(Instant from, Statement statement, List<FeedPrice.Dated> dated) {
    Terms terms = statement.terms();
    if (terms != null) {
      dated.add(new FeedPrice.Dated(from, terms));
    }
  }

  private static @Nullable Instant start(JsonNode constraint) {
    if (constraint.isMissingNode() || constraint.isNull()) {
      return Instant.MIN;
    }
    try {
      return LocalDate.parse(constraint.path("start_date").asString(""))
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static void put(String deployment, JsonNode prices, Statement statement) {
    boolean tiered = prices.properties().stream().anyMatch(entry -> entry.getValue().isObject());
    for (Map.Entry<String, JsonNode> field : prices.properties()) {
      FeedMeter meter = meter(deployment, field.getKey());
      JsonNode value = field.getValue();
      if (meter == null) {
        continue;
      }
      statement.put(0, meter, value.isObject() ? value.get("base") : value, Statement.PER_MILLION);
      for (JsonNode tier : value.path("tiers")) {
        statement.put(
            tier.path("start").asLong(0), meter, tier.get("price"), Statement.PER_MILLION);
      }
    }
    if (tiered) {
      fill(statement);
    }
  }

  /** A meter without tiers of its own costs the same in every tier. */
  private static void fill(Statement statement) {
    SortedMap<Term, BigDecimal> stated = statement.stated();
    for (Term.Price tier : Terms.prices(stated.keySet())) {
      for (Term.Price base : Terms.prices(stated.keySet())) {
        BigDecimal price = stated.get(base);
        if (base.above() == 0 && price != null) {
          stated.putIfAbsent(new Term.Price(tier.above(), base.meter()), price);
        }
      }
    }
  }

  private static @Nullable FeedMeter meter(String deployment, String key) {
    return key.equals("cache_write_mtok")
        ? FeedMeter.plainWrite(deployment)
        : key.equals("cache_write_5m_mtok") ? FeedMeter.CACHE_WRITE_5M : METERS.get(key);
  }

  private static void band(String deployment, JsonNode entry, Statement statement) {
    JsonNode constraint = entry.path("constraint");
    try {
      int from = minute(constraint.path("start_time").asString(""));
      int to = minute(constraint.path("end_time").asString(""));
      if (from >= to) {
        statement.abandon("a time of day that ends before it begins");
        return;
      }
      SortedMap<Term, BigDecimal> rates = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : entry.path("prices").properties()) {
        FeedMeter meter = meter(deployment, field.getKey());
        if (meter != null) {
          Term term = Term.of(meter);
          BigDecimal price =
              statement.dollarsPerMillion(term.text(), field.getValue(), Statement.PER_MILLION);
          if (price != null) {
            rates.put(term, price);
          }
        }
      }
      statement.multiply(new Term.Band(from, to), rates);
    } catch (DateTimeException e) {
      statement.abandon("no time of day: " + constraint);
    }
  }

  private static int minute(String text) {
    LocalTime time =
        LocalTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    return time.toSecondOfDay() / 60;
  }
}
