package io.tollgate.policies.price;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.yaml.Quoting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A price version made ready for rating.
 *
 * @param version the price
 * @param label its name in the ledger
 */
record Tariff(PriceVersion version, String label) {

  private static final Meter[] METERS = Meter.values();

  Tariff(PriceVersion version) {
    this(version, version.label());
  }

  /** What a usage costs: a line per used meter, each rounded once. */
  Rating rate(CallTerms terms, Usage usage, Instant when) {
    String servedTier = terms.servedTier();
    if (ServiceTier.isStandard(servedTier) || servedTier == null) {
      return rate(label, version.multiplierAt(when), usage);
    }
    String tier = ServiceTier.name(servedTier);
    Ratio ofTier = version.serviceTiers().get(tier);
    return ofTier == null
        ? new Rating.Unpriced(
            "%s states no price for the service tier %s: add it to the service_tiers of %s"
                .formatted(version.deployment(), Quoting.shortened(tier), label))
        : rate(label + "+" + tier, version.multiplierAt(when).times(ofTier), usage);
  }

  private Rating rate(String named, Ratio multiplier, Usage usage) {
    Rates rates = version.ratesFor(usage.totalInput());
    List<RatedLine> lines = new ArrayList<>(METERS.length);
    long total = 0;
    for (Meter meter : METERS) {
      long quantity = usage.quantity(meter);
      if (quantity == 0) {
        continue;
      }
      long pico = rates.pico(meter);
      if (pico == Rates.UNPRICED) {
        return unpriced(meter, usage);
      }
      try {
        RatedLine line = RatedLine.of(meter, quantity, pico, multiplier);
        total = Math.addExact(total, line.amount().pico());
        lines.add(line);
      } catch (ArithmeticException e) {
        return new Rating.Unpriced(
            "%s costs more than one amount can hold: %d units of %s"
                .formatted(version.deployment(), quantity, meter.key()));
      }
    }
    return new Rating.Priced(lines, new Picodollars(total), named, Conversion.USD, Funding.INVOICE);
  }

  private Rating unpriced(Meter meter, Usage usage) {
    return new Rating.Unpriced(
        "%s states no price for %s at %d tokens of input: add it to %s"
            .formatted(version.deployment(), meter.key(), usage.totalInput(), label));
  }
}
