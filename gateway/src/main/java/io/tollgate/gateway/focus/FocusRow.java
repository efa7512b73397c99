package io.tollgate.gateway.focus;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One row of the Cost and Usage data set.
 *
 * @param correction whether it corrects an earlier billing period
 * @param pricingCategory {@code null} where nothing was priced
 * @param billingPeriod the UTC month in which it was recorded, and is invoiced
 * @param chargedFor the UTC day that it is for
 * @param subAccount {@code null} where none of its accounts is one
 * @param pricing {@code null} where nothing was metered
 * @param sku {@code null} where nothing was metered
 * @param regionId {@code null} where the provider named none
 * @param resourceId the deployment, or {@code null}
 * @param tags a flat JSON object
 */
record FocusRow(
    Category category,
    boolean correction,
    @Nullable String pricingCategory,
    String description,
    YearMonth billingPeriod,
    LocalDate chargedFor,
    Party party,
    String billingAccount,
    @Nullable SubAccount subAccount,
    Costs costs,
    @Nullable Pricing pricing,
    @Nullable Sku sku,
    @Nullable String regionId,
    @Nullable String resourceId,
    @Nullable Commitment commitment,
    String tags,
    Trace trace) {

  /** {@code ChargeCategory}, of which an export of a ledger has these. */
  enum Category {
    /** Something was consumed at a known price. */
    USAGE("Usage", "Usage-Based"),
    /** All else: what has no quantity times unit price that would be its cost. */
    ADJUSTMENT("Adjustment", "One-Time");

    private final String value;
    private final String frequency;

    Category(String value, String frequency) {
      this.value = value;
      this.frequency = frequency;
    }

    String value() {
      return value;
    }

    /** {@code ChargeFrequency} of such charges. */
    String frequency() {
      return frequency;
    }
  }

  /**
   * An account that costs are shown to.
   *
   * @param id its whole name, e.g. {@code team:search}
   * @param name e.g. {@code search}
   * @param type e.g. {@code team}
   */
  record SubAccount(String id, String name, String type) {}

  /**
   * How its costs come about.
   *
   * @param quantity in pricing units
   * @param listUnitPrice dollars per pricing unit, or {@code null} where it is not known
   * @param contractedUnitPrice the same as negotiated
   * @param currencyListUnitPrice the list unit price in the currency of the price list
   * @param currencyContractedUnitPrice the negotiated one in it
   * @param consumedQuantity in consumed units, or {@code null} where the row is not usage
   */
  record Pricing(
      BigDecimal quantity,
      String unit,
      @Nullable BigDecimal listUnitPrice,
      @Nullable BigDecimal contractedUnitPrice,
      @Nullable BigDecimal currencyListUnitPrice,
      @Nullable BigDecimal currencyContractedUnitPrice,
      @Nullable BigDecimal consumedQuantity,
      @Nullable String consumedUnit) {}

  /**
   * What was sold.
   *
   * @param id the same whatever it costs
   * @param meter e.g. {@code Output Tokens}
   * @param priceId with what its price depends on; {@code null} where no price list has it
   * @param details of the price, a flat JSON object; {@code null} where there is none
   */
  record Sku(String id, String meter, @Nullable String priceId, @Nullable String details) {}

  /**
   * The commitment that a charge is drawn from.
   *
   * @param drawn dollars
   */
  record Commitment(String id, BigDecimal drawn) {}

  /** {@code ChargePeriodStart}. */
  Instant chargePeriodStart() {
    return chargedFor.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** {@code ChargePeriodEnd}, exclusive. */
  Instant chargePeriodEnd() {
    return chargedFor.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first moment of a month. */
  static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
