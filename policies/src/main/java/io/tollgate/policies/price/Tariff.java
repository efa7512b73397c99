package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Quoting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A price version made ready for rating. Immutable. */
final class Tariff {

  private final PriceVersion version;
  private final PriceSteps standard;
  private final Map<String, PriceSteps> tiers = new LinkedHashMap<>();

  /** Made when first asked for: of a whole book, few are. Threads that race make the same one. */
  private @Nullable String label;

  Tariff(PriceVersion version) {
    this.version = version;
    PriceTerms terms = version.terms();
    boolean free = terms.funding().kind() == Funding.Kind.FREE;
    this.standard = PriceSteps.of(version.table(), terms.contract(), free);
    Contract elsewhere = terms.contract() instanceof Contract.Share share ? share : Contract.LIST;
    terms
        .serviceTiers()
        .forEach((tier, prices) -> {
          if (prices instanceof TierPrices.Own(PriceTable table)) {
            tiers.put(tier, PriceSteps.of(table, elsewhere, free));
          }
        });
  }

  PriceVersion version() {
    return version;
  }

  private String label() {
    String known = label;
    if (known == null) {
      known = version.label();
      label = known;
    }
    return known;
  }

  /** What a usage costs: a line per used meter, each rounded once. */
  Rating rate(CallTerms terms, Usage usage, Instant when, ExchangeRates exchange) {
    String tier = terms.servedTier();
    String region = terms.region();
    String named = label();
    PriceSteps steps = standard;
    Ratio scaled = version.multiplierAt(when);
    try {
      if (tier != null && !ServiceTier.isStandard(tier)) {
        String name = ServiceTier.name(tier);
        named += "+" + name;
        switch (version.terms().serviceTiers().get(name)) {
          case TierPrices.Times(Ratio multiplier) -> scaled = scaled.times(multiplier);
          case TierPrices.Own _ -> steps = tiers.getOrDefault(name, standard);
          case null -> {
            return unpriced("the service tier " + Quoting.shortened(name), "the service_tiers of ");
          }
        }
      }
      if (region != null && !version.terms().regions().isEmpty() && !Region.isAnywhere(region)) {
        String name = Region.name(region);
        named += "+" + name;
        Ratio there = version.terms().regions().get(name);
        if (there == null) {
          return unpriced("the region " + Quoting.shortened(name), "the regions of ");
        }
        scaled = scaled.times(there);
      }
      Conversion conversion = exchange.at(version.terms().currency(), when);
      return conversion == null
          ? unconvertible(when)
          : bill(named, steps, scaled, conversion, usage);
    } catch (ArithmeticException e) {
      return new Rating.Unpriced(
          "%s costs more than one amount can hold, or is multiplied by too long a fraction: %s"
              .formatted(version.deployment(), usage));
    }
  }

  /** The total that a usage is rated at in the standard tier; {@code null} where it is unpriced. */
  @Nullable Picodollars total(Usage usage, Instant when, ExchangeRates exchange) {
    if (standard.first().isPriced(Meter.MINIMUM_CHARGE)) {
      // What is missing to a minimum is reckoned from the lines.
      return rate(CallTerms.STANDARD, usage, when, exchange).total();
    }
    Ratio scaled = version.multiplierAt(when);
    try {
      Conversion conversion = exchange.at(version.terms().currency(), when);
      if (conversion == null) {
        return null;
      }
      BillTotal total = new BillTotal();
      Meter missing = addTo(total, standard, scaled, conversion, usage);
      return missing == null ? total.amount() : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** Adds all that is billed but for the minimum; the meter that has no price, or {@code null}. */
  private static @Nullable Meter addTo(
      BillItems items, PriceSteps steps, Ratio scaled, Conversion conversion, Usage usage) {
    Ratio fees = conversion.usdPerUnit();
    Meter missing = steps.addTo(items, usage, scaled.times(fees), fees);
    PriceStep first = steps.first();
    if (missing != null || !first.rates().states(Meter.CALLS)) {
      return missing;
    }
    if (!first.isPriced(Meter.CALLS)) {
      return Meter.CALLS;
    }
    items.add(first, Meter.CALLS, Math.max(1, usage.quantity(Meter.CALLS)), fees);
    return null;
  }

  private Rating bill(
      String named, PriceSteps steps, Ratio scaled, Conversion conversion, Usage usage) {
    Ratio fees = conversion.usdPerUnit();
    List<RatedLine> lines = new ArrayList<>(4);
    Meter missing =
        addTo(
            (step, meter, quantity, multiplier) ->
                lines.add(step.line(meter, quantity, multiplier)),
            steps,
            scaled,
            conversion,
            usage);
    PriceStep first = steps.first();
    if (missing != null) {
      return unpriced("%s at %d tokens of input".formatted(missing.key(), usage.totalInput()), "");
    }
    if (first.isPriced(Meter.MINIMUM_CHARGE)) {
      addMinimum(lines, first, scaled, fees);
    }
    long total = 0;
    for (int i = 0; i < lines.size(); i++) {
      total = Math.addExact(total, lines.get(i).amount().pico());
    }
    return new Rating.Priced(
        lines, new Picodollars(total), named, conversion, version.terms().funding());
  }

  /** Adds what is missing to the minimum, both reckoned at list price in the pricing currency. */
  private static void addMinimum(List<RatedLine> lines, PriceStep first, Ratio scaled, Ratio fees) {
    long missing = first.rates().pico(Meter.MINIMUM_CHARGE);
    for (RatedLine line : lines) {
      Ratio multiplier = PriceStep.isFee(line.meter()) ? Ratio.ONE : scaled;
      missing -=
          Math.min(
              missing, Picodollars.cost(line.quantity(), line.unitPricePico(), multiplier).pico());
    }
    if (missing > 0) {
      lines.add(first.line(Meter.MINIMUM_CHARGE, 1, missing, fees));
    }
  }

  /**
   * What a call costs at most, or {@code null} where that cannot be said: in the dearest region,
   * and whatever kinds of token it uses of those that have a price.
   */
  @Nullable Picodollars most(
      CallTerms terms, UsageBound bound, Instant when, ExchangeRates exchange) {
    // The fees, and whether there are prices under these terms at all.
    Picodollars none =
        terms.equals(CallTerms.STANDARD)
            ? total(Usage.NONE, when, exchange)
            : rate(terms, Usage.NONE, when, exchange).total();
    Conversion conversion = exchange.at(version.terms().currency(), when);
    if (none == null || conversion == null) {
      return null;
    }
    PriceSteps steps = standard;
    Ratio scaled = version.multiplierAt(when);
    String tier = terms.servedTier();
    if (tier != null && !ServiceTier.isStandard(tier)) {
      String name = ServiceTier.name(tier);
      steps = tiers.getOrDefault(name, standard);
      if (version.terms().serviceTiers().get(name) instanceof TierPrices.Times(Ratio multiplier)) {
        scaled = scaled.times(multiplier);
      }
    }
    try {
      Ratio everywhere = scaled.times(conversion.usdPerUnit());
      long most = steps.most(bound, everywhere);
      Map<String, Ratio> regions = version.terms().regions();
      if (!regions.isEmpty()) {
        for (Ratio region : regions.values()) {
          most = Math.max(most, steps.most(bound, everywhere.times(region)));
        }
      }
      return new Picodollars(Math.addExact(most, none.pico()));
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private Rating unpriced(String what, String where) {
    return new Rating.Unpriced(
        "%s states no price for %s: add it to %s%s"
            .formatted(version.deployment(), what, where, label()));
  }

  private Rating unconvertible(Instant when) {
    String currency = version.terms().currency();
    return new Rating.Unpriced(
        "%s is priced in %s, of which no rate is known for %s or a day before: add it to the %s of"
                .formatted(version.deployment(), currency, ExchangeRates.day(when), currency)
            + " the currencies in a price file");
  }
}
