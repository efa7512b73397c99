package io.tollgate.policies.price;

import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the prices of all meters at all sizes of a request, fees included. */
final class PriceTableReader {

  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  /** Keys of the meters of tokens that may have a price of their own beside input and output. */
  private static final Map<String, Meter> OPTIONAL_METERS = new LinkedHashMap<>();

  static {
    OPTIONAL_METERS.put("cache_read", Meter.IN_CACHE_READ);
    OPTIONAL_METERS.put("cache_write_5m", Meter.IN_CACHE_WRITE_5M);
    OPTIONAL_METERS.put("cache_write_1h", Meter.IN_CACHE_WRITE_1H);
    OPTIONAL_METERS.put("cache_write", Meter.IN_CACHE_WRITE_OTHER);
    OPTIONAL_METERS.put("tool_input", Meter.IN_TOOL);
    OPTIONAL_METERS.put("reasoning", Meter.OUT_REASONING);
    OPTIONAL_METERS.put("other_output", Meter.OUT_OTHER);
    OPTIONAL_METERS.put("audio_input", Meter.IN_AUDIO);
    OPTIONAL_METERS.put("audio_cache_read", Meter.IN_AUDIO_CACHE_READ);
    OPTIONAL_METERS.put("image_input", Meter.IN_IMAGE);
    OPTIONAL_METERS.put("video_input", Meter.IN_VIDEO);
    OPTIONAL_METERS.put("audio_output", Meter.OUT_AUDIO);
    OPTIONAL_METERS.put("image_output", Meter.OUT_IMAGE);
  }

  private static final YamlType<Long> ABOVE_INPUT = YamlType.wholeNumber(1, 1L << 31);
  private static final YamlType<PriceTable.Mode> MODE =
      YamlType.oneOf(PriceTable.Mode.values(), mode -> PriceTypes.lower(mode.name()));

  private static final Rates NOTHING = Rates.of(Map.of());

  private PriceTableReader() {}

  /** The prices at a map; tokens need a price unless something else has one. */
  static PriceTable table(YamlMap map) {
    Rates fees = fees(map);
    boolean needed = fees.equals(NOTHING) || map.has(INPUT) || map.has(OUTPUT);
    Rates rates = fees.overlaid(tokens(map, needed, needed));
    return table(map, rates);
  }

  /** The prices of a service tier: fees that it does not state are those of the standard one. */
  static PriceTable ofTier(YamlMap map, Rates standard) {
    Rates rates = feesOf(standard).overlaid(fees(map)).overlaid(tokens(map, true, true));
    return table(map, rates);
  }

  /** The prices of a contract, which may state any of them. */
  static PriceTable negotiated(YamlMap map) {
    Rates rates = fees(map).overlaid(tokens(map, false, false));
    if (rates.equals(NOTHING)) {
      map.problem("no price", "expected: at least one, such as " + INPUT);
    }
    return new PriceTable(rates, tiers(map, rates, true, false), PriceTable.Mode.CLIFF);
  }

  private static PriceTable table(YamlMap map, Rates rates) {
    PriceTable.Mode mode = map.optional("mode", MODE, PriceTable.Mode.CLIFF);
    return new PriceTable(rates, tiers(map, rates, false, mode == PriceTable.Mode.MARGINAL), mode);
  }

  private static Rates tokens(YamlMap map, boolean input, boolean output) {
    Map<Meter, Long> prices = new EnumMap<>(Meter.class);
    Set<Meter> unknown = EnumSet.noneOf(Meter.class);
    if (input || map.has(INPUT)) {
      put(Meter.IN_UNCACHED, map.required(INPUT, PriceTypes.PRICE), prices, unknown);
    }
    if (output || map.has(OUTPUT)) {
      put(Meter.OUT_VISIBLE, map.required(OUTPUT, PriceTypes.PRICE), prices, unknown);
    }
    OPTIONAL_METERS.forEach((key, meter) -> {
      Long pico = map.optional(key, PriceTypes.PRICE);
      if (pico != null) {
        put(meter, pico, prices, unknown);
      }
    });
    return Rates.of(prices, unknown);
  }

  private static Rates fees(YamlMap map) {
    Map<Meter, Long> prices = new EnumMap<>(Meter.class);
    Set<Meter> unknown = EnumSet.noneOf(Meter.class);
    for (Fee fee : Fee.ALL) {
      Long pico = map.optional(fee.key(), fee.type());
      if (pico == null) {
        continue;
      }
      if (prices.containsKey(fee.meter()) || unknown.contains(fee.meter())) {
        map.keyProblem(fee.key(), "a second price of " + fee.meter().key(), "state one of the two");
      } else {
        put(fee.meter(), pico, prices, unknown);
      }
    }
    return Rates.of(prices, unknown);
  }

  /** What rates say of other things than tokens. */
  private static Rates feesOf(Rates rates) {
    Map<Meter, Long> prices = new EnumMap<>(Meter.class);
    Set<Meter> unknown = EnumSet.noneOf(Meter.class);
    for (Meter meter : Meter.values()) {
      if (!meter.isTokens() && rates.states(meter)) {
        put(meter, rates.pico(meter), prices, unknown);
      }
    }
    return Rates.of(prices, unknown);
  }

  private static void put(Meter meter, long pico, Map<Meter, Long> prices, Set<Meter> unknown) {
    if (pico == Rates.UNPRICED) {
      unknown.add(meter);
    } else {
      prices.put(meter, pico);
    }
  }

  private static List<ContextTier> tiers(
      YamlMap map, Rates base, boolean negotiated, boolean marginal) {
    Map<Long, ContextTier> tiers = new LinkedHashMap<>();
    for (YamlMap tier : map.listOrEmpty("tiers").eachMap(item -> item)) {
      long above = tier.required("above_input", ABOVE_INPUT);
      Rates rates = feesOf(base).overlaid(tokens(tier, !negotiated, !negotiated && !marginal));
      if (negotiated) {
        rates = base.overlaid(rates);
      }
      boolean complete = true;
      for (Map.Entry<String, Meter> entry : OPTIONAL_METERS.entrySet()) {
        boolean repriced = !marginal || entry.getValue().isInput();
        if (repriced && base.states(entry.getValue()) && !rates.states(entry.getValue())) {
          complete = false;
          tier.problem(
              "no " + entry.getKey() + " in this tier, though there is one below it",
              "state it, or \"%s: unknown\" where no source does".formatted(entry.getKey()));
        }
      }
      if (marginal) {
        refuseOutput(tier, rates);
      }
      if (tiers.containsKey(above)) {
        tier.problem("above_input", "a second tier above " + above, "join the two");
      } else if (complete) {
        tiers.put(above, new ContextTier(above, rates));
      }
    }
    return List.copyOf(tiers.values());
  }

  private static void refuseOutput(YamlMap tier, Rates rates) {
    if (rates.states(Meter.OUT_VISIBLE)) {
      tier.keyProblem(OUTPUT, "a marginal tier reprices input only", "leave it out");
    }
    OPTIONAL_METERS.forEach((key, meter) -> {
      if (meter.isOutput() && rates.states(meter)) {
        tier.keyProblem(key, "a marginal tier reprices input only", "leave it out");
      }
    });
  }
}
