package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.Calibration;
import io.tollgate.bench.routing.measure.CostQuality;
import io.tollgate.bench.routing.measure.Figure;
import io.tollgate.bench.routing.measure.Point;
import io.tollgate.bench.routing.measure.StrongShare;
import io.tollgate.bench.routing.measure.UnseenDomains;
import io.tollgate.bench.routing.replay.ReplayReport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report for programs. Keys that are here stay; what was not reached or not measured is {@code
 * null}. A figure is {@code {"value", "low", "high"}}, low and high the ends of its 95 % interval.
 *
 * <pre>
 * format            1
 * command           the command line
 * folds, seed       as given
 * holdout           the model treated as new, and holdout_labels
 * notes             what was left out or filled
 * sets.NAME
 *   questions, compared, filled_share, priced
 *   models[]        model, quality, cost_usd: means on the questions compared
 *   best_model      the single model of the highest quality
 *   learners.NAME
 *     saved         "100", "99", "97", "95": figures, share of the best single model's cost saved
 *     aiq           figure
 *     max_quality   figure, relative to the best single model
 *     curve[]       [cost_usd, quality] at each price of quality
 *     apgr, cpt50, cpt80          figures, for two models
 *     few_labels    apgr, cpt50, cpt80 with 1,500 labels; low and high are draws
 *     calibration   ece, brier, bins[]: [expected, real, count]
 *     unseen        quality, cost: figures relative to the best single model;
 *                   domains[]: name, questions, quality, cost
 *     newcomer      labels, expected, real, expected_rank, real_rank, correlation, ece, share
 *   replay          streams through the pacer, where asked for: see ReplayReport
 * times[]           learner, set, models, p50_us, p99_us
 * judged            the learner that must_reach is about
 * must_reach[]      measure, unit, reference, bar, goal, value, reached
 * </pre>
 */
final class JsonReport {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FORMAT = 1;

  private JsonReport() {}

  /** The report as a tree. */
  static ObjectNode of(
      EvaluationReport report, String command, String judged, List<MustReach.Row> mustReach) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("command", command);
    root.put("folds", report.plan().folds());
    root.put("seed", report.plan().seed());
    root.put("holdout", report.plan().holdout());
    root.put("holdout_labels", report.plan().holdoutLabels());
    report.notes().forEach(root.putArray("notes")::add);
    ObjectNode sets = root.putObject("sets");
    for (SetReport set : report.sets()) {
      ObjectNode node = sets.putObject(set.name());
      set(node, set);
      ReplayReport replay = report.replays().get(set.name());
      if (replay != null) {
        node.set("replay", replay.json());
      }
    }
    ArrayNode times = root.putArray("times");
    for (DecisionTime time : report.times()) {
      ObjectNode node = times.addObject();
      node.put("learner", time.learner());
      node.put("set", time.set());
      node.put("models", time.models());
      node.put("p50_us", time.p50Micros());
      node.put("p99_us", time.p99Micros());
    }
    root.put("judged", judged);
    ArrayNode rows = root.putArray("must_reach");
    for (MustReach.Row row : mustReach) {
      ObjectNode node = rows.addObject();
      node.put("measure", row.measure());
      node.put("unit", row.unit());
      node.put("reference", row.reference());
      node.put("bar", row.bar());
      node.put("goal", row.goal());
      figure(node, "value", row.reached());
      node.put("reached", row.isReached());
    }
    return root;
  }

  private static void set(ObjectNode node, SetReport set) {
    node.put("questions", set.questions());
    node.put("compared", set.compared());
    node.put("filled_share", set.filledShare());
    node.put("priced", set.priced());
    ArrayNode models = node.putArray("models");
    for (int model = 0; model < set.models().size(); model++) {
      Point point = set.singles().points().get(model);
      ObjectNode single = models.addObject();
      single.put("model", set.models().get(model));
      number(single, "quality", point.quality());
      number(single, "cost_usd", set.priced() ? point.costUsd() : Double.NaN);
    }
    node.put("best_model", set.bestModel());
    ObjectNode learners = node.putObject("learners");
    set.learners().forEach(learner -> learner(learners.putObject(learner.name()), learner));
  }

  private static void learner(ObjectNode node, LearnerReport learner) {
    CostQuality costQuality = learner.costQuality();
    ObjectNode saved = node.putObject("saved");
    for (int percent : CostQuality.PERCENTS) {
      figure(saved, Integer.toString(percent), costQuality.savedAt(percent));
    }
    figure(node, "aiq", costQuality.aiq());
    figure(node, "max_quality", costQuality.maxQuality());
    ArrayNode curve = node.putArray("curve");
    for (Point point : costQuality.curve().points()) {
      curve.addArray().add(point.costUsd()).add(point.quality());
    }
    share(node, learner.strongShare());
    if (learner.fewLabels() != null) {
      share(node.putObject("few_labels"), learner.fewLabels());
    }
    Calibration calibration = learner.calibration();
    if (calibration != null) {
      ObjectNode calibrated = node.putObject("calibration");
      number(calibrated, "ece", calibration.ece());
      number(calibrated, "brier", calibration.brier());
      ArrayNode bins = calibrated.putArray("bins");
      for (Calibration.Bin bin : calibration.bins()) {
        bins.addArray().add(bin.expected()).add(bin.real()).add(bin.count());
      }
    }
    unseen(node, learner.unseen());
    newcomer(node, learner.newcomer());
  }

  private static void share(ObjectNode node, StrongShare.@Nullable Figures figures) {
    if (figures != null) {
      figure(node, "apgr", figures.apgr());
      figure(node, "cpt50", figures.cpt50());
      figure(node, "cpt80", figures.cpt80());
    }
  }

  private static void unseen(ObjectNode node, UnseenDomains.@Nullable Result result) {
    if (result != null) {
      ObjectNode unseen = node.putObject("unseen");
      figure(unseen, "quality", result.quality());
      figure(unseen, "cost", result.cost());
      ArrayNode domains = unseen.putArray("domains");
      for (UnseenDomains.Domain domain : result.domains()) {
        ObjectNode one = domains.addObject();
        one.put("name", domain.name());
        one.put("questions", domain.questions());
        number(one, "quality", domain.quality());
        number(one, "cost", domain.cost());
      }
    }
  }

  private static void newcomer(ObjectNode node, @Nullable Newcomer newcomer) {
    if (newcomer != null) {
      ObjectNode placed = node.putObject("newcomer");
      placed.put("labels", newcomer.labels());
      number(placed, "expected", newcomer.expected());
      number(placed, "real", newcomer.real());
      placed.put("expected_rank", newcomer.expectedRank());
      placed.put("real_rank", newcomer.realRank());
      number(placed, "correlation", newcomer.correlation());
      number(placed, "ece", newcomer.calibration().ece());
      number(placed, "share", newcomer.share());
    }
  }

  private static void figure(ObjectNode node, String key, Figure figure) {
    ObjectNode figures = node.putObject(key);
    number(figures, "value", figure.value());
    number(figures, "low", figure.low());
    number(figures, "high", figure.high());
  }

  private static void number(ObjectNode node, String key, double number) {
    if (Double.isFinite(number)) {
      node.put(key, number);
    } else {
      node.putNull(key);
    }
  }
}
