package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.FewLabels;
import io.tollgate.bench.routing.measure.Figure;
import io.tollgate.bench.routing.measure.Point;
import io.tollgate.bench.routing.measure.StrongShare;
import io.tollgate.bench.routing.measure.UnseenDomains;
import io.tollgate.bench.routing.replay.ReplayReport;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report for people: tables, with a sentence on how each figure was made. */
final class MarkdownReport {

  private static final String NOTHING = "–";
  private static final double REQUESTS = 1_000;

  private final EvaluationReport report;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(EvaluationReport report) {
    this.report = report;
  }

  static String of(
      EvaluationReport report, String command, String judged, List<MustReach.Row> mustReach) {
    return new MarkdownReport(report).write(command, judged, mustReach);
  }

  private String write(String command, String judged, List<MustReach.Row> mustReach) {
    line("# Routing on recorded outcomes");
    line("");
    line("`" + command + "`");
    line("");
    line(method());
    report.notes().forEach(note -> line("- " + note));
    for (SetReport set : report.sets()) {
      set(set);
    }
    replays();
    times();
    line("");
    text.append(table(judged, mustReach));
    return text.toString();
  }

  private String method() {
    return String.format(
        Locale.ROOT,
        """
        Each question is predicted by a fit that has not seen it, in this set or another: %d folds \
        by normalised question, seed %d. In brackets: 95 %% intervals from 200 resamples of the \
        questions. Cost saved at 100/99/97/95 %%: what is saved of the cost of the best single model \
        by the cheapest point of the curve that reaches so much of its quality on the same \
        questions; the curve is the highest of expected quality less a price times expected cost, \
        at 400 prices, and the price is read off the pooled test curve, without mixing (random \
        mixing is read off the hull). AIQ: mean quality of the non-decreasing hull over 400 costs \
        between the cheapest and the best single model. APGR, CPT: the share of calls to the better \
        of two models, every call at one price; trapezoids over all shares, CPT on a grid of 101. \
        Unseen: each category in turn is left out and routed at the learner's own operating point; \
        without one, to the highest expected quality. ECE: 15 bins over all questions and models.
        """,
        report.plan().folds(),
        report.plan().seed());
  }

  private void set(SetReport set) {
    Point best = set.singles().bestPoint();
    line("");
    line("## " + set.name());
    line("");
    line(
        String.format(
            Locale.ROOT,
            "%,d questions (%,d compared%s), %d models; the best alone is %s: quality %.4f%s.",
            set.questions(),
            set.compared(),
            set.filledShare() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.1f %% of cells filled", 100 * set.filledShare()),
            set.models().size(),
            set.bestModel(),
            best.quality(),
            set.priced()
                ? String.format(
                    Locale.ROOT, ", $%.3f for 1,000 requests", best.costUsd() * REQUESTS)
                : ", no costs are known"));
    line("");
    if (set.priced()) {
      costs(set);
    } else {
      qualities(set);
    }
    if (set.models().size() == 2) {
      shares(set);
    }
    beyond(set);
    newcomers(set);
  }

  private void costs(SetReport set) {
    line("| learner | saved at 100 % | 99 % | 97 % | 95 % | AIQ | max quality |");
    line("|---|--:|--:|--:|--:|--:|--:|");
    for (LearnerReport learner : set.learners()) {
      CostQuality cost = learner.costQuality();
      StringBuilder row = new StringBuilder("| ").append(learner.name());
      for (int percent : CostQuality.PERCENTS) {
        row.append(" | ").append(percent(cost.savedAt(percent)));
      }
      line(row + " | " + plain(cost.aiq(), 4) + " | " + relative(cost.maxQuality()) + " |");
    }
  }

  private void qualities(SetReport set) {
    line("| learner | max quality | against the best single model |");
    line("|---|--:|--:|");
    for (LearnerReport learner : set.learners()) {
      line(
          String.format(
              Locale.ROOT,
              "| %s | %.4f | %s |",
              learner.name(),
              learner.costQuality().curve().maxQuality(),
              relative(learner.costQuality().maxQuality())));
    }
  }

  private void shares(SetReport set) {
    line("");
    String few = String.format(Locale.ROOT, "%,d labels: APGR | CPT50 | CPT80", FewLabels.LABELS);
    line("| learner | APGR | CPT50 | CPT80 | " + few + " |");
    line("|---|--:|--:|--:|--:|--:|--:|");
    for (LearnerReport learner : set.learners()) {
      line(
          "| "
              + learner.name()
              + " | "
              + three(learner.strongShare())
              + " | "
              + three(learner.fewLabels())
              + " |");
    }
  }

  private static String three(StrongShare.@Nullable Figures figures) {
    return figures == null
        ? " | | "
        : plain(figures.apgr(), 3)
            + " | "
            + percent(figures.cpt50())
            + " | "
            + percent(figures.cpt80());
  }

  private void beyond(SetReport set) {
    line("");
    line("| learner | unseen: quality | cost | worst category | ECE | Brier |");
    line("|---|--:|--:|---|--:|--:|");
    for (LearnerReport learner : set.learners()) {
      if (learner.calibration() == null) {
        continue;
      }
      line(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %.4f | %.4f |",
              learner.name(),
              unseen(learner, result -> plain(result.quality(), 4)),
              unseen(learner, result -> plain(result.cost(), 3)),
              unseen(learner, MarkdownReport::worst),
              learner.calibration().ece(),
              learner.calibration().brier()));
    }
  }

  private static String unseen(
      LearnerReport learner, Function<UnseenDomains.Result, String> figure) {
    return learner.unseen() == null ? "" : figure.apply(learner.unseen());
  }

  private static String worst(UnseenDomains.Result result) {
    return result.domains().stream()
        .min(Comparator.comparingDouble(UnseenDomains.Domain::quality))
        .map(domain ->
            String.format(
                Locale.ROOT,
                "%s: %.3f",
                domain.name().length() > 40
                    ? domain.name().substring(0, 40) + "..."
                    : domain.name(),
                domain.quality()))
        .orElse("");
  }

  private void newcomers(SetReport set) {
    if (set.learners().stream().allMatch(learner -> learner.newcomer() == null)) {
      return;
    }
    line("");
    line("New to the learners: " + report.plan().holdout() + ".");
    line("");
    line(
        "| learner | labels | expected | real | place expected | real | correlation | ECE |"
            + " share at 97 % |");
    line("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (LearnerReport learner : set.learners()) {
      Newcomer newcomer = learner.newcomer();
      if (newcomer != null) {
        line(
            String.format(
                Locale.ROOT,
                "| %s | %.0f | %.4f | %.4f | %d | %d | %.3f | %.4f | %s |",
                learner.name(),
                newcomer.labels(),
                newcomer.expected(),
                newcomer.real(),
                newcomer.expectedRank(),
                newcomer.realRank(),
                newcomer.correlation(),
                newcomer.calibration().ece(),
                percent(Figure.of(newcomer.share()))));
      }
    }
  }

  private void replays() {
    for (String set : new TreeMap<>(report.replays()).keySet()) {
      ReplayReport replay = report.replays().get(set);
      if (replay != null) {
        line("");
        line("## " + set + " as traffic");
        line("");
        text.append(replay.markdown());
      }
    }
  }

  private void times() {
    line("");
    line("## Time of a prediction");
    line("");
    line("One thread, prompts of 800 characters, after a warm-up; shared machines add to p99.");
    line("");
    line("| learner | models | p50 us | p99 us |");
    line("|---|--:|--:|--:|");
    for (DecisionTime time : report.times()) {
      line(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.1f | %.1f |",
              time.learner(),
              time.models(),
              time.p50Micros(),
              time.p99Micros()));
    }
  }

  /** The table of what has to be reached; empty where none of its sets was run. */
  private static String table(String judged, List<MustReach.Row> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append("| measure | reference | bar | goal | this run: ");
    table.append(judged).append(" | |\n|---|--:|--:|--:|--:|---|\n");
    for (MustReach.Row row : rows) {
      Function<Double, String> figure = value -> figure(row.unit(), value);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s%s | %s |%n",
              row.measure(),
              figure.apply(row.reference()),
              figure.apply(row.bar()),
              figure.apply(row.goal()),
              figure.apply(row.reached().value()),
              interval(row.reached(), figure),
              row.isReached() ? "" : "short"));
    }
    return table.toString();
  }

  private static String figure(String unit, double value) {
    if (Double.isNaN(value)) {
      return NOTHING;
    }
    return switch (unit) {
      case "%" -> percent(value);
      case "" -> String.format(Locale.ROOT, "%.3f", value);
      default -> String.format(Locale.ROOT, "%.0f %s", value, unit);
    };
  }

  private static String percent(Figure figure) {
    return figure(figure, MarkdownReport::percent);
  }

  /** Adding 0 turns what is rounded to -0.0 into 0.0. */
  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", Math.round(1_000 * share) / 10.0 + 0.0);
  }

  private static String relative(Figure figure) {
    return figure(figure, value -> String.format(Locale.ROOT, "%+.1f %%", 100 * (value - 1)));
  }

  private static String plain(Figure figure, int digits) {
    return figure(figure, value -> String.format(Locale.ROOT, "%." + digits + "f", value));
  }

  private static String figure(Figure figure, Function<Double, String> format) {
    return Double.isNaN(figure.value())
        ? NOTHING
        : format.apply(figure.value()) + interval(figure, format);
  }

  private static String interval(Figure figure, Function<Double, String> format) {
    return Double.isNaN(figure.low())
        ? ""
        : " [" + format.apply(figure.low()) + ", " + format.apply(figure.high()) + "]";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
