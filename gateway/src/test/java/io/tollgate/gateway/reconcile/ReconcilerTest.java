package io.tollgate.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.usage.Meter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final String HEADER =
      "day,model,tier,meter,quantity,amount,kind,description,account\n";

  private static ProviderSummary only(Reconciliation found) {
    assertThat(found.providers()).hasSize(1);
    return found.providers().getFirst();
  }

  private static Finding finding(Reconciliation found, Bucket bucket) {
    List<Finding> those =
        found.findings().stream().filter(finding -> finding.bucket() == bucket).toList();
    assertThat(those).as("%s in %s", bucket, found.findings()).hasSize(1);
    return those.getFirst();
  }

  @Test
  void an_invoice_without_meters_is_compared_by_model() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(
                Lines.booked("2026-11-02", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
                Lines.booked("2026-11-02", "m", Meter.OUT_REASONING, 1_000_000, 2_000_000)),
            List.of(),
            Lines.csv(HEADER + "2026-11-02,m,,,,3.00,,,\n"));
    assertThat(found.findings()).isEmpty();
  }

  @Test
  void an_invoice_without_days_is_compared_over_the_days_that_it_lumps_together()
      throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(
                Lines.booked("2026-11-02", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
                Lines.booked("2026-11-05", "m", Meter.IN_UNCACHED, 2_000_000, 1_000_000)),
            List.of(),
            Lines.csv(
                """
                day,last_day,model,meter,quantity,amount
                2026-11-02,2026-11-08,m,input,3000000,3
                """));
    assertThat(found.findings()).isEmpty();
  }

  @Test
  void a_line_without_a_tier_stands_for_all_tiers_that_are_not_named() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(
                Lines.booked("2026-11-02", "m", "flex", Meter.IN_UNCACHED, 1_000_000, 500_000),
                Lines.booked("2026-11-02", "m", "default", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
                Lines.booked(
                    "2026-11-02", "m", "priority", Meter.IN_UNCACHED, 1_000_000, 2_000_000)),
            List.of(),
            Lines.csv(
                HEADER
                    + "2026-11-02,m,,input,2000000,1.5,,,\n"
                    + "2026-11-02,m,priority,input,1000000,2,,,\n"));
    assertThat(found.findings()).isEmpty();
  }

  @Test
  void a_line_that_is_not_understood_is_unexplained_with_its_text() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(Lines.booked("2026-11-02", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000)),
            List.of(),
            Lines.csv(
                HEADER
                    + "2026-11-02,m,,input,1000000,1,,,\n"
                    + "2026-11-02,m,,video seconds,3,0.5,,,\n"));
    Finding finding = finding(found, Bucket.UNEXPLAINED);
    assertThat(finding.sentence()).contains("$0.5").contains("m video seconds");
    assertThat(only(found).in(Bucket.UNEXPLAINED)).isEqualByComparingTo("0.5");
    assertThat(found.isSound(1_000_000, Set.of())).isFalse();
  }

  @Test
  void a_difference_in_amount_alone_is_unexplained_unless_days_agree_on_a_price()
      throws IOException {
    List<MeteredLine> lines =
        List.of(
            Lines.booked("2026-11-02", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
            Lines.booked("2026-11-03", "m", Meter.IN_UNCACHED, 3_000_000, 1_000_000),
            Lines.booked("2026-11-04", "m", Meter.IN_UNCACHED, 7_000_000, 1_000_000));
    Reconciliation one =
        Lines.reconcile(
            lines,
            List.of(),
            Lines.csv(
                HEADER
                    + "2026-11-02,m,,input,,1.25,,,\n2026-11-03,m,,input,,3,,,\n"
                    + "2026-11-04,m,,input,,7,,,\n"));
    assertThat(finding(one, Bucket.UNEXPLAINED).amountUsd()).isEqualByComparingTo("0.25");
    Reconciliation three =
        Lines.reconcile(
            lines,
            List.of(),
            Lines.csv(
                HEADER
                    + "2026-11-02,m,,input,,1.25,,,\n2026-11-03,m,,input,,3.75,,,\n"
                    + "2026-11-04,m,,input,,8.75,,,\n"));
    assertThat(finding(three, Bucket.PRICE).sentence())
        .contains("bills m input at $1.25 per million tokens, the ledger has $1;");
  }

  @Test
  void what_is_counted_late_around_midnight_is_a_day_cut_when_it_cancels() throws IOException {
    List<MeteredLine> lines =
        List.of(
            Lines.booked("2026-11-02", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
            Lines.booked("2026-11-03", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
            Lines.booked("2026-11-04", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000),
            Lines.booked("2026-11-05", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000));
    List<EdgeLine> edges =
        List.of(
            new EdgeLine(
                true, Lines.booked("2026-11-03", "m", Meter.IN_UNCACHED, 40_000, 1_000_000)));
    String invoice =
        HEADER
            + "2026-11-02,m,,input,1000000,1,,,\n2026-11-03,m,,input,970000,0.97,,,\n"
            + "2026-11-04,m,,input,1030000,1.03,,,\n2026-11-05,m,,input,1000000,1,,,\n";
    Reconciliation found = Lines.reconcile(lines, edges, Lines.csv(invoice));
    assertThat(finding(found, Bucket.DAY_CUT).amountUsd()).isEqualByComparingTo("0");
    assertThat(found.findings()).hasSize(1);

    Reconciliation without = Lines.reconcile(lines, List.of(), Lines.csv(invoice));
    assertThat(without.findings().stream().map(Finding::bucket))
        .containsExactly(Bucket.MISSING_IN_INVOICE, Bucket.BYPASS);
  }

  @Test
  void a_model_that_one_side_does_not_know_is_named() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(Lines.booked("2026-11-02", "ours", Meter.IN_UNCACHED, 1_000_000, 1_000_000)),
            List.of(),
            Lines.csv(HEADER + "2026-11-02,theirs,,input,2000000,4,,,key-9\n"));
    assertThat(finding(found, Bucket.MISSING_IN_INVOICE).model()).isEqualTo("ours");
    assertThat(finding(found, Bucket.BYPASS).sentence())
        .startsWith("On 2026-11-02 the invoice of acme bills 2,000,000 tokens of theirs input");
    assertThat(only(found).residualUsd()).isEqualByComparingTo("3");
  }

  @Test
  void dated_names_mean_the_model_where_only_one_side_dates_it() {
    ModelNames one = new ModelNames(Map.of(), Set.of("gpt-5-2025-08-07"), Set.of("gpt-5"));
    assertThat(one.of("gpt-5-2025-08-07")).isEqualTo(one.of("gpt-5")).isEqualTo("gpt-5");
    ModelNames dotted = new ModelNames(Map.of(), Set.of("gpt-4.1-2025-04-14"), Set.of("gpt-4.1"));
    assertThat(dotted.of("gpt-4.1-2025-04-14")).isEqualTo("gpt-4.1");
    ModelNames both = new ModelNames(Map.of(), Set.of("o-2026-01-01"), Set.of("o-2025-01-01"));
    assertThat(both.of("o-2026-01-01")).isNotEqualTo(both.of("o-2025-01-01"));
    ModelNames bedrock =
        new ModelNames(
            Map.of("NovaLite", "amazon.nova-lite-v1:0"),
            Set.of("Claude Sonnet 4.6", "NovaLite"),
            Set.of("us.anthropic.claude-sonnet-4-6-v1:0", "amazon.nova-lite-v1:0"));
    assertThat(bedrock.of("Claude Sonnet 4.6"))
        .isEqualTo(bedrock.of("us.anthropic.claude-sonnet-4-6-v1:0"));
    assertThat(bedrock.of("NovaLite")).isEqualTo(bedrock.of("amazon.nova-lite-v1:0"));
  }

  @Test
  void quantities_without_costs_are_refused() {
    assertThatThrownBy(() ->
            Lines.reconcile(
                List.of(), List.of(), Lines.csv(HEADER + "2026-11-02,m,,input,5,0,quantity,,\n")))
        .isInstanceOf(InvoiceException.class)
        .hasMessageContaining("state quantities but bill nothing");
  }

  @Test
  void opposite_differences_are_not_set_off_in_the_gap() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(Lines.booked("2026-11-02", "a", Meter.IN_UNCACHED, 1_000_000, 1_000_000)),
            List.of(),
            Lines.csv(HEADER + "2026-11-02,b,,input,1000000,1,,,\n"));
    ProviderSummary summary = only(found);
    assertThat(summary.residualUsd()).isEqualByComparingTo("0");
    assertThat(summary.gapPpm(Set.of())).isEqualTo(2_000_000);
    assertThat(summary.gapPpm(EnumSet.of(Bucket.BYPASS))).isEqualTo(1_000_000);
    assertThat(found.isSound(1_000, EnumSet.of(Bucket.BYPASS, Bucket.MISSING_IN_INVOICE))).isTrue();
  }

  @Test
  void variances_are_the_accepted_differences_by_day_and_model() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(Lines.booked("2026-11-02", "m", Meter.IN_UNCACHED, 1_000_000, 1_000_000)),
            List.of(),
            Lines.csv(
                HEADER
                    + "2026-11-02,m,,input,1500000,1.5,,,\n"
                    + "2026-11-03,m,,input,500000,0.5,,,\n"
                    + "2026-11-03,,,,,-0.2,credit,Goodwill,\n"));
    List<Variance> variances = found.variances(EnumSet.of(Bucket.BYPASS));
    assertThat(variances).extracting(Variance::model).containsExactly("m", "m");
    assertThat(variances.stream().map(Variance::amountUsd).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("1.0");
    assertThat(variances.getFirst().note())
        .isEqualTo("Reconciliation with the invoice of acme for 2026-11-02: bypass of m, $0.5.");
  }

  @Test
  void a_cell_that_begins_like_a_formula_is_made_inert() throws IOException {
    Reconciliation found =
        Lines.reconcile(
            List.of(),
            List.of(),
            Lines.csv(HEADER + "2026-11-02,=cmd|' /C calc'!A0,,input,1,-0.0000001,,,\n"));
    StringBuilder csv = new StringBuilder();
    ReconciliationCsv.write(csv, found);
    assertThat(csv.toString().lines().toList().get(1))
        .startsWith("bypass,acme,2026-11-02,2026-11-02,'=cmd|' /C calc'!A0,,in_uncached,1,")
        .contains(",-0.0000001,");
  }
}
