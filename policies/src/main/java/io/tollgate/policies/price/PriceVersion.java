package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a deployment costs during a stretch of time, as known during another.
 *
 * @param deployment {@code provider/model}
 * @param valid the calls it prices, by the time at which they were made
 * @param known when this price was believed: from when it became known, to when it was withdrawn
 * @param rates the prices below every context tier
 * @param tiers context cliffs, kept from the highest to the lowest; each states every meter that
 *     {@code rates} states
 * @param bands times of day with other prices, which do not overlap
 * @param serviceTiers what the prices are multiplied by in service tiers other than the standard
 *     one, by the provider's name of the tier in lower case
 * @param provenance where it comes from
 */
public record PriceVersion(
    String deployment,
    Span valid,
    Span known,
    Rates rates,
    List<ContextTier> tiers,
    List<DailyBand> bands,
    Map<String, Ratio> serviceTiers,
    Provenance provenance) {

  public PriceVersion {
    tiers =
        tiers.stream()
            .sorted(Comparator.comparingLong(ContextTier::aboveInput).reversed())
            .toList();
    bands = List.copyOf(bands);
    serviceTiers = new TreeMap<>(serviceTiers);
    serviceTiers = Collections.unmodifiableMap(serviceTiers);
    for (ContextTier tier : tiers) {
      for (Meter meter : Meter.values()) {
        if (rates.states(meter) && !tier.rates().states(meter)) {
          throw new IllegalArgumentException(
              deployment + ": the tier above " + tier.aboveInput() + " omits " + meter.key());
        }
      }
    }
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).aboveInput() == tiers.get(i - 1).aboveInput()) {
        throw new IllegalArgumentException(
            deployment + ": two tiers above " + tiers.get(i).aboveInput());
      }
    }
    for (int i = 0; i < bands.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (bands.get(i).overlaps(bands.get(j))) {
          throw new IllegalArgumentException(
              deployment + ": bands " + j + " and " + i + " overlap");
        }
      }
    }
  }

  /** A price without tiers or bands, valid and known always. */
  public static PriceVersion flat(String deployment, Rates rates, Provenance provenance) {
    return new PriceVersion(
        deployment, Span.ALWAYS, Span.ALWAYS, rates, List.of(), List.of(), Map.of(), provenance);
  }

  /**
   * The prices of a request with so much input: those of the highest tier that it exceeds.
   *
   * @param totalInput all input tokens, cached or not
   */
  public Rates ratesFor(long totalInput) {
    for (int i = 0; i < tiers.size(); i++) {
      if (totalInput > tiers.get(i).aboveInput()) {
        return tiers.get(i).rates();
      }
    }
    return rates;
  }

  /** What the prices are multiplied by at an instant; {@link Ratio#ONE} outside every band. */
  public Ratio multiplierAt(Instant when) {
    for (int i = 0; i < bands.size(); i++) {
      if (bands.get(i).contains(when)) {
        return bands.get(i).multiplier();
      }
    }
    return Ratio.ONE;
  }

  /**
   * The name of this version in the ledger: the deployment, the start of its validity (or the day
   * of its source where it has none) and eight digits of the hash of all that it says, so that a
   * price edited in place is another version.
   */
  public String label() {
    return deployment + "@" + date() + "#" + Fingerprint.of(toString()).substring(0, 8);
  }

  private String date() {
    if (valid.from().equals(Instant.MIN)) {
      return provenance.asOf().toString();
    }
    OffsetDateTime from = valid.from().atOffset(ZoneOffset.UTC);
    LocalDate day = from.toLocalDate();
    return from.toLocalTime().equals(LocalTime.MIDNIGHT) ? day.toString() : from.toString();
  }
}
