package io.tollgate.gateway.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The public rule model of FOCUS 1.2 against an export with every kind of row. */
class FocusRulesTest {

  private static final Path MODEL =
      Path.of(System.getProperty("tollgate.root", ".."))
          .resolve("../shared/data/focus/model-1.2.json.gz");

  private static final Set<String> SUPPORTED =
      Set.of(
          "ACCOUNT_NAMING_SUPPORTED",
          "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED",
          "COMMITMENT_DISCOUNT_SUPPORTED",
          "MULTIPLE_PRICING_CATEGORIES_SUPPORTED",
          "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED",
          "NEGOTIATED_PRICING_SUPPORTED",
          "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED",
          "PUBLIC_PRICE_LIST_SUPPORTED",
          "REGION_SUPPORTED",
          "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
          "SUB_ACCOUNT_SUPPORTED",
          "TAGGING_SUPPORTED",
          "UNIT_PRICING_SUPPORTED",
          "USAGE_MEASUREMENT_SUPPORTED");

  /** Rules that are wrong in the model, each with what is wrong. */
  private static final Map<String, String> DEFECTS =
      Map.of(
          "InvoiceId-C-005-C", "never null, while -004 says always null: both lack their condition",
          "ResourceType-C-005-C", "its condition lacks the name of a column",
          "CommitmentDiscountCategory-C-005-M",
              "null is no allowed value, while -003 demands it where there is no commitment",
          "CommitmentDiscountStatus-C-003-C", "not null where there is no commitment: inverted",
          "CommitmentDiscountStatus-C-004-C", "the same again; the text says Usage of a commitment",
          "CommitmentDiscountStatus-C-005-M",
              "Active, Expired, Pending; the specification says Used and Unused");

  @TempDir private Path folder;

  @BeforeEach
  void the_model_is_there() {
    assumeTrue(Files.exists(MODEL), "the rule model is not beside the project: " + MODEL);
  }

  private CsvTable everyKindOfRow() throws IOException {
    CsvTable table = Exports.csv(FocusVersion.V1_2, folder, Charges.random(12, 3_000));
    assertThat(table.count("x_ChargeKind"))
        .containsKeys("usage", "in-doubt", "correction", "variance", "idle", "rounding");
    assertThat(table.count("x_Unpriced")).containsKeys("true", "false");
    assertThat(table.count("ChargeClass")).containsKeys("Correction", "null");
    assertThat(table.count("PricingCategory")).containsKeys("Standard", "Committed", "Other");
    assertThat(table.count("PricingCurrency")).containsKeys("USD", "CNY");
    assertThat(table.count("InvoiceIssuerName")).containsKey("A Reseller Ltd.");
    return table;
  }

  private static Map<String, String> faults(CsvTable table, List<RuleModel.Rule> rules) {
    RuleCheck check = new RuleCheck(table);
    Map<String, String> faults = new LinkedHashMap<>();
    for (RuleModel.Rule rule : rules) {
      try {
        String fault = check.fault(rule);
        if (fault != null) {
          faults.put(rule.id(), rule.text() + " " + fault);
        }
      } catch (IllegalArgumentException e) {
        faults.put(rule.id(), String.valueOf(e.getMessage()));
      }
    }
    return faults;
  }

  private static List<RuleModel.Rule> rules(CsvTable table) throws IOException {
    return RuleModel.read(MODEL).applicable(SUPPORTED, Set.copyOf(table.header()));
  }

  @Test
  void every_static_rule_that_must_hold_does(TestReporter reporter) throws IOException {
    CsvTable table = everyKindOfRow();
    List<RuleModel.Rule> rules = rules(table);
    Map<String, String> faults = faults(table, rules);
    reporter.publishEntry(
        "FOCUS 1.2",
        "%d rules checked over %d rows, %d of them known to be wrong"
            .formatted(rules.size(), table.rows().size(), DEFECTS.size()));
    assertThat(rules.size()).as("rules that are no mere lists of others").isEqualTo(236);
    assertThat(faults.keySet())
        .as("broken: %s", faults)
        .containsExactlyInAnyOrderElementsOf(DEFECTS.keySet());
  }

  @Test
  void rules_notice_what_is_broken() throws IOException {
    CsvTable table = everyKindOfRow();
    List<RuleModel.Rule> rules = rules(table);
    breaks(table, rules, "BilledCost", cell -> null, "BilledCost-C-003-M");
    breaks(table, rules, "EffectiveCost", cell -> "2E+1", "EffectiveCost-C-002-M");
    breaks(table, rules, "ListCost", cell -> cell + "1", "ListCost-C-009-C");
    breaks(table, rules, "ChargePeriodEnd", cell -> "2026-11-21", "ChargePeriodEnd-C-002-M");
    breaks(table, rules, "ChargeCategory", cell -> "Cost", "ChargeCategory-C-003-M");
    breaks(table, rules, "Tags", cell -> "{\"a\": {}}", "Tags-C-001-M");
    breaks(table, rules, "SkuPriceId", cell -> "one", "SkuPriceId-C-008-M");
    breaks(table, rules, "ProviderName", cell -> "Another", "BilledCost-C-005-C");
    breaks(table, rules, "BillingCurrency", cell -> "dollars", "BillingCurrency-C-006-M");
  }

  /** A table with other cells in a column, where there are any, against one rule. */
  private static void breaks(
      CsvTable table,
      List<RuleModel.Rule> rules,
      String column,
      UnaryOperator<@Nullable String> change,
      String rule) {
    CsvTable broken =
        new CsvTable(
            table.header(),
            table.rows().stream()
                .map(row -> {
                  Map<String, @Nullable String> other = new LinkedHashMap<>(row);
                  other.computeIfPresent(column, (name, cell) -> change.apply(cell));
                  return other;
                })
                .toList());
    List<RuleModel.Rule> one = rules.stream().filter(r -> r.id().equals(rule)).toList();
    assertThat(one).as(rule).hasSize(1);
    assertThat(faults(table, one)).isEmpty();
    assertThat(faults(broken, one)).containsOnlyKeys(rule);
  }
}
