package io.tollgate.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.reconcile.InvoiceLine.Kind;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lines that have nothing to do with each other, to see that the sums hold whatever comes. */
class AnyInputTest {

  private static final List<String> MODELS = List.of("", "m", "m-2026-01-01", "n", "=x");
  private static final List<String> TIERS = List.of("", "default", "flex");

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static MeteredLine metered(Random random, LocalDate day) {
    long tokens = random.nextInt(3) == 0 ? 0 : random.nextInt(1_000);
    long estimated = random.nextInt(3) == 0 ? random.nextLong(tokens + 1) : 0;
    long pico = random.nextInt(5) * 1_000L;
    Ratio multiplier = random.nextBoolean() ? Ratio.ONE : new Ratio(1, 3);
    boolean unpriced = random.nextInt(6) == 0;
    BigDecimal usd = UnitPrice.of(pico, multiplier).times(BigDecimal.valueOf(tokens));
    return new MeteredLine(
        day,
        "acme",
        any(random, MODELS.subList(1, MODELS.size())),
        any(random, TIERS),
        any(random, List.of(Meter.values())),
        BigInteger.valueOf(tokens),
        unpriced ? null : usd,
        BigInteger.valueOf(estimated),
        unpriced
            ? BigDecimal.ZERO
            : UnitPrice.of(pico, multiplier).times(BigDecimal.valueOf(estimated)),
        pico,
        multiplier,
        1 + random.nextInt(3),
        any(random, List.of("", "key-1")));
  }

  private static InvoiceLine invoiced(Random random, LocalDate day) {
    Kind kind = any(random, List.of(Kind.values()));
    @Nullable Meter meter = random.nextInt(4) == 0 ? null : any(random, List.of(Meter.values()));
    return new InvoiceLine(
        any(random, List.of("a.csv", "b.csv")),
        1,
        day,
        random.nextInt(6) == 0 ? day.plusDays(random.nextInt(4)) : day,
        "acme",
        any(random, MODELS),
        any(random, TIERS),
        meter,
        random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(1_000)),
        kind == Kind.QUANTITY
            ? BigDecimal.ZERO
            : BigDecimal.valueOf(random.nextInt(2_000) - 200, random.nextInt(18)),
        "USD",
        kind,
        any(random, List.of("", "something")),
        any(random, List.of("", "key-1", "key-2")));
  }

  @Test
  void the_buckets_add_up_to_the_difference_whatever_the_lines() throws InvoiceException {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<MeteredLine> lines = new ArrayList<>();
      List<EdgeLine> edges = new ArrayList<>();
      List<InvoiceLine> invoice = new ArrayList<>();
      LocalDate start = Lines.WEEK.first();
      for (int i = random.nextInt(12); i > 0; i--) {
        lines.add(metered(random, start.plusDays(random.nextInt(8) - 1L)));
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        edges.add(
            new EdgeLine(
                random.nextBoolean(), metered(random, start.plusDays(random.nextInt(9) - 1L))));
      }
      for (int i = random.nextInt(12); i > 0; i--) {
        invoice.add(invoiced(random, start.plusDays(random.nextInt(8) - 1L)));
      }
      // A line that bills, for quantities alone are refused.
      invoice.add(
          Lines.readOne("day,model,meter,quantity,amount\n2026-11-03,m,input,100,0.0002\n"));

      Reconciliation found =
          new Reconciler(Lines.WEEK, Map.of())
              .reconcile(new MeteredLines.Metered(lines, edges), invoice);

      ProviderSummary summary = found.providers().getFirst();
      BigDecimal sum = summary.buckets().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal posted =
          found.variances(EnumSet.allOf(Bucket.class)).stream()
              .map(Variance::amountUsd)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).as("seed %s", seed).isEqualByComparingTo(summary.residualUsd());
      assertThat(posted).as("seed %s", seed).isEqualByComparingTo(sum);
      assertThat(found.findings())
          .as("seed %s", seed)
          .allSatisfy(
              finding -> assertThat(finding.sentence()).doesNotContain("null").doesNotContain("%"));
    }
  }
}
