package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Prices, usages and terms of every kind, from a seed. */
final class MadeUpPrices {

  private static final Provenance SOURCE =
      new Provenance("made up", LocalDate.of(2026, 11, 1), Confidence.A);

  private final SplittableRandom random;

  MadeUpPrices(long seed) {
    this.random = new SplittableRandom(seed);
  }

  PriceVersion version() {
    PriceTable table = table();
    return new PriceVersion(
        Prices.MODEL,
        Span.ALWAYS,
        Span.ALWAYS,
        table,
        random.nextBoolean() ? List.of() : List.of(new DailyBand(600, 800, ratio(4))),
        new PriceTerms(
            Map.of("flex", new TierPrices.Times(ratio(1)), "batch", new TierPrices.Own(table())),
            random.nextBoolean() ? Map.of() : Map.of("us", ratio(2), "eu", ratio(2)),
            contract(table),
            random.nextInt(10) == 0 ? Funding.FREE : Funding.INVOICE,
            random.nextBoolean() ? "USD" : "CNY"),
        SOURCE);
  }

  PriceBook book(PriceVersion version) {
    return PriceBook.of(
        List.of(PriceSchedule.of(version)),
        ExchangeRates.of(
            Map.of("CNY", Map.of(LocalDate.of(2026, 11, 1), new Ratio(1_389, 10_000)))));
  }

  private PriceTable table() {
    Rates rates = rates(true);
    List<ContextTier> tiers = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      tiers.add(new ContextTier(i * 1_000L + random.nextInt(500), rates.overlaid(rates(false))));
    }
    return new PriceTable(
        rates, tiers, random.nextBoolean() ? PriceTable.Mode.CLIFF : PriceTable.Mode.MARGINAL);
  }

  private Rates rates(boolean fees) {
    Map<Meter, Long> prices = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      if (meter.isTokens() || (fees && random.nextBoolean())) {
        prices.put(meter, 1 + random.nextLong(random.nextBoolean() ? 50 : 50_000_000));
      }
    }
    return Rates.of(prices);
  }

  private Contract contract(PriceTable list) {
    return switch (random.nextInt(3)) {
      case 0 -> Contract.LIST;
      case 1 -> new Contract.Share(new Ratio(random.nextInt(1, 100), 100));
      default -> {
        long input = list.rates().pico(Meter.IN_UNCACHED);
        yield new Contract.Negotiated(
            PriceTable.flat(Rates.of(Map.of(Meter.IN_UNCACHED, random.nextLong(input + 1)))));
      }
    };
  }

  private Ratio ratio(int most) {
    return new Ratio(random.nextInt(1, 20 * most), 20);
  }

  CallTerms terms(PriceVersion version) {
    String tier = random.nextBoolean() ? null : random.nextBoolean() ? "flex" : "batch";
    List<String> regions = List.copyOf(version.terms().regions().keySet());
    return CallTerms.of(
        tier,
        regions.isEmpty() || random.nextBoolean()
            ? null
            : regions.get(random.nextInt(regions.size())));
  }

  /** A usage of which every token meter may be used, and nothing else unless it has a price. */
  Usage usage(PriceVersion version, boolean media, boolean extras) {
    Map<Meter, Long> quantities = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      boolean wanted =
          meter.isTokens()
              ? media && !meter.isPlain()
              : extras && meter != Meter.MINIMUM_CHARGE && everywhere(version, meter);
      if (wanted && random.nextBoolean()) {
        quantities.put(meter, random.nextLong(500));
      }
    }
    return new Usage(some(), some(), some(), some(), some(), some(), some(), some(), some())
        .with(Extras.of(quantities));
  }

  private static boolean everywhere(PriceVersion version, Meter meter) {
    return version.table().rates().states(meter)
        && version.terms().serviceTiers().values().stream()
            .allMatch(prices ->
                !(prices instanceof TierPrices.Own own) || own.table().rates().states(meter));
  }

  private long some() {
    return random.nextInt(3) == 0 ? 0 : random.nextLong(1_000);
  }

  /** The same usage with more of one meter of it. */
  Usage more(Usage usage) {
    return new Usage(
        usage.inUncached() + 1 + random.nextLong(2_000),
        usage.inCacheRead(),
        usage.inCacheWrite5m(),
        usage.inCacheWrite1h(),
        usage.inCacheWriteOther(),
        usage.inTool(),
        usage.outVisible() + random.nextLong(100),
        usage.outReasoning(),
        usage.outOther(),
        usage.extras());
  }

  boolean flip() {
    return random.nextBoolean();
  }

  long upTo(long most) {
    return random.nextLong(most + 1);
  }
}
