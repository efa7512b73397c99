package io.tollgate.bench.routing;

import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.bench.routing.measure.Predictions;
import io.tollgate.bench.routing.replay.Replay;
import io.tollgate.bench.routing.replay.ReplayReport;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.RoutingData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Cross-validates learners on all sets of a directory, and measures what they chose. */
public final class Evaluation {

  private final RoutingData data;
  private final List<Learner> learners;
  private final EvaluationPlan plan;

  /** Prepares an evaluation. */
  public Evaluation(RoutingData data, List<Learner> learners, EvaluationPlan plan) {
    this.data = data;
    this.learners = List.copyOf(learners);
    this.plan = plan;
  }

  /**
   * Runs it.
   *
   * @param progress hears what is being done, and the share of it that is done, 0 to 1
   * @throws IllegalArgumentException where the model to be treated as new is in no set
   */
  public EvaluationReport run(BiConsumer<String, Double> progress) throws InterruptedException {
    List<SetEvaluation> sets = new ArrayList<>();
    for (OutcomeSet set : data.sets()) {
      List<OutcomeSet> others =
          plan.holdout() == null
              ? data.sets().stream().filter(other -> other != set).toList()
              : List.of();
      sets.add(new SetEvaluation(set, others, data.prices(), learners, plan));
    }
    if (plan.holdout() != null && sets.stream().noneMatch(SetEvaluation::hasNewcomer)) {
      TreeSet<String> known = new TreeSet<>();
      data.sets().forEach(set -> known.addAll(set.models()));
      throw new IllegalArgumentException(
          "holdout: no set has '" + plan.holdout() + "' (found: " + known + ")");
    }
    Tasks fits = new Tasks();
    sets.forEach(set -> set.addFits(fits));
    fits.run(plan.threads(), share -> progress.accept("fitting", share));
    Tasks measurements = new Tasks();
    sets.forEach(set -> set.addMeasurements(measurements));
    measurements.run(plan.threads(), share -> progress.accept("measuring", share));
    List<String> notes = new ArrayList<>(data.notes());
    sets.forEach(set -> notes.addAll(set.notes()));
    return new EvaluationReport(
        plan,
        sets.stream().map(SetEvaluation::report).toList(),
        times(progress),
        replays(sets, progress),
        notes);
  }

  /** Streams through the pacer, of what the learner with most candidates predicted. */
  private Map<String, ReplayReport> replays(
      List<SetEvaluation> sets, BiConsumer<String, Double> progress) {
    Map<String, ReplayReport> replays = new TreeMap<>();
    String learner = Learners.judged(learners);
    for (SetEvaluation set : sets) {
      if (plan.replaySeeds() > 0 && set.canBeReplayed()) {
        Predictions predictions =
            set.predictions(learner + LearnerEvaluation.ARMS)
                .or(() -> set.predictions(learner))
                .orElseThrow();
        replays.put(
            set.name(),
            Replay.run(
                predictions,
                plan.replaySeeds(),
                title -> progress.accept("replaying", (double) replays.size() / sets.size())));
      }
    }
    return replays;
  }

  /** Measured alone, when nothing else runs. */
  private List<DecisionTime> times(BiConsumer<String, Double> progress) {
    OutcomeSet widest =
        data.sets().stream().max(Comparator.comparingInt(Evaluation::fourteenFirst)).orElseThrow();
    List<DecisionTime> times = new ArrayList<>();
    for (Learner learner : learners) {
      progress.accept("timing", (double) times.size() / learners.size());
      if (learner.suits(TrainingView.of(widest, data.prices()))) {
        times.add(DecisionTime.of(learner, widest, data.prices(), plan.seed(), plan.decisions()));
      }
    }
    return times;
  }

  /** Times are compared at 14 models; without such a set, at the most models there are. */
  private static int fourteenFirst(OutcomeSet set) {
    return set.width() == FOURTEEN ? Integer.MAX_VALUE : set.width();
  }

  private static final int FOURTEEN = 14;
}
