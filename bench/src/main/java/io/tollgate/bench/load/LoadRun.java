package io.tollgate.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A comparison of several servers under the same loads, in interleaved rounds: what a noisy machine
 * does to one it does to the others as well.
 *
 * <p>Under each load all servers are measured in turn, round by round, each round beginning with
 * another one. The first server is the one the others are compared with; it is meant to be the
 * provider called directly.
 */
public final class LoadRun {

  private final List<Contestant> contestants;
  private final LoadRunPlan plan;
  private final ProcessMeter loadSide;
  private final Watcher watcher;
  private final List<LoadResult> settling = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();
  private final List<IdleReading> idle = new ArrayList<>();
  private final Map<Measure, Integer> rates = new EnumMap<>(Measure.class);
  private int stepsDone;

  /** Who is told how far a run has come. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * Called before each step.
     *
     * @param what the step that begins
     * @param share 0 to 1 of the whole run
     */
    void at(String what, double share);
  }

  /**
   * A run over at least one server, all of different names.
   *
   * @param loadSide of the processes that make the load
   */
  LoadRun(List<Contestant> contestants, LoadRunPlan plan, ProcessMeter loadSide, Watcher watcher) {
    this.contestants = List.copyOf(contestants);
    this.plan = plan;
    this.loadSide = loadSide;
    this.watcher = watcher;
    if (contestants.isEmpty()) {
      throw new IllegalArgumentException("no targets (expected: >= 1)");
    }
    if (contestants.stream().map(Contestant::name).distinct().count() < contestants.size()) {
      throw new IllegalArgumentException("two targets of one name (expected: different names)");
    }
  }

  /**
   * Runs everything and waits for it.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  LoadFindings run() throws InterruptedException {
    try (LoadGenerator generator = new LoadGenerator(loadSide)) {
      settle(generator);
      boolean idleDone = plan.idleStreams() == 0;
      for (Measure measure : plan.measures()) {
        if (measure.hasBody() && !idleDone) {
          // Before long bodies, which leave a heap larger than streams need.
          idle();
          idleDone = true;
        }
        measure(generator, measure);
      }
      if (!idleDone) {
        idle();
      }
    }
    return findings();
  }

  private LoadFindings findings() {
    return new LoadFindings(
        plan, contestants.stream().map(Contestant::name).toList(), rates, settling, measured, idle);
  }

  private void settle(LoadGenerator generator) throws InterruptedException {
    if (plan.settle().isZero()) {
      return;
    }
    for (Contestant contestant : contestants) {
      if (contestant.settles()) {
        settle(generator, contestant);
      }
    }
  }

  /** In turns of all kinds: code that was compiled for one kind alone is compiled anew for two. */
  private void settle(LoadGenerator generator, Contestant contestant) throws InterruptedException {
    step("warming up, " + contestant.name());
    Map<Measure, List<Double>> cpuMicros = new EnumMap<>(Measure.class);
    do {
      for (Measure measure : LoadRunPlan.SETTLING) {
        LoadTarget target = contestant.target(measure.asked());
        if (target != null) {
          LoadResult result = generator.run(target, plan.settling(measure));
          settling.add(result);
          cpuMicros
              .computeIfAbsent(measure, _ -> new ArrayList<>())
              .add(result.cpuMicrosPerRequest());
        }
      }
    } while (cpuMicros.values().stream()
        .anyMatch(turns -> Settling.goesOn(turns, plan.settleTurnsMax())));
  }

  private void measure(LoadGenerator generator, Measure measure) throws InterruptedException {
    int rate = measure.isOpen() ? rate(measure) : 0;
    LoadPlan load = plan.plan(measure, rate);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contestant contestant : rotated(contestants, round)) {
        LoadTarget target = contestant.target(measure.asked());
        if (target != null && contestant.measures().contains(measure)) {
          step(measure + ", round %d of %d, %s".formatted(round + 1, plan.rounds(), target.name()));
          measured.add(new Measured(measure, round, generator.run(target, load)));
        }
      }
    }
  }

  private int rate(Measure measure) {
    Measure capacity = measure.capacity();
    int rate = plan.rate(measure);
    if (rate == 0 && capacity != null) {
      rate = OpenRate.of(capacities(capacity), Measure.OPEN_PERCENT);
    }
    rates.put(measure, rate);
    return rate;
  }

  /** What each but the first can do, and what ours can do where it takes part. */
  private List<Double> capacities(Measure measure) {
    LoadFindings soFar = findings();
    OptionalDouble ours = soFar.median(measure, Contestant.TOLLGATE, LoadResult::requestsPerSecond);
    return ours.isPresent()
        ? List.of(ours.getAsDouble())
        : contestants.stream()
            .flatMap(contestant ->
                soFar.median(measure, contestant.name(), LoadResult::requestsPerSecond).stream()
                    .boxed())
            .toList();
  }

  private void idle() throws InterruptedException {
    for (Contestant contestant : contestants) {
      LoadTarget target = contestant.target(Asked.STALLED);
      if (target != null && !contestant.name().equals(Contestant.DIRECT)) {
        step("%,d idle streams, %s".formatted(plan.idleStreams(), contestant.name()));
        idle.add(IdleStreams.hold(target, plan.workload(Measure.STREAM), plan.idleStreams()));
      }
    }
  }

  /** The same in the same circle, beginning with the given one. */
  static <T> List<T> rotated(List<T> list, int first) {
    int cut = Math.floorMod(first, list.size());
    List<T> rotated = new ArrayList<>(list.subList(cut, list.size()));
    rotated.addAll(list.subList(0, cut));
    return rotated;
  }

  private void step(String what) {
    watcher.at(what, (double) stepsDone++ / steps());
  }

  private int steps() {
    int steps = 0;
    for (Contestant contestant : contestants) {
      steps += plan.settle().isZero() || !contestant.settles() ? 0 : 1;
      steps += plan.idleStreams() == 0 ? 0 : 1;
      steps +=
          plan.rounds()
              * Math.toIntExact(
                  plan.measures().stream().filter(contestant.measures()::contains).count());
    }
    return steps;
  }
}
