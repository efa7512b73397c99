package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.csv.CsvCells;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The columns of files: which there are, where, and what may be empty. */
class FocusColumnsTest {

  private static final Path SAMPLES =
      Path.of(System.getProperty("tollgate.root", "..")).resolve("../shared/data/focus");

  /** Mandatory in FOCUS 1.4, and never null. */
  private static final List<String> NEVER_NULL =
      List.of(
          "BilledCost",
          "EffectiveCost",
          "ListCost",
          "ContractedCost",
          "BillingAccountId",
          "BillingCurrency",
          "BillingPeriodStart",
          "BillingPeriodEnd",
          "ChargePeriodStart",
          "ChargePeriodEnd",
          "ChargeCategory",
          "HostProviderName",
          "ServiceProviderName",
          "InvoiceIssuerName",
          "PricingCurrency",
          "PricingCurrencyEffectiveCost",
          "ServiceCategory",
          "ServiceName",
          "ServiceSubcategory",
          "ChargeFrequency");

  /** Not null where something was used. */
  private static final List<String> OF_USAGE =
      List.of(
          "PricingQuantity",
          "PricingUnit",
          "ConsumedQuantity",
          "ConsumedUnit",
          "ListUnitPrice",
          "ContractedUnitPrice",
          "PricingCurrencyContractedUnitPrice",
          "PricingCurrencyListUnitPrice",
          "PricingCategory",
          "SkuId",
          "SkuMeter",
          "SkuPriceId",
          "SkuPriceDetails");

  /** There, and null where it does not apply. */
  private static final List<String> NULLABLE =
      List.of(
          "BillingAccountName",
          "ChargeClass",
          "ChargeDescription",
          "SubAccountId",
          "SubAccountName",
          "Tags",
          "RegionId",
          "RegionName",
          "InvoiceId",
          "InvoiceDetailId");

  @TempDir private Path folder;

  @Test
  void version_1_4_has_the_columns_of_its_table() throws IOException {
    CsvTable table = Exports.csv(FocusVersion.V1_4, folder, Charges.random(21, 1_000));
    assertThat(table.header()).containsAll(NEVER_NULL).containsAll(OF_USAGE).containsAll(NULLABLE);
    assertThat(table.header()).doesNotContain("ProviderName", "PublisherName");
    for (Map<String, @Nullable String> row : table.rows()) {
      assertThat(row).extracting(NEVER_NULL.toArray(String[]::new)).doesNotContainNull();
      boolean usage = "Usage".equals(row.get("ChargeCategory"));
      if (usage) {
        assertThat(row).extracting(OF_USAGE.toArray(String[]::new)).doesNotContainNull();
        assertThat(new BigDecimal(row.get("ListUnitPrice"))).isNotNegative();
      } else {
        assertThat(row.get("ConsumedQuantity")).isNull();
      }
      assertThat(row.get("ServiceCategory")).isEqualTo("AI and Machine Learning");
      assertThat(row.get("ServiceSubcategory")).isEqualTo("Generative AI");
    }
  }

  @ParameterizedTest
  @EnumSource(FocusVersion.class)
  void our_own_columns_come_last_and_begin_with_x(FocusVersion version) throws IOException {
    List<String> header = Exports.csv(version, folder, Charges.random(1, 1)).header();
    int own = header.indexOf("x_ChargeKind");
    assertThat(header.subList(0, own)).isSorted().allMatch(name -> name.matches("[A-Z]\\w+"));
    assertThat(header.subList(own, header.size())).allMatch(name -> name.startsWith("x_"));
    assertThat(header).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"V1_2, sample_focus_1.2.csv", "V1_4, sample_focus_1.4.csv"})
  void all_columns_of_the_sample_are_there(FocusVersion version, String sample) throws IOException {
    Path file = SAMPLES.resolve(sample);
    assumeTrue(Files.exists(file), "the sample is not beside the project: " + file);
    Set<String> expected = new TreeSet<>(CsvTable.read(file).header());
    // The price book's version is of a price, and called so.
    assertThat(expected.remove("x_PriceBookVersion")).isTrue();
    assertThat(Exports.csv(version, folder, Charges.random(1, 1)).header()).containsAll(expected);
  }

  @ParameterizedTest
  @EnumSource(FocusVersion.class)
  void no_number_has_an_exponent_and_no_moment_a_fraction(FocusVersion version) throws IOException {
    CsvTable table = Exports.csv(version, folder, Charges.random(22, 300));
    Set<String> seen = new TreeSet<>();
    for (Column<FocusRow> column :
        CostAndUsage.columns(Exports.options(version, FileFormat.CSV, folder))) {
      String format =
          switch (column) {
            case Column.Decimal<FocusRow> _ -> "-?(0|[1-9]\\d*)(\\.\\d*[1-9])?";
            case Column.Count<FocusRow> _ -> "\\d+";
            case Column.Moment<FocusRow> _ -> "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
            case Column.Flag<FocusRow> _ -> "true|false";
            case Column.Text<FocusRow> _ -> "(?s).+";
            case Column.Json<FocusRow> _ -> "\\{.*\\}";
          };
      seen.add(format);
      for (Map<String, @Nullable String> row : table.rows()) {
        String cell = row.get(column.name());
        if (cell != null) {
          assertThat(cell).as(column.name()).matches(format);
        }
      }
    }
    assertThat(seen).hasSize(6);
    assertThat(Arrays.asList("0E-12", "1E+3"))
        .extracting(text -> CsvCells.number(new BigDecimal(text)))
        .containsExactly("0", "1000");
  }
}
