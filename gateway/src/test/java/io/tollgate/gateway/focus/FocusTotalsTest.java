package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.csv.CsvCells;
import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.policies.price.Funding.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The totals of the file that was written, against sums of the charges made here. */
class FocusTotalsTest {

  private static final int CHARGES = 1_000;

  @TempDir private Path folder;

  private static BigDecimal sum(CsvTable table, String column) {
    return table.rows().stream()
        .map(row -> new BigDecimal(Objects.requireNonNull(row.get(column))))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal amount(ChargeLine line) {
    return line.amountUsd() == null ? BigDecimal.ZERO : line.amountUsd();
  }

  private static BigDecimal list(ChargeLine line) {
    return line.listUsd() == null ? amount(line) : line.listUsd();
  }

  @ParameterizedTest
  @CsvSource({"V1_2, 1", "V1_2, 2", "V1_2, 3", "V1_4, 1", "V1_4, 4"})
  void invariant_17_the_total_of_each_cost_column_is_the_ledgers_to_the_last_digit(
      FocusVersion version, long seed) throws IOException {
    CsvTable table = Exports.csv(version, folder, Charges.random(seed, CHARGES));
    List<ChargeLine> lines = Charges.all(Charges.random(seed, CHARGES));
    BigDecimal effective = BigDecimal.ZERO;
    BigDecimal listed = BigDecimal.ZERO;
    BigDecimal invoiced = BigDecimal.ZERO;
    BigDecimal invoicedBySeller = BigDecimal.ZERO;
    for (ChargeLine line : lines) {
      effective = effective.add(amount(line));
      listed = listed.add(list(line));
      if (line.funding().kind() == Kind.INVOICE) {
        invoiced = invoiced.add(amount(line));
        invoicedBySeller =
            invoicedBySeller.add(
                line.provider().equals("bedrock") ? BigDecimal.ZERO : amount(line));
      }
    }
    assertThat(sum(table, "EffectiveCost")).isEqualByComparingTo(effective);
    assertThat(sum(table, "ContractedCost")).isEqualByComparingTo(effective);
    assertThat(sum(table, "ListCost")).isEqualByComparingTo(listed);
    assertThat(sum(table, "x_InvoicedCost")).isEqualByComparingTo(invoiced);
    assertThat(sum(table, "BilledCost"))
        .isEqualByComparingTo(version == FocusVersion.V1_2 ? invoicedBySeller : invoiced);
    assertThat(table.count("x_ChargeKind"))
        .containsKey("rounding")
        .doesNotContainKey("unexplained");
  }

  @ParameterizedTest
  @CsvSource({"V1_2, 5", "V1_4, 6"})
  void quantity_times_unit_price_is_the_cost_exactly(FocusVersion version, long seed)
      throws IOException {
    int products = 0;
    for (Map<String, String> row :
        Exports.csv(version, folder, Charges.random(seed, CHARGES)).rows()) {
      if ("Usage".equals(row.get("ChargeCategory"))) {
        products++;
        BigDecimal quantity = new BigDecimal(row.get("PricingQuantity"));
        assertThat(quantity.multiply(new BigDecimal(row.get("ListUnitPrice"))))
            .isEqualByComparingTo(row.get("ListCost"));
        assertThat(quantity.multiply(new BigDecimal(row.get("ContractedUnitPrice"))))
            .isEqualByComparingTo(row.get("ContractedCost"));
      }
    }
    assertThat(products).isGreaterThan(CHARGES / 2);
  }

  @ParameterizedTest
  @CsvSource({"V1_2, 7", "V1_4, 8"})
  void roundings_are_beside_the_days_accounts_and_tags_that_they_are_of(
      FocusVersion version, long seed) throws IOException {
    CsvTable table = Exports.csv(version, folder, Charges.random(seed, CHARGES));
    // By sub-account and day of recording the lists of rows and charges agree as well.
    Map<String, BigDecimal> exported = new TreeMap<>();
    table
        .rows()
        .forEach(row ->
            exported.merge(
                row.get("SubAccountId") + " " + row.get("x_RecordedOn") + row.get("Tags"),
                new BigDecimal(Objects.requireNonNull(row.get("ListCost"))),
                BigDecimal::add));
    Map<String, BigDecimal> charged = new TreeMap<>();
    Charges.random(seed, CHARGES)
        .forEachRemaining(line -> {
          FocusRow.SubAccount account =
              Accounts.subAccount(line.accounts(), ExportOptions.DEFAULT_SUB_ACCOUNTS);
          String place =
              (account == null ? null : CsvCells.inert(account.id()))
                  + (" " + line.day() + "T00:00:00Z")
                  + Accounts.tags(line.accounts());
          charged.merge(place, list(line), BigDecimal::add);
        });
    assertThat(exported.keySet()).isEqualTo(charged.keySet());
    charged.forEach(
        (place, sum) -> assertThat(exported.get(place)).as(place).isEqualByComparingTo(sum));
  }
}
