package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.FocusRow.Category;
import io.tollgate.gateway.focus.FocusRow.Commitment;
import io.tollgate.gateway.focus.FocusRow.Pricing;
import io.tollgate.gateway.focus.FocusRow.Sku;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of charges: one of each charge, and those that take up its roundings.
 *
 * <p>A priced and metered charge is {@code Usage}: its list and contracted costs are quantity times
 * unit price, as the specification demands, and what the ledger rounded differently is a row beside
 * it, see {@link Roundings}. All else is {@code Adjustment}, which has no unit price: estimates of
 * lost attempts, differences to invoices, unused capacity, and usage without a price, which as
 * {@code Usage} would need a unit price and would be counted as free.
 *
 * <p>Not safe for use by several threads.
 */
final class RowMaker {

  private final ExportOptions options;
  private final Roundings roundings = new Roundings();

  RowMaker(ExportOptions options) {
    this.options = options;
  }

  /** Hands on the rows that a charge makes, and those that are complete with it. */
  void accept(ChargeLine line, Consumer<FocusRow> rows) {
    roundings.upTo(line.day(), rows);
    FocusRow row = row(line);
    rows.accept(row);
    if (row.category() == Category.USAGE) {
      Costs exact = ledgered(line);
      roundings.add(
          line,
          row,
          exact.list().subtract(row.costs().list()),
          exact.contracted().subtract(row.costs().contracted()),
          rows);
    }
  }

  /** Hands on what is left when there are no more charges. */
  void finish(Consumer<FocusRow> rows) {
    roundings.flush(rows);
  }

  /** The costs of a charge as the ledger has them, without any row's rounding. */
  Costs ledgered(ChargeLine line) {
    BigDecimal amount = amount(line);
    BigDecimal list = line.listUsd() == null ? amount : line.listUsd();
    return costs(line, list, amount);
  }

  private FocusRow row(ChargeLine line) {
    Party party = options.party(line.provider());
    Meter meter = line.meter();
    SkuUnit unit = meter == null ? null : SkuUnit.of(meter);
    Category category = unit != null && !line.isUnpriced() ? Category.USAGE : Category.ADJUSTMENT;
    Pricing pricing = unit == null ? null : pricing(line, unit, category);
    Sku sku = meter == null || unit == null ? null : Skus.of(line, unit, meter.key(), party);
    YearMonth recorded = YearMonth.from(line.day());
    return new FocusRow(
        category,
        YearMonth.from(line.chargedFor()).isBefore(recorded),
        category == Category.USAGE ? pricingCategory(line.funding()) : null,
        description(line, unit),
        recorded,
        line.chargedFor(),
        party,
        Accounts.billingAccount(line.accounts(), options.billingAccount()),
        Accounts.subAccount(line.accounts(), options.subAccountKinds()),
        costs(line, pricing),
        pricing,
        sku,
        Trace.orNull(line.region()),
        Trace.orNull(line.deployment()),
        commitment(line),
        Accounts.tags(line.accounts()),
        Trace.of(line));
  }

  private static Pricing pricing(ChargeLine line, SkuUnit unit, Category category) {
    BigDecimal quantity = unit.priced(line.quantity());
    if (category != Category.USAGE) {
      return new Pricing(quantity, unit.pricingUnit(), null, null, null, null, null, null);
    }
    Ratio list = line.listUsd() == null ? line.multiplier() : line.listMultiplier();
    Ratio rate = line.usdPerUnit();
    return new Pricing(
        quantity,
        unit.pricingUnit(),
        unit.price(line.unitPricePico(), list),
        unit.price(line.unitPricePico(), line.multiplier()),
        rate == null ? null : unit.price(line.unitPricePico(), list, rate),
        rate == null ? null : unit.price(line.unitPricePico(), line.multiplier(), rate),
        unit.consumed(line.quantity()),
        unit.consumedUnit());
  }

  private Costs costs(ChargeLine line, @Nullable Pricing pricing) {
    if (pricing == null
        || pricing.listUnitPrice() == null
        || pricing.contractedUnitPrice() == null) {
      return ledgered(line);
    }
    return costs(
        line,
        pricing.quantity().multiply(pricing.listUnitPrice()),
        pricing.quantity().multiply(pricing.contractedUnitPrice()));
  }

  private Costs costs(ChargeLine line, BigDecimal list, BigDecimal contracted) {
    BigDecimal amount = amount(line);
    BigDecimal invoiced = line.funding().kind() == Funding.Kind.INVOICE ? amount : BigDecimal.ZERO;
    return new Costs(billed(line, invoiced), amount, list, contracted, invoiced);
  }

  /**
   * Before 1.4 {@code BilledCost} is 0 where another than the seller sends the invoice
   * (BilledCost-C-005); 1.4 has it as what the sender of the invoice charges.
   */
  private BigDecimal billed(ChargeLine line, BigDecimal invoiced) {
    return switch (options.version()) {
      case V1_2 -> options.party(line.provider()).isBilledBySeller() ? invoiced : BigDecimal.ZERO;
      case V1_4 -> invoiced;
    };
  }

  private static BigDecimal amount(ChargeLine line) {
    return line.amountUsd() == null ? BigDecimal.ZERO : line.amountUsd();
  }

  private static String pricingCategory(Funding funding) {
    return switch (funding.kind()) {
      case INVOICE -> "Standard";
      case COMMITMENT -> "Committed";
      case OWNED, FREE -> "Other";
    };
  }

  private static @Nullable Commitment commitment(ChargeLine line) {
    return line.funding().kind() == Funding.Kind.COMMITMENT
        ? new Commitment(
            line.funding().name().isBlank() ? line.provider() : line.funding().name(), amount(line))
        : null;
  }

  private static String description(ChargeLine line, @Nullable SkuUnit unit) {
    String subject =
        line.servedModel().isBlank() ? orProvider(line.deployment(), line) : line.servedModel();
    if (line.isUnpriced()) {
      return unit == null
          ? "UNPRICED: charges for " + subject + " that have no price and are in no cost"
          : "UNPRICED: %s %s for %s have no price and are in no cost"
              .formatted(line.quantity(), unit.meter(), subject);
    }
    String what = (unit == null ? "Charges" : unit.meter()) + " for " + subject;
    return switch (line.kind()) {
      case USAGE -> what;
      case IN_DOUBT -> "Estimate of attempts whose outcome was lost, for " + subject;
      case CORRECTION -> "Correction of " + what;
      case VARIANCE -> "Difference to the invoice of " + line.provider();
      case IDLE ->
          "Unused owned capacity of "
              + (line.funding().name().isBlank() ? subject : line.funding().name());
    };
  }

  private static String orProvider(String deployment, ChargeLine line) {
    return deployment.isBlank() ? line.provider() : deployment;
  }
}
