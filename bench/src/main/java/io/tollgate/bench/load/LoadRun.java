package io.tollgate.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A comparison of several targets under the same load, in interleaved rounds: what a noisy machine
 * does to one target it does to the others as well.
 *
 * <p>In each round each target gets a closed loop (how much it can do, and for how much CPU time)
 * and an open loop at a fixed rate (how long it takes). The first target is the one the others are
 * compared with; it is meant to be the provider called directly.
 */
public final class LoadRun {

  private final List<LoadTarget> targets;
  private final LoadRunPlan plan;

  /** A run over at least one target, all of different names, the direct one first. */
  public LoadRun(List<LoadTarget> targets, LoadRunPlan plan) {
    this.targets = List.copyOf(targets);
    this.plan = plan;
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no targets (expected: >= 1)");
    }
    if (targets.stream().map(LoadTarget::name).distinct().count() < targets.size()) {
      throw new IllegalArgumentException("two targets of one name (expected: different names)");
    }
  }

  /**
   * Runs all rounds and waits for them.
   *
   * @param progress gets one line before each measurement
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public LoadReport run(Consumer<String> progress) throws InterruptedException {
    List<LoadResult> results = new ArrayList<>();
    try (LoadGenerator generator = new LoadGenerator()) {
      for (int round = 1; round <= plan.rounds(); round++) {
        for (LoadTarget target : targets) {
          String step = "round %d of %d, %s: ".formatted(round, plan.rounds(), target.name());
          progress.accept(step + plan.closedConnections() + " connections");
          results.add(generator.run(target, plan.closed()));
          progress.accept(step + plan.openRequestsPerSecond() + " requests/s");
          results.add(generator.run(target, plan.open()));
        }
      }
    }
    List<TargetReport> reports =
        targets.stream().map(target -> TargetReport.of(target, results)).toList();
    return new LoadReport(plan, reports);
  }
}
