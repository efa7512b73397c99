package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one price of a price file; the mistakes it finds are reported where they stand. */
final class PriceVersionReader {

  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  /** Keys of the meters that may have a price of their own beside input and output. */
  private static final Map<String, Meter> OPTIONAL_METERS = new LinkedHashMap<>();

  static {
    OPTIONAL_METERS.put("cache_read", Meter.IN_CACHE_READ);
    OPTIONAL_METERS.put("cache_write_5m", Meter.IN_CACHE_WRITE_5M);
    OPTIONAL_METERS.put("cache_write_1h", Meter.IN_CACHE_WRITE_1H);
    OPTIONAL_METERS.put("cache_write", Meter.IN_CACHE_WRITE_OTHER);
    OPTIONAL_METERS.put("tool_input", Meter.IN_TOOL);
    OPTIONAL_METERS.put("reasoning", Meter.OUT_REASONING);
    OPTIONAL_METERS.put("other_output", Meter.OUT_OTHER);
  }

  private static final YamlType<Long> ABOVE_INPUT = YamlType.wholeNumber(1, 1L << 31);
  private static final YamlType<Confidence> CONFIDENCE =
      YamlType.oneOf(Confidence.values(), Confidence::name);

  /** A mistake reads as the epoch, which is the time of no price. */
  private static final YamlType<Instant> INSTANT = YamlType.instant();

  private PriceVersionReader() {}

  /**
   * A version with its place in the file.
   *
   * @param timed whether its times were read without a mistake, so that they may be compared
   */
  record Placed(YamlMap at, PriceVersion version, boolean timed) {}

  static Placed read(String deployment, YamlMap map) {
    @Nullable Span valid = span(map, "valid_from", "valid_to");
    @Nullable Span known = span(map, "known_from", "known_to");
    Rates rates = rates(map);
    PriceVersion version =
        new PriceVersion(
            deployment,
            valid == null ? Span.ALWAYS : valid,
            known == null ? Span.ALWAYS : known,
            rates,
            tiers(map, rates),
            bands(map),
            serviceTiers(map),
            provenance(map));
    return new Placed(map, version, valid != null && known != null);
  }

  /** The time between two keys, or {@code null} where there is a mistake in it. */
  private static @Nullable Span span(YamlMap map, String fromKey, String toKey) {
    Instant from = map.optional(fromKey, INSTANT, Instant.MIN);
    Instant to = map.optional(toKey, INSTANT, Instant.MAX);
    if (from.equals(Instant.EPOCH) || to.equals(Instant.EPOCH)) {
      return null;
    }
    if (!from.isBefore(to)) {
      map.problem(
          toKey, "%s is not after %s, %s".formatted(to, fromKey, from), "expected: a later time");
      return null;
    }
    return new Span(from, to);
  }

  private static Rates rates(YamlMap map) {
    Map<Meter, Long> prices = new EnumMap<>(Meter.class);
    Set<Meter> unknown = EnumSet.noneOf(Meter.class);
    put(Meter.IN_UNCACHED, map.required(INPUT, PriceTypes.PRICE), prices, unknown);
    put(Meter.OUT_VISIBLE, map.required(OUTPUT, PriceTypes.PRICE), prices, unknown);
    OPTIONAL_METERS.forEach((key, meter) -> {
      Long pico = map.optional(key, PriceTypes.PRICE);
      if (pico != null) {
        put(meter, pico, prices, unknown);
      }
    });
    return Rates.of(prices, unknown);
  }

  private static void put(Meter meter, long pico, Map<Meter, Long> prices, Set<Meter> unknown) {
    if (pico == Rates.UNPRICED) {
      unknown.add(meter);
    } else {
      prices.put(meter, pico);
    }
  }

  private static List<ContextTier> tiers(YamlMap map, Rates base) {
    Map<Long, ContextTier> tiers = new LinkedHashMap<>();
    for (YamlMap tier : map.listOrEmpty("tiers").eachMap(item -> item)) {
      long above = tier.required("above_input", ABOVE_INPUT);
      Rates rates = rates(tier);
      boolean complete = true;
      for (Map.Entry<String, Meter> entry : OPTIONAL_METERS.entrySet()) {
        if (base.states(entry.getValue()) && !rates.states(entry.getValue())) {
          complete = false;
          tier.problem(
              "no " + entry.getKey() + " in this tier, though there is one below it",
              "state it, or \"%s: unknown\" where no source does".formatted(entry.getKey()));
        }
      }
      if (tiers.containsKey(above)) {
        tier.problem("above_input", "a second tier above " + above, "join the two");
      } else if (complete) {
        tiers.put(above, new ContextTier(above, rates));
      }
    }
    return List.copyOf(tiers.values());
  }

  private static List<DailyBand> bands(YamlMap map) {
    List<DailyBand> bands = new ArrayList<>();
    for (YamlMap item : map.listOrEmpty("bands").eachMap(item -> item)) {
      int from = item.required("from", PriceTypes.TIME_OF_DAY);
      int to = item.required("to", PriceTypes.TIME_OF_DAY);
      var multiplier = item.required("multiplier", PriceTypes.MULTIPLIER);
      if (from == PriceTypes.NO_TIME || to == PriceTypes.NO_TIME) {
        continue;
      }
      if (from >= to) {
        item.problem(
            "to",
            "ends before it begins",
            "expected: a later time of the day; a band over midnight is two, one to 24:00 and one"
                + " from 00:00");
        continue;
      }
      DailyBand band = new DailyBand(from, to, multiplier);
      if (bands.stream().anyMatch(band::overlaps)) {
        item.problem("overlaps another band", "expected: each minute in one band at most");
      } else {
        bands.add(band);
      }
    }
    return bands;
  }

  private static Map<String, Ratio> serviceTiers(YamlMap map) {
    Map<String, Ratio> tiers = new LinkedHashMap<>();
    YamlMap stated = map.mapOrEmpty("service_tiers");
    stated
        .each(PriceTypes.MULTIPLIER)
        .forEach((tier, multiplier) -> {
          if (ServiceTier.isStandard(tier)) {
            stated.keyProblem(
                tier, "is the tier that the prices themselves are of", "leave it out");
          } else {
            tiers.put(ServiceTier.name(tier), multiplier);
          }
        });
    return tiers;
  }

  private static Provenance provenance(YamlMap map) {
    String source = map.required("source", YamlType.text());
    return new Provenance(
        source.isBlank() ? "unstated" : source,
        map.required("as_of", PriceTypes.DAY_OR_MONTH),
        map.optional("confidence", CONFIDENCE, Confidence.A));
  }
}
