package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.focus.Charges.Sample;
import io.tollgate.gateway.ledger.LineKind;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What row or rows each kind of charge becomes. */
class FocusRowsTest {

  @TempDir private Path folder;

  private Map<String, @Nullable String> only(Sample sample) throws IOException {
    return only(FocusVersion.V1_2, sample);
  }

  private Map<String, @Nullable String> only(FocusVersion version, Sample sample)
      throws IOException {
    List<Map<String, @Nullable String>> rows = Exports.rows(version, folder, sample.line());
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  @Test
  void tokens_at_a_price_are_usage() throws IOException {
    assertThat(only(new Sample()))
        .containsEntry("ChargeCategory", "Usage")
        .containsEntry("ChargeClass", null)
        .containsEntry("ChargeDescription", "Output Tokens for claude-opus-5-5")
        .containsEntry("BilledCost", "30")
        .containsEntry("EffectiveCost", "30")
        .containsEntry("ListCost", "30")
        .containsEntry("ContractedCost", "30")
        .containsEntry("ListUnitPrice", "20")
        .containsEntry("PricingQuantity", "1.5")
        .containsEntry("PricingUnit", "1000000 Tokens")
        .containsEntry("ConsumedQuantity", "1500000")
        .containsEntry("ConsumedUnit", "Tokens")
        .containsEntry("PricingCategory", "Standard")
        .containsEntry("BillingPeriodStart", "2026-11-01T00:00:00Z")
        .containsEntry("BillingPeriodEnd", "2026-12-01T00:00:00Z")
        .containsEntry("ChargePeriodStart", "2026-11-21T00:00:00Z")
        .containsEntry("ChargePeriodEnd", "2026-11-22T00:00:00Z")
        .containsEntry("ProviderName", "Anthropic")
        .containsEntry("BillingAccountId", "acme")
        .containsEntry("SubAccountId", "team:search")
        .containsEntry("SubAccountName", "search")
        .containsEntry("SubAccountType", "team")
        .containsEntry("Tags", "{\"feature\":\"chat\"}")
        .containsEntry("SkuId", "anthropic/claude-opus-5-5/output-tokens")
        .containsEntry("SkuPriceId", "anthropic/claude-opus-5-5/output-tokens/standard/us")
        .containsEntry("x_RequestCount", "3")
        .containsEntry("x_LedgerFirstSeq", "7")
        .containsEntry("x_LedgerLastSeq", "9")
        .containsEntry("x_LedgerRootHash", Exports.ROOT_HASH);
  }

  @Test
  void what_the_ledger_rounded_otherwise_is_a_row_of_its_own() throws IOException {
    Sample sample = new Sample();
    sample.quantity = 7;
    sample.unitPricePico = 3;
    sample.list = new Ratio(11, 10);
    sample.multiplier = new Ratio(11, 20);
    sample.listUsd = "0.000000000023";
    sample.amountUsd = "0.000000000012";
    List<Map<String, @Nullable String>> rows =
        Exports.rows(FocusVersion.V1_2, folder, sample.line());
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst())
        .containsEntry("ListUnitPrice", "0.0000033")
        .containsEntry("ListCost", "0.0000000000231")
        .containsEntry("ContractedCost", "0.00000000001155")
        .containsEntry("EffectiveCost", "0.000000000012")
        .containsEntry("BilledCost", "0.000000000012");
    assertThat(rows.getLast())
        .containsEntry("ChargeCategory", "Adjustment")
        .containsEntry(
            "ChargeDescription", "Rounding of quantity times unit price to the ledger's lines")
        .containsEntry("ListCost", "-0.0000000000001")
        .containsEntry("ContractedCost", "0.00000000000045")
        .containsEntry("EffectiveCost", "0")
        .containsEntry("BilledCost", "0")
        .containsEntry("SubAccountId", "team:search")
        .containsEntry("x_ChargeKind", "rounding");
  }

  @Test
  void a_difference_that_is_no_rounding_says_so() throws IOException {
    Sample sample = new Sample();
    sample.listUsd = "30.01";
    List<Map<String, @Nullable String>> rows =
        Exports.rows(FocusVersion.V1_2, folder, sample.line());
    assertThat(rows).hasSize(2);
    assertThat(rows.getLast())
        .containsEntry("ListCost", "0.01")
        .containsEntry("x_ChargeKind", "unexplained");
    assertThat(rows.getLast().get("ChargeDescription")).startsWith("UNEXPLAINED");
  }

  @Test
  void usage_without_a_price_shows_its_tokens_and_no_price() throws IOException {
    Sample sample = new Sample();
    sample.listUsd = null;
    sample.amountUsd = null;
    sample.unitPricePico = 0;
    assertThat(only(sample))
        .containsEntry("ChargeCategory", "Adjustment")
        .containsEntry(
            "ChargeDescription",
            "UNPRICED: 1500000 Output Tokens for claude-opus-5-5 have no price and are in no cost")
        .containsEntry("x_Unpriced", "true")
        .containsEntry("x_MeteredQuantity", "1500000")
        .containsEntry("PricingQuantity", "1.5")
        .containsEntry("ListUnitPrice", null)
        .containsEntry("ContractedUnitPrice", null)
        .containsEntry("SkuId", "anthropic/claude-opus-5-5/output-tokens")
        .containsEntry("SkuPriceId", null)
        .containsEntry("SkuPriceDetails", null)
        .containsEntry("x_PublishedUnitPrice", null);
  }

  @Test
  void a_list_amount_without_an_amount_is_refused() {
    Sample sample = new Sample();
    sample.amountUsd = null;
    assertThatThrownBy(sample::line)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("records 7 to 9: list amount 30 without an amount");
  }

  @ParameterizedTest
  @EnumSource(
      value = Funding.Kind.class,
      names = {"COMMITMENT", "OWNED", "FREE"})
  void no_invoice_has_what_is_paid_otherwise(Funding.Kind kind) throws IOException {
    Sample sample = new Sample();
    sample.funding = new Funding(kind, kind == Funding.Kind.FREE ? "" : "pool");
    for (FocusVersion version : FocusVersion.values()) {
      assertThat(only(version, sample))
          .containsEntry("BilledCost", "0")
          .containsEntry("x_InvoicedCost", "0")
          .containsEntry("EffectiveCost", "30")
          .containsEntry("PricingCategory", kind == Funding.Kind.COMMITMENT ? "Committed" : "Other")
          .containsEntry("x_Hosting", kind == Funding.Kind.OWNED ? "owned" : "provider");
    }
  }

  @Test
  void what_a_commitment_pays_names_it() throws IOException {
    Sample sample = new Sample();
    sample.funding = new Funding(Funding.Kind.COMMITMENT, "scale-tier");
    assertThat(only(sample))
        .containsEntry("CommitmentDiscountId", "scale-tier")
        .containsEntry("CommitmentDiscountStatus", "Used")
        .containsEntry("CommitmentDiscountCategory", "Spend")
        .containsEntry("CommitmentDiscountQuantity", "30")
        .containsEntry("CommitmentDiscountUnit", "USD")
        .containsEntry("x_Funding", "commitment:scale-tier");
  }

  @Test
  void what_a_reseller_invoices_is_billed_by_the_rule_of_the_version() throws IOException {
    Sample sample = new Sample();
    sample.provider = "bedrock";
    assertThat(only(FocusVersion.V1_2, sample))
        .containsEntry("ProviderName", "Amazon Web Services")
        .containsEntry("InvoiceIssuerName", "A Reseller Ltd.")
        .containsEntry("BilledCost", "0")
        .containsEntry("x_InvoicedCost", "30");
    assertThat(only(FocusVersion.V1_4, sample))
        .containsEntry("ServiceProviderName", "Amazon Web Services")
        .containsEntry("HostProviderName", "Amazon Web Services")
        .containsEntry("InvoiceIssuerName", "A Reseller Ltd.")
        .containsEntry("BilledCost", "30");
  }

  @Test
  void a_correction_of_an_earlier_month_keeps_its_charge_period() throws IOException {
    Sample sample = new Sample();
    sample.kind = LineKind.CORRECTION;
    sample.chargedFor = LocalDate.parse("2026-10-30");
    sample.quantity = -1_500_000;
    sample.listUsd = "-30";
    sample.amountUsd = "-30";
    assertThat(only(sample))
        .containsEntry("ChargeClass", "Correction")
        .containsEntry("BillingPeriodStart", "2026-11-01T00:00:00Z")
        .containsEntry("ChargePeriodStart", "2026-10-30T00:00:00Z")
        .containsEntry("ConsumedQuantity", "-1500000")
        .containsEntry("BilledCost", "-30");
  }

  @Test
  void a_correction_within_its_month_has_no_class() throws IOException {
    Sample sample = new Sample();
    sample.kind = LineKind.CORRECTION;
    sample.chargedFor = LocalDate.parse("2026-11-02");
    assertThat(only(sample))
        .containsEntry("ChargeClass", null)
        .containsEntry("ChargePeriodStart", "2026-11-02T00:00:00Z")
        .containsEntry("x_ChargeKind", "correction");
  }

  @ParameterizedTest
  @EnumSource(
      value = LineKind.class,
      names = {"IN_DOUBT", "VARIANCE", "IDLE"})
  void what_was_not_metered_is_an_adjustment_without_a_unit_price(LineKind kind)
      throws IOException {
    Sample sample = new Sample();
    sample.kind = kind;
    sample.meter = null;
    sample.quantity = 0;
    sample.listUsd = null;
    sample.amountUsd = "0.25";
    assertThat(only(sample))
        .containsEntry("ChargeCategory", "Adjustment")
        .containsEntry("ListCost", "0.25")
        .containsEntry("ContractedCost", "0.25")
        .containsEntry("EffectiveCost", "0.25")
        .containsEntry("PricingQuantity", null)
        .containsEntry("ListUnitPrice", null)
        .containsEntry("SkuId", null)
        .containsEntry("PricingCategory", null);
  }

  @Test
  void a_price_in_another_currency_is_converted_and_shown_as_published() throws IOException {
    Sample sample = new Sample();
    sample.currency = "CNY";
    sample.usdPerUnit = new Ratio(1, 8);
    sample.list = new Ratio(1, 8);
    sample.multiplier = new Ratio(1, 8);
    sample.listUsd = "3.75";
    sample.amountUsd = "3.75";
    assertThat(only(sample))
        .containsEntry("PricingCurrency", "CNY")
        .containsEntry("BillingCurrency", "USD")
        .containsEntry("ListUnitPrice", "2.5")
        .containsEntry("EffectiveCost", "3.75")
        .containsEntry("PricingCurrencyListUnitPrice", "20")
        .containsEntry("PricingCurrencyContractedUnitPrice", "20")
        .containsEntry("PricingCurrencyEffectiveCost", "30")
        .containsEntry("x_PublishedUnitPrice", "20")
        .containsEntry("x_ListMultiplier", "1/8");
    sample.usdPerUnit = null;
    assertThat(only(sample))
        .containsEntry("PricingCurrency", "CNY")
        .containsEntry("EffectiveCost", "3.75")
        .containsEntry("PricingCurrencyListUnitPrice", null)
        .containsEntry("PricingCurrencyContractedUnitPrice", null)
        .containsEntry("PricingCurrencyEffectiveCost", null);
  }

  @Test
  void the_properties_of_tokens_are_flat_and_our_own() throws IOException {
    Sample sample = new Sample();
    sample.meter = Meter.IN_CACHE_WRITE_5M;
    assertThat(only(sample))
        .containsEntry(
            "SkuPriceDetails",
            "{\"x_CacheTimeToLive\":\"5m\",\"x_ModelDeveloper\":\"Anthropic\","
                + "\"x_ModelId\":\"claude-opus-5-5\",\"x_Region\":\"us\","
                + "\"x_TokenCacheAction\":\"Write\",\"x_TokenDirection\":\"Input\","
                + "\"x_TokenModality\":\"Text\"}");
  }
}
