package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the ledger that were recorded on one day and agree in all that a bill tells apart,
 * summed up: what exports and reconciliation are made of.
 *
 * <p>{@code listUsd} and {@code amountUsd} are sums of lines of which each was rounded once, to the
 * pico-dollar; quantity times unit price times multiplier may differ from them by these roundings.
 *
 * @param day the UTC day on which it was recorded
 * @param chargedFor the UTC day that it is for; earlier for corrections
 * @param accounts names such as {@code team:search} or {@code tag:feature=chat}
 * @param servedModel the model that the provider said it served; empty where that is the
 *     deployment's
 * @param serviceTier empty where the provider named none, as are region and usage quality
 * @param meter {@code null} where nothing was metered
 * @param unitPricePico list price of one unit of the meter, in 1e-12 of its currency
 * @param listMultiplier what the unit price was multiplied with for the list amount, the conversion
 *     to dollars among it
 * @param multiplier the same with the contract's discount, for the amount
 * @param currency of the price list, ISO 4217
 * @param usdPerUnit dollars that one of the currency was worth, or {@code null} where that is not
 *     known: in a store that gateways share, of one that was gone before rates were kept there
 * @param quantity units of the meter
 * @param firstHourQuantity the part of it that was recorded in the first hour of the day
 * @param lastHourQuantity the part of it that was recorded in the last hour of the day
 * @param lines how many lines of the ledger these are, at least 1
 * @param listUsd dollars at list prices, or {@code null} where they are not known
 * @param amountUsd dollars as charged, or {@code null}: without a price
 * @param firstSeq the first record of the ledger among them
 * @param lastSeq the last
 * @param node the id of the gateway whose ledger has these records, in a store that gateways share;
 *     empty in a ledger of one gateway
 */
public record ChargeLine(
    LineKind kind,
    LocalDate day,
    LocalDate chargedFor,
    String key,
    List<String> accounts,
    String policy,
    String deployment,
    String provider,
    String servedModel,
    String serviceTier,
    String region,
    @Nullable Meter meter,
    String priceVersion,
    long unitPricePico,
    Ratio listMultiplier,
    Ratio multiplier,
    String currency,
    @Nullable Ratio usdPerUnit,
    Funding funding,
    String usageQuality,
    Purpose purpose,
    BigInteger quantity,
    BigInteger firstHourQuantity,
    BigInteger lastHourQuantity,
    long lines,
    @Nullable BigDecimal listUsd,
    @Nullable BigDecimal amountUsd,
    long firstSeq,
    long lastSeq,
    String node) {

  /**
   * Copies the accounts.
   *
   * @throws IllegalArgumentException where a list amount is known and the amount is not
   */
  public ChargeLine {
    accounts = List.copyOf(accounts);
    if (amountUsd == null && listUsd != null) {
      throw new IllegalArgumentException(
          "records %d to %d: list amount %s without an amount (expected: none without a price)"
              .formatted(firstSeq, lastSeq, listUsd.toPlainString()));
    }
  }

  /** Whether there is no price for it. */
  public boolean isUnpriced() {
    return amountUsd == null;
  }
}
