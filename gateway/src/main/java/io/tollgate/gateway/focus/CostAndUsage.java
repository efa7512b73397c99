package io.tollgate.gateway.focus;

import io.tollgate.gateway.focus.Column.Count;
import io.tollgate.gateway.focus.Column.Decimal;
import io.tollgate.gateway.focus.Column.Flag;
import io.tollgate.gateway.focus.Column.Json;
import io.tollgate.gateway.focus.Column.Moment;
import io.tollgate.gateway.focus.Column.Reading;
import io.tollgate.gateway.focus.Column.Text;
import io.tollgate.gateway.focus.FocusRow.Category;
import io.tollgate.gateway.focus.FocusRow.Commitment;
import io.tollgate.gateway.focus.FocusRow.Pricing;
import io.tollgate.gateway.focus.FocusRow.Sku;
import io.tollgate.gateway.focus.FocusRow.SubAccount;
import io.tollgate.gateway.focus.Trace.PriceOrigin;
import io.tollgate.policies.money.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of the Cost and Usage data set: those of FOCUS by name, then our own. */
final class CostAndUsage {

  /** Its name in the specification. */
  static final String NAME = "CostAndUsage";

  private static final String SERVICE_CATEGORY = "AI and Machine Learning";
  private static final String SERVICE_SUBCATEGORY = "Generative AI";

  private CostAndUsage() {}

  /** The columns of a version, with those of our own that name this export. */
  static List<Column<FocusRow>> columns(ExportOptions options) {
    List<Column<FocusRow>> columns = new ArrayList<>();
    columns.add(cost("BilledCost", row -> row.costs().billed()));
    columns.add(text("BillingAccountId", FocusRow::billingAccount));
    columns.add(text("BillingAccountName", FocusRow::billingAccount));
    columns.add(text("BillingCurrency", row -> options.billingCurrency()));
    columns.add(
        moment("BillingPeriodEnd", row -> FocusRow.start(row.billingPeriod().plusMonths(1))));
    columns.add(moment("BillingPeriodStart", row -> FocusRow.start(row.billingPeriod())));
    columns.add(text("ChargeCategory", row -> row.category().value()));
    columns.add(text("ChargeClass", row -> row.correction() ? "Correction" : null));
    columns.add(text("ChargeDescription", FocusRow::description));
    columns.add(text("ChargeFrequency", row -> row.category().frequency()));
    columns.add(moment("ChargePeriodEnd", FocusRow::chargePeriodEnd));
    columns.add(moment("ChargePeriodStart", FocusRow::chargePeriodStart));
    columns.addAll(commitment());
    columns.add(pricing("ConsumedQuantity", 6, Pricing::consumedQuantity));
    columns.add(pricingText("ConsumedUnit", Pricing::consumedUnit));
    columns.add(cost("ContractedCost", row -> row.costs().contracted()));
    columns.add(pricing("ContractedUnitPrice", SkuUnit.PRICE_SCALE, Pricing::contractedUnitPrice));
    columns.add(cost("EffectiveCost", row -> row.costs().effective()));
    if (options.version() == FocusVersion.V1_4) {
      columns.add(text("HostProviderName", row -> row.party().host()));
      columns.add(text("InvoiceDetailId", row -> null));
    }
    columns.add(text("InvoiceId", row -> null));
    columns.add(text("InvoiceIssuerName", row -> row.party().invoiceIssuer()));
    columns.add(cost("ListCost", row -> row.costs().list()));
    columns.add(pricing("ListUnitPrice", SkuUnit.PRICE_SCALE, Pricing::listUnitPrice));
    columns.add(text("PricingCategory", FocusRow::pricingCategory));
    columns.add(text("PricingCurrency", row -> pricingCurrency(row, options)));
    columns.add(
        pricing(
            "PricingCurrencyContractedUnitPrice",
            SkuUnit.PRICE_SCALE,
            Pricing::currencyContractedUnitPrice));
    columns.add(cost("PricingCurrencyEffectiveCost", CostAndUsage::pricingCurrencyEffectiveCost));
    columns.add(
        pricing(
            "PricingCurrencyListUnitPrice", SkuUnit.PRICE_SCALE, Pricing::currencyListUnitPrice));
    columns.add(pricing("PricingQuantity", 6, Pricing::quantity));
    columns.add(pricingText("PricingUnit", Pricing::unit));
    if (options.version() == FocusVersion.V1_2) {
      columns.add(text("ProviderName", row -> row.party().provider()));
      columns.add(text("PublisherName", row -> row.party().publisher()));
    }
    columns.add(text("RegionId", FocusRow::regionId));
    columns.add(text("RegionName", FocusRow::regionId));
    columns.add(text("ResourceId", FocusRow::resourceId));
    columns.add(text("ResourceName", row -> null));
    columns.add(text("ResourceType", row -> row.resourceId() == null ? null : "Model Deployment"));
    columns.add(text("ServiceCategory", row -> SERVICE_CATEGORY));
    columns.add(text("ServiceName", row -> row.party().serviceName()));
    if (options.version() == FocusVersion.V1_4) {
      columns.add(text("ServiceProviderName", row -> row.party().provider()));
    }
    columns.add(text("ServiceSubcategory", row -> SERVICE_SUBCATEGORY));
    columns.add(sku("SkuId", Sku::id));
    columns.add(sku("SkuMeter", Sku::meter));
    columns.add(new Json<>("SkuPriceDetails", row -> part(row.sku(), Sku::details)));
    columns.add(sku("SkuPriceId", Sku::priceId));
    columns.add(subAccount("SubAccountId", SubAccount::id));
    columns.add(subAccount("SubAccountName", SubAccount::name));
    columns.add(subAccount("SubAccountType", SubAccount::type));
    columns.add(new Json<>("Tags", FocusRow::tags));
    columns.addAll(own(options));
    return List.copyOf(columns);
  }

  private static List<Column<FocusRow>> commitment() {
    return List.of(
        text("CommitmentDiscountCategory", row -> row.commitment() == null ? null : "Spend"),
        text("CommitmentDiscountId", row -> part(row.commitment(), Commitment::id)),
        text("CommitmentDiscountName", row -> part(row.commitment(), Commitment::id)),
        new Decimal<>(
            "CommitmentDiscountQuantity",
            Column.COST_SCALE,
            row -> isDrawn(row) ? part(row.commitment(), Commitment::drawn) : null),
        text(
            "CommitmentDiscountStatus",
            row -> row.commitment() != null && row.category() == Category.USAGE ? "Used" : null),
        text("CommitmentDiscountType", row -> row.commitment() == null ? null : "Commitment"),
        text("CommitmentDiscountUnit", row -> isDrawn(row) ? "USD" : null));
  }

  /** Whether the specification has a quantity of a commitment in a row. */
  private static boolean isDrawn(FocusRow row) {
    return row.commitment() != null && row.category() == Category.USAGE && !row.correction();
  }

  private static List<Column<FocusRow>> own(ExportOptions options) {
    return List.of(
        text("x_ChargeKind", row -> row.trace().chargeKind()),
        new Flag<>("x_Unpriced", row -> row.trace().unpriced()),
        cost("x_InvoicedCost", row -> row.costs().invoiced()),
        new Count<>("x_RequestCount", row -> row.trace().attempts()),
        new Count<>("x_LineCount", row -> row.trace().lines()),
        text("x_Meter", row -> row.trace().meter()),
        new Decimal<>(
            "x_MeteredQuantity", 0, row -> part(row.trace().meteredQuantity(), BigDecimal::new)),
        text("x_UsageQuality", row -> row.trace().usageQuality()),
        origin("x_PriceVersion", PriceOrigin::version),
        new Decimal<>(
            "x_PublishedUnitPrice",
            SkuUnit.PRICE_SCALE,
            row -> part(row.trace().pricing(), PriceOrigin::publishedUnitPrice)),
        origin("x_ListMultiplier", PriceOrigin::listMultiplier),
        origin("x_Multiplier", PriceOrigin::multiplier),
        text("x_Key", row -> row.trace().key()),
        text("x_Policy", row -> row.trace().policy()),
        text("x_Deployment", row -> row.trace().deployment()),
        text("x_Model", row -> row.trace().model()),
        text("x_ServiceTier", row -> row.trace().serviceTier()),
        text("x_Accounts", row -> row.trace().accounts()),
        text("x_Funding", row -> row.trace().funding()),
        text("x_Hosting", row -> row.trace().hosting()),
        text("x_Purpose", row -> row.trace().purpose()),
        moment("x_RecordedOn", CostAndUsage::recordedOn),
        text("x_LedgerNode", row -> row.trace().node()),
        new Count<>("x_LedgerFirstSeq", row -> row.trace().firstSeq()),
        new Count<>("x_LedgerLastSeq", row -> row.trace().lastSeq()),
        text("x_LedgerRootHash", row -> options.rootHash()));
  }

  private static Instant recordedOn(FocusRow row) {
    return row.trace().recordedOn().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String pricingCurrency(FocusRow row, ExportOptions options) {
    String currency = part(row.trace().pricing(), PriceOrigin::currency);
    return currency == null ? options.billingCurrency() : currency;
  }

  /**
   * Exact in dollars, in which is what is of no price list; else the quotient of the dollars
   * charged, rounded half-even.
   */
  private static @Nullable BigDecimal pricingCurrencyEffectiveCost(FocusRow row) {
    PriceOrigin origin = row.trace().pricing();
    Ratio rate = origin == null ? Ratio.ONE : origin.usdPerUnit();
    BigDecimal effective = row.costs().effective();
    if (rate == null || rate.equals(Ratio.ONE)) {
      return rate == null ? null : effective;
    }
    return effective
        .multiply(BigDecimal.valueOf(rate.denominator()))
        .divide(BigDecimal.valueOf(rate.numerator()), Column.COST_SCALE, RoundingMode.HALF_EVEN);
  }

  private static Column<FocusRow> text(String name, Reading<FocusRow, String> value) {
    return new Text<>(name, value);
  }

  private static Column<FocusRow> moment(String name, Reading<FocusRow, Instant> value) {
    return new Moment<>(name, value);
  }

  private static Column<FocusRow> cost(String name, Reading<FocusRow, BigDecimal> value) {
    return new Decimal<>(name, Column.COST_SCALE, value);
  }

  private static Column<FocusRow> pricing(
      String name, int scale, Reading<Pricing, BigDecimal> value) {
    return new Decimal<>(name, scale, row -> part(row.pricing(), value));
  }

  private static Column<FocusRow> pricingText(String name, Reading<Pricing, String> value) {
    return new Text<>(name, row -> part(row.pricing(), value));
  }

  private static Column<FocusRow> sku(String name, Reading<Sku, String> value) {
    return new Text<>(name, row -> part(row.sku(), value));
  }

  private static Column<FocusRow> subAccount(String name, Reading<SubAccount, String> value) {
    return new Text<>(name, row -> part(row.subAccount(), value));
  }

  private static Column<FocusRow> origin(String name, Reading<PriceOrigin, String> value) {
    return new Text<>(name, row -> part(row.trace().pricing(), value));
  }

  private static <P, V> @Nullable V part(@Nullable P part, Reading<P, V> value) {
    return part == null ? null : value.of(part);
  }
}
