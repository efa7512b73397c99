package io.tollgate.bench.budget;

import io.tollgate.bench.routing.Plot;
import io.tollgate.bench.routing.Plot.Stroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws a run over time: loss against the budget, and how fast the budget is spent. */
final class BudgetPlots {

  private static final double POINTS = 100;

  private final BudgetReport report;
  private final double[] ends;

  private BudgetPlots(BudgetReport report) {
    this.report = report;
    this.ends = new double[report.intervals().size()];
    double end = 0;
    for (Interval interval : report.intervals()) {
      end += interval.served().requests();
      ends[interval.number()] = end;
    }
  }

  /** Writes the plots into a directory. */
  static void write(BudgetReport report, Path directory) throws IOException {
    BudgetPlots plots = new BudgetPlots(report);
    plots.losses().write(directory, "budget.loss");
    plots.burn().write(directory, "budget.burn");
  }

  private Plot losses() {
    double budget = report.plan().lossPpm() / 1e4;
    return new Plot("Quality lost against " + report.reference(), "requests", "points")
        .line("budget", ends, each(i -> budget), Plot.GREY, Stroke.DASHED)
        .line("real", ends, each(i -> POINTS * i.served().loss()), Color.BLACK, Stroke.SOLID)
        .line(
            "predicted, by the ledger",
            ends,
            each(i -> POINTS * booked(i).predictedLoss()),
            Plot.COLOURS.get(0),
            Stroke.SOLID)
        .line(
            "cost (10: always the reference)",
            ends,
            each(i -> POINTS / 10 * i.served().relativeCost()),
            Plot.COLOURS.get(1),
            Stroke.DOTTED);
  }

  private Plot burn() {
    Plot plot =
        new Plot("How fast the budget is spent", "requests", "multiple of what is allowed")
            .line("allowed", ends, each(i -> 1), Plot.GREY, Stroke.DASHED);
    List<String> alerts = List.copyOf(report.intervals().getFirst().watched().burn().keySet());
    for (int i = 0; i < alerts.size(); i++) {
      String alert = alerts.get(i);
      plot.line(
          alert,
          ends,
          each(interval -> interval.watched().burn().getOrDefault(alert, 0.0)),
          Plot.COLOURS.get(i % Plot.COLOURS.size()),
          Stroke.SOLID);
    }
    return plot;
  }

  private Booked booked(Interval interval) {
    return report.booked().get(interval.number());
  }

  private double[] each(ToDoubleFunction<Interval> figure) {
    return report.intervals().stream().mapToDouble(figure).toArray();
  }
}
