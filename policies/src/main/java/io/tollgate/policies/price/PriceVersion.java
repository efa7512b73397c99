package io.tollgate.policies.price;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment costs during a stretch of time, as known during another.
 *
 * @param deployment {@code provider/model}
 * @param valid the calls it prices, by the time at which they were made
 * @param known when this price was believed: from when it became known, to when it was withdrawn
 * @param table the list prices of the standard service tier
 * @param bands times of day with other prices, which do not overlap
 * @param terms service tiers, regions, contract, currency and funding
 * @param provenance where it comes from
 */
public record PriceVersion(
    String deployment,
    Span valid,
    Span known,
    PriceTable table,
    List<DailyBand> bands,
    PriceTerms terms,
    Provenance provenance) {

  /**
   * @throws IllegalArgumentException if bands overlap, or a contract prices what has no list price
   */
  public PriceVersion {
    bands = List.copyOf(bands);
    for (int i = 0; i < bands.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (bands.get(i).overlaps(bands.get(j))) {
          throw new IllegalArgumentException(
              deployment + ": bands " + j + " and " + i + " overlap");
        }
      }
    }
    if (terms.contract() instanceof Contract.Negotiated(PriceTable negotiated)) {
      String fault = contractFault(table, negotiated);
      if (fault != null) {
        throw new IllegalArgumentException(deployment + ": " + fault);
      }
    }
  }

  /**
   * Why prices cannot be those of a contract, or {@code null}: what is paid is booked as a share of
   * the list price, of which there has to be one.
   */
  static @Nullable String contractFault(PriceTable list, PriceTable negotiated) {
    for (ContextTier tier : negotiated.tiers()) {
      if (list.tiers().stream().noneMatch(own -> own.aboveInput() == tier.aboveInput())) {
        return "a tier above %d, which the list price does not have".formatted(tier.aboveInput());
      }
    }
    Meter unlisted = unlisted(list.rates(), negotiated.ratesFor(1));
    for (ContextTier tier : list.tiers()) {
      if (unlisted == null) {
        unlisted = unlisted(tier.rates(), negotiated.ratesFor(tier.aboveInput() + 1));
      }
    }
    return unlisted == null
        ? null
        : "a price of %s, which has no list price above 0".formatted(unlisted.key());
  }

  private static @Nullable Meter unlisted(Rates list, Rates negotiated) {
    for (Meter meter : Meter.values()) {
      if (negotiated.states(meter) && list.pico(meter) <= 0 && negotiated.pico(meter) != 0) {
        return meter;
      }
    }
    return null;
  }

  /** A price without tiers, bands or other terms, valid and known always. */
  public static PriceVersion flat(String deployment, Rates rates, Provenance provenance) {
    return new PriceVersion(
        deployment,
        Span.ALWAYS,
        Span.ALWAYS,
        PriceTable.flat(rates),
        List.of(),
        PriceTerms.USUAL,
        provenance);
  }

  /**
   * The list prices of a request with so much input: those of the highest tier that it exceeds.
   *
   * @param totalInput all input tokens, cached or not
   */
  public Rates ratesFor(long totalInput) {
    return table.ratesFor(totalInput);
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
