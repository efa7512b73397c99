package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger booked on one day for one meter of one model at one price.
 *
 * <p>Where the price changed within the day there is a line for each price.
 *
 * @param day the UTC day in which the provider's work ended
 * @param provider the provider that was paid
 * @param model the provider's name of the model
 * @param serviceTier the provider's name of the tier; empty is its usual one
 * @param quantity tokens, at least 0
 * @param amountUsd what was booked; {@code null} where there is no price, never 0 for unknown
 * @param estimatedQuantity the part of the quantity that the provider did not report
 * @param estimatedUsd what was booked for that part; 0 where there is no price
 * @param unitPricePico pico-dollars per token before the multiplier; 0 where there is no price
 * @param multiplier what the unit price is multiplied by
 * @param lines ledger lines that this is the sum of; each was rounded once, to a pico-dollar
 * @param account the provider's account, project or key where known, else empty
 */
public record MeteredLine(
    LocalDate day,
    String provider,
    String model,
    String serviceTier,
    Meter meter,
    BigInteger quantity,
    @Nullable BigDecimal amountUsd,
    BigInteger estimatedQuantity,
    BigDecimal estimatedUsd,
    long unitPricePico,
    Ratio multiplier,
    long lines,
    String account) {

  public MeteredLine {
    if (quantity.signum() < 0
        || estimatedQuantity.signum() < 0
        || estimatedQuantity.compareTo(quantity) > 0) {
      throw new IllegalArgumentException(
          "quantity: "
              + quantity
              + ", estimated: "
              + estimatedQuantity
              + " (expected: 0 <= estimated <= quantity)");
    }
    if (unitPricePico < 0 || lines < 0) {
      throw new IllegalArgumentException(
          "unit price: " + unitPricePico + ", lines: " + lines + " (expected: both >= 0)");
    }
  }

  /** The same on another day. */
  MeteredLine on(LocalDate other) {
    return new MeteredLine(
        other,
        provider,
        model,
        serviceTier,
        meter,
        quantity,
        amountUsd,
        estimatedQuantity,
        estimatedUsd,
        unitPricePico,
        multiplier,
        lines,
        account);
  }
}
