package io.tollgate.bench.routing;

import io.tollgate.bench.routing.replay.ReplayReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation has shown.
 *
 * @param plan how it was run
 * @param sets one report a set
 * @param times decision times, one a learner
 * @param replays what streams through the pacer came to, by set; empty where none was replayed
 * @param notes what was left out or filled, as sentences
 */
public record EvaluationReport(
    EvaluationPlan plan,
    List<SetReport> sets,
    List<DecisionTime> times,
    Map<String, ReplayReport> replays,
    List<String> notes) {

  public EvaluationReport {
    sets = List.copyOf(sets);
    times = List.copyOf(times);
    replays = Map.copyOf(replays);
    notes = List.copyOf(notes);
  }

  /** The report of a set, by its name. */
  public Optional<SetReport> set(String wanted) {
    return sets.stream().filter(set -> set.name().equals(wanted)).findFirst();
  }
}
