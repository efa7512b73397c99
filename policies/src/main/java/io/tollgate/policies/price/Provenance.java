package io.tollgate.policies.price;

import java.time.LocalDate;

/**
 * Where a price comes from.
 *
 * @param source who states it, e.g. a provider's price page, a price feed, a contract
 * @param asOf the day on which the source stated it; the first of the month where only that is
 *     known
 * @param confidence how well it is founded
 */
public record Provenance(String source, LocalDate asOf, Confidence confidence) {

  public Provenance {
    if (source.isBlank()) {
      throw new IllegalArgumentException("source: blank (expected: who states the price)");
    }
  }
}
