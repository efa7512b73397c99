package io.tollgate.bench.budget;

import io.tollgate.bench.budget.BudgetReport.Section;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run's report for people. */
final class BudgetMarkdown {

  private static final double POINTS = 100;

  private final BudgetReport report;
  private final StringBuilder text = new StringBuilder();

  private BudgetMarkdown(BudgetReport report) {
    this.report = report;
  }

  static String of(BudgetReport report, String command) {
    return new BudgetMarkdown(report).write(command);
  }

  private String write(String command) {
    BudgetPlan plan = report.plan();
    line("# A quality budget, end to end");
    line("");
    line(String.format(Locale.ROOT, "`%s`", command));
    line("");
    line(
        String.format(
            Locale.ROOT,
            "%s: a predictor trained on %,d questions, %d models behind the gateway, reference %s."
                + " Other questions are asked one after the other, in each part once. Budget: %.1f"
                + " points over %,d requests; %.1f %% of answers judged, and feedback on %.1f %%"
                + " (%,d); agreement arms: %s; seed %d.",
            report.set(),
            report.learnt(),
            report.models(),
            report.reference(),
            plan.lossPpm() / 1e4,
            plan.windowRequests(),
            plan.judgedSharePpm() / 1e4,
            plan.feedbackSharePpm() / 1e4,
            report.feedback(),
            plan.arms() ? "yes" : "no",
            plan.seed()));
    line("");
    line(
        String.format(
            Locale.ROOT,
            "Ledger verified: %s. Ledger equals the providers' bills: %s.",
            yes(report.ledgerSound()),
            yes(report.billsMatch())));
    line("");
    sections();
    quarantines();
    intervals();
    return text.toString();
  }

  private static String yes(boolean so) {
    return so ? "yes" : "NO";
  }

  private void sections() {
    line(
        "| part | requests | loss: real | predicted | measured (pairs) | cost: real | reference:"
            + " real | memo | saved: real | memo | measurement |");
    line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (Section section : report.sections()) {
      Served served = section.served();
      Booked booked = section.booked();
      line(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.2f | %.2f | %s | $%s (%.3f) | $%s | $%s | $%s | $%s | $%s (%.3f) |",
              section.part().title(),
              served.requests(),
              POINTS * served.loss(),
              POINTS * booked.predictedLoss(),
              measured(booked),
              dollars(booked.servedUsd()),
              served.relativeCost(),
              dollars(served.referenceUsd()),
              dollars(booked.quality().referenceUsd()),
              dollars(served.referenceUsd().subtract(served.costUsd())),
              dollars(booked.quality().savedUsd()),
              dollars(booked.measurementUsd()),
              booked.measurementUsd().doubleValue() / served.referenceUsd().doubleValue()));
    }
    line("");
    line(
        "Losses in points. Predicted, measured and memo are the ledger's; real is what only this"
            + " run knows. In brackets: relative to what the reference would have cost.");
    for (Section section : report.sections()) {
      line(
          String.format(Locale.ROOT, "- %s: %s", section.part().title(), section.part().meaning()));
    }
  }

  private static String measured(Booked booked) {
    return booked.quality().paired() == 0
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.2f +- %.2f (%,d)",
            POINTS * booked.measuredLoss(),
            POINTS * booked.measuredError(),
            booked.quality().paired());
  }

  private void quarantines() {
    line("");
    line("## Quarantine");
    line("");
    line(
        String.format(
            Locale.ROOT,
            "| model that got worse | share of answers before | quarantined after requests | of"
                + " these its own answers | within %,d requests |",
            Quarantine.STATED));
    line("|---|--:|--:|--:|---|");
    for (Quarantine quarantine : report.quarantines()) {
      line(
          String.format(
              Locale.ROOT,
              "| %s | %.1f %% | %s | %,d | %s |",
              quarantine.model(),
              POINTS * quarantine.share(),
              quarantine.requests() < 0
                  ? "never"
                  : String.format(Locale.ROOT, "%,d", quarantine.requests()),
              quarantine.answers(),
              quarantine.isInTime() ? "yes" : "no"));
    }
  }

  private void intervals() {
    line("");
    line("## Over time");
    line("");
    List<String> alerts = List.copyOf(report.intervals().getFirst().watched().burn().keySet());
    line(
        String.format(
            Locale.ROOT,
            "| part | requests | loss: real | predicted | measured (pairs) | relative cost |"
                + " reserve | %s | firing | quarantined |",
            alerts.stream().map(name -> "burn " + name).collect(Collectors.joining(" | "))));
    line(
        String.format(
            Locale.ROOT, "|---|--:|--:|--:|--:|--:|--:|%s---|---|", "--:|".repeat(alerts.size())));
    for (Interval interval : report.intervals()) {
      Booked booked = report.booked().get(interval.number());
      Watched watched = interval.watched();
      line(
          String.format(
              Locale.ROOT,
              "| %s | %,d | %.2f | %.2f | %s | %.3f | %.2f%s | %s | %s | %s |",
              interval.part().title(),
              interval.served().requests(),
              POINTS * interval.served().loss(),
              POINTS * booked.predictedLoss(),
              measured(booked),
              interval.served().relativeCost(),
              watched.remaining(),
              watched.frozen() ? ", frozen" : "",
              alerts.stream()
                  .map(name ->
                      String.format(Locale.ROOT, "%.1f", watched.burn().getOrDefault(name, 0.0)))
                  .collect(Collectors.joining(" | ")),
              String.join(", ", watched.firing()),
              String.join(", ", watched.quarantined())));
    }
  }

  private static String dollars(@Nullable BigDecimal amount) {
    return amount == null ? "-" : String.format(Locale.ROOT, "%.4f", amount);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
