package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a row comes from in the ledger: the columns that are our own.
 *
 * <p>{@code null} is what does not apply to a row.
 *
 * @param chargeKind what the charge is in the ledger, or what else an adjustment is of
 * @param attempts how many attempts the row belongs to; those of several meters are in several rows
 * @param lines how many lines of the ledger it sums up
 * @param meteredQuantity units of the meter
 * @param pricing what its price was made of
 * @param hosting {@code owned} or {@code provider}
 * @param node whose ledger it is of, where gateways share a store
 */
record Trace(
    String chargeKind,
    boolean unpriced,
    long attempts,
    long lines,
    @Nullable String usageQuality,
    @Nullable String meter,
    @Nullable BigInteger meteredQuantity,
    @Nullable PriceOrigin pricing,
    @Nullable String key,
    @Nullable String policy,
    @Nullable String deployment,
    @Nullable String model,
    @Nullable String serviceTier,
    @Nullable String accounts,
    String funding,
    String hosting,
    @Nullable String purpose,
    LocalDate recordedOn,
    @Nullable String node,
    long firstSeq,
    long lastSeq) {

  /**
   * What a price was made of.
   *
   * @param version of the price book
   * @param currency of the price list
   * @param usdPerUnit dollars that one of it was worth, where that is known
   * @param publishedUnitPrice in it, per pricing unit
   * @param listMultiplier e.g. {@code 11/10}
   * @param multiplier with the contract's discount
   */
  record PriceOrigin(
      @Nullable String version,
      String currency,
      @Nullable Ratio usdPerUnit,
      @Nullable BigDecimal publishedUnitPrice,
      String listMultiplier,
      String multiplier) {}

  /** Of a charge of the ledger. */
  static Trace of(ChargeLine line) {
    Meter meter = line.meter();
    return new Trace(
        line.kind().key(),
        line.isUnpriced(),
        line.lines(),
        line.lines(),
        orNull(line.usageQuality()),
        meter == null ? null : meter.key(),
        meter == null ? null : line.quantity(),
        meter == null ? null : origin(line, SkuUnit.of(meter)),
        orNull(line.key()),
        orNull(line.policy()),
        orNull(line.deployment()),
        orNull(line.servedModel()),
        orNull(line.serviceTier()),
        orNull(String.join(" ", line.accounts())),
        line.funding().toString(),
        hosting(line.funding()),
        line.purpose().key(),
        line.day(),
        orNull(line.node()),
        line.firstSeq(),
        line.lastSeq());
  }

  private static PriceOrigin origin(ChargeLine line, SkuUnit unit) {
    return new PriceOrigin(
        orNull(line.priceVersion()),
        line.currency(),
        line.usdPerUnit(),
        line.isUnpriced() ? null : unit.published(line.unitPricePico()),
        line.listMultiplier().toString(),
        line.multiplier().toString());
  }

  /** Of an adjustment that belongs to no single charge. */
  static Trace adjusting(
      String kind,
      Funding funding,
      LocalDate recordedOn,
      String node,
      long lines,
      long firstSeq,
      long lastSeq) {
    return new Trace(
        kind,
        false,
        0,
        lines,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        funding.toString(),
        hosting(funding),
        null,
        recordedOn,
        orNull(node),
        firstSeq,
        lastSeq);
  }

  private static String hosting(Funding funding) {
    return funding.kind() == Funding.Kind.OWNED ? "owned" : "provider";
  }

  /** A text, or {@code null} for an empty one: the specification has no empty texts. */
  static @Nullable String orNull(String text) {
    return text.isBlank() ? null : text;
  }
}
