package io.tollgate.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedReconciliationTest {

  private static final int COMBINATIONS = 40;

  private static SimulatedMonth month(long seed, InvoiceFormat format, Set<Plant> plants) {
    return switch (format) {
      case OPENAI -> new SimulatedMonth(seed, "openai", List.of("standard", "priority"), plants);
      case ANTHROPIC -> new SimulatedMonth(seed, "anthropic", List.of("standard", "batch"), plants);
      case AWS_CUR -> new SimulatedMonth(seed, "bedrock", List.of("standard", "flex"), plants);
      case CSV -> new SimulatedMonth(seed, "other", List.of("standard"), plants);
    };
  }

  private static Reconciliation reconcile(SimulatedMonth month, List<InvoiceLine> invoice)
      throws IOException {
    return new Reconciler(SimulatedMonth.NOVEMBER, Map.of()).reconcile(month.metered(), invoice);
  }

  private static void check(long seed, InvoiceFormat format, Set<Plant> plants) throws IOException {
    SimulatedMonth month = month(seed, format, plants);
    Reconciliation found = reconcile(month, new InvoiceText(month).lines(format));
    String what = "seed " + seed + ", " + format + ", " + plants;

    ProviderSummary summary = found.providers().getFirst();
    for (Bucket bucket : Bucket.values()) {
      assertThat(summary.in(bucket))
          .as("%s: %s", what, bucket)
          .isEqualByComparingTo(month.expected.getOrDefault(bucket, BigDecimal.ZERO));
    }
    assertThat(found.findings().stream().map(Finding::bucket).collect(Collectors.toSet()))
        .as("%s: %s", what, found.findings())
        .isEqualTo(plants.stream().map(Plant::bucket).collect(Collectors.toSet()));
    found.findings().forEach(finding -> names(month, finding, what));
  }

  private static void names(SimulatedMonth month, Finding finding, String what) {
    switch (finding.bucket()) {
      case PRICE -> {
        assertThat(finding.model()).as(what).isEqualTo(SimulatedMonth.WRONGLY_PRICED);
        assertThat(finding.sentence())
            .as(what)
            .contains("$" + perMillion(month.wrongPico) + " per million")
            .contains("the ledger has $" + perMillion(month.rightPico) + ";")
            .contains(SimulatedMonth.WRONGLY_PRICED + " output");
        assertThat(finding.first()).as(what).isEqualTo(month.wrongFromBilled());
        assertThat(finding.last()).as(what).isEqualTo(month.lastBilled());
      }
      case MISSING_IN_INVOICE -> {
        assertThat(finding.first()).as(what).isEqualTo(month.missingDay);
        assertThat(finding.last()).as(what).isEqualTo(month.missingDay);
        assertThat(finding.sentence()).as(what).startsWith(month.missingDay + " is missing");
      }
      case BYPASS -> {
        assertThat(finding.model()).as(what).isEqualTo(SimulatedMonth.BYPASSED);
        assertThat(finding.first()).as(what).isEqualTo(month.bypassDay);
        assertThat(finding.quantity()).as(what).isEqualByComparingTo(month.bypassedTokens);
      }
      case ESTIMATED_USAGE ->
          assertThat(finding.model()).as(what).isEqualTo(SimulatedMonth.ESTIMATED);
      case UNPRICED -> assertThat(finding.model()).as(what).isEqualTo(SimulatedMonth.WITHOUT_PRICE);
      case DAY_CUT ->
          assertThat(finding.sentence())
              .as(what)
              .contains(month.has(Plant.EARLIER_DAYS) ? "hour earlier" : "hour later");
      case CREDITS, TAX, ROUNDING, UNEXPLAINED -> {}
    }
  }

  private static String perMillion(long pico) {
    return BigDecimal.valueOf(pico, 6).stripTrailingZeros().toPlainString();
  }

  @ParameterizedTest
  @EnumSource
  void a_clean_month_has_no_finding(InvoiceFormat format) throws IOException {
    SimulatedMonth month = month(1, format, Set.of());
    Reconciliation found = reconcile(month, new InvoiceText(month).lines(format));
    assertThat(found.findings()).isEmpty();
    assertThat(found.providers().getFirst().residualUsd()).isEqualByComparingTo("0");
    assertThat(found.isSound(0, Set.of())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void each_planted_error_alone_is_named_with_its_figures(InvoiceFormat format) throws IOException {
    for (Plant plant : Plant.values()) {
      for (int seed = 0; seed < 2; seed++) {
        check(seed, format, Set.of(plant));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void any_combination_of_planted_errors_is_taken_apart_to_the_last_digit(InvoiceFormat format)
      throws IOException {
    for (int seed = 100; seed < 100 + COMBINATIONS; seed++) {
      Random random = new Random(seed);
      EnumSet<Plant> plants = EnumSet.noneOf(Plant.class);
      for (Plant plant : Plant.values()) {
        if (random.nextInt(3) > 0) {
          plants.add(plant);
        }
      }
      if (plants.contains(Plant.EARLIER_DAYS)) {
        plants.remove(Plant.LATER_DAYS);
      }
      check(seed, format, plants);
    }
  }

  @Test
  void without_quantities_all_but_bypass_is_still_found() throws IOException {
    for (Plant plant : EnumSet.complementOf(EnumSet.of(Plant.BYPASS))) {
      SimulatedMonth month = month(11, InvoiceFormat.ANTHROPIC, Set.of(plant));
      List<InvoiceLine> costs =
          new InvoiceText(month)
              .lines(InvoiceFormat.ANTHROPIC).stream()
                  .filter(line -> line.kind() != InvoiceLine.Kind.QUANTITY)
                  .toList();
      Reconciliation found = reconcile(month, costs);
      assertThat(found.findings().stream().map(Finding::bucket).collect(Collectors.toSet()))
          .as("%s: %s", plant, found.findings())
          .containsExactly(plant.bucket());
      assertThat(found.providers().getFirst().in(plant.bucket()))
          .as("%s", plant)
          .isEqualByComparingTo(month.expected.getOrDefault(plant.bucket(), BigDecimal.ZERO));
    }
  }

  @Test
  void the_order_of_lines_does_not_matter() throws IOException {
    SimulatedMonth month =
        month(7, InvoiceFormat.OPENAI, EnumSet.complementOf(EnumSet.of(Plant.LATER_DAYS)));
    List<InvoiceLine> invoice = new InvoiceText(month).lines(InvoiceFormat.OPENAI);
    Reconciliation once = reconcile(month, invoice);
    List<InvoiceLine> shuffled = new ArrayList<>(invoice);
    Collections.shuffle(shuffled, new Random(3));
    Collections.shuffle(month.lines, new Random(4));
    Collections.shuffle(month.edges, new Random(5));
    Reconciliation again = reconcile(month, shuffled);
    assertThat(again.findings()).isEqualTo(once.findings());
    assertThat(again.variances(EnumSet.allOf(Bucket.class)))
        .isEqualTo(once.variances(EnumSet.allOf(Bucket.class)));
  }
}
