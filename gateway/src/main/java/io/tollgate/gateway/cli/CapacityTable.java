package io.tollgate.gateway.cli;

import io.tollgate.gateway.capacity.ApiBreakEven;
import io.tollgate.gateway.capacity.PoolReport;
import io.tollgate.gateway.capacity.PoolUse;
import io.tollgate.gateway.capacity.Work;
import io.tollgate.gateway.ledger.CapacityRow;
import io.tollgate.policies.capacity.BreakEven;
import io.tollgate.policies.capacity.HourlyCost;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report of one pool as text. */
final class CapacityTable {

  /** Of the months to come every so many are shown. */
  private static final int MONTHS_STEP = 6;

  private final PrintWriter out;
  private final PoolReport report;
  private final Instant now;

  CapacityTable(PrintWriter out, PoolReport report, Instant now) {
    this.out = out;
    this.report = report;
    this.now = now;
  }

  void print(LocalDate first, LocalDate end) {
    PoolUse use = report.use();
    HourlyCost cost = report.cost();
    CapacityRow booked = report.booked();
    out.printf(
        "%s, %s to %s (UTC): %d GPUs, $%s an hour, $%s a GPU-hour%n",
        use.pool().name(),
        first,
        end.minusDays(1),
        use.pool().gpus(),
        cost.total().toPlainDollars(),
        CapacityText.plain(cost.perGpu(use.pool().gpus())));
    out.printf(
        "  an hour: lease $%s, capital $%s, energy $%s, colo $%s, maintenance $%s%n",
        cost.lease().toPlainDollars(),
        cost.capital().toPlainDollars(),
        cost.energy().toPlainDollars(),
        cost.colo().toPlainDollars(),
        cost.maintenance().toPlainDollars());
    out.printf("  %-12s $%s (%d hours)%n", "cost", plain(booked.costUsd()), booked.hours());
    amount("absorbed", booked.absorbedUsd(), booked.costUsd());
    amount("idle", booked.idleUsd(), booked.costUsd());
    BigDecimal utilisation = use.utilisation();
    out.printf(
        "  %-12s %s  %s  (%s)%n",
        "utilisation",
        CapacityText.bar(utilisation),
        CapacityText.percent(utilisation),
        use.basis());
    Work work = use.work();
    out.printf(
        Locale.ROOT,
        "  %-12s %,d in, %,d in from the cache, %,d out, of %,d requests%n",
        "tokens",
        work.prefillTokens(),
        work.cachedTokens(),
        work.decodeTokens(),
        work.requests());
    out.println("  dollars per million tokens: in, out");
    perMillion(
        "as measured", report.inputPerMillion(utilisation), report.outputPerMillion(utilisation));
    perMillion(
        "at 100 %",
        report.inputPerMillion(BigDecimal.ONE), report.outputPerMillion(BigDecimal.ONE));
    perMillion("energy alone", report.energyInputPerMillion(), report.energyOutputPerMillion());
    BreakEven rent = report.rent();
    if (rent != null) {
      out.printf("  against renting%n");
      months(rent, utilisation);
    }
    for (ApiBreakEven api : report.apis()) {
      print(api, utilisation);
    }
    out.println();
  }

  private static String plain(BigDecimal amount) {
    return CapacityText.plain(amount);
  }

  private void amount(String what, BigDecimal amount, BigDecimal whole) {
    BigDecimal share = CapacityText.share(amount, whole);
    out.printf(
        "  %-12s %s  $%s%s%n",
        what,
        CapacityText.bar(share),
        plain(amount),
        share == null ? "" : " (" + CapacityText.percent(share) + ")");
  }

  private void perMillion(String what, @Nullable BigDecimal input, @Nullable BigDecimal output) {
    out.printf(
        "    %-12s %14s %14s%n", what, CapacityText.plain(input), CapacityText.plain(output));
  }

  private void print(ApiBreakEven api, @Nullable BigDecimal utilisation) {
    BigDecimal volume = api.outputPerMonth();
    out.printf(
        "  against %s at $%s in, $%s out: %s%n",
        api.offer().deployment(),
        plain(api.offer().input()),
        plain(api.offer().output()),
        volume == null
            ? "the energy alone costs more"
            : String.format(
                Locale.ROOT,
                "%,d tokens of output a month%s%s",
                volume.toBigInteger(),
                api.outputOnly() ? ", without their input" : "",
                api.isFeasible() ? "" : ", which is more than it can make"));
    months(api.breakEven(), utilisation);
  }

  private void months(BreakEven breakEven, @Nullable BigDecimal utilisation) {
    int count = report.monthsLeft(now);
    for (BreakEven.Month month : breakEven.months(count)) {
      if (month.month() % MONTHS_STEP == 0) {
        out.printf(
            "    month %-3d $%s an hour of full use: %s from %s on%n",
            month.month(),
            plain(month.elsewhere()),
            CapacityText.bar(month.utilisation()),
            month.utilisation() == null ? "never" : CapacityText.percent(month.utilisation()));
      }
    }
    if (utilisation == null) {
      out.println("    whether it pays is not known: nothing was measured");
      return;
    }
    Integer stops = breakEven.stopsPaying(utilisation, count);
    out.printf(
        "    at %s owning %s%n",
        CapacityText.percent(utilisation),
        stops == null
            ? "pays in each of the %d months that are looked at".formatted(count)
            : stops == 0 ? "does not pay" : "pays until month " + (stops - 1));
  }
}
