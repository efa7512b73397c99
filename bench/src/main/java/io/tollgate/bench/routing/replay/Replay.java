package io.tollgate.bench.routing.replay;

import io.tollgate.bench.routing.measure.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Streams what a learner predicted through pacer, watch and judge: every {@link Trouble}, with the
 * recorded scores as the judge, several times in other orders.
 */
public final class Replay {

  private static final int SPARSE_PPM = 10_000;
  private static final int LATE = 500;
  private static final int FIRST_SEED = 101;

  private final ReplayTable table;
  private final int seeds;

  private Replay(ReplayTable table, int seeds) {
    this.table = table;
    this.seeds = seeds;
  }

  /**
   * Replays what was predicted.
   *
   * @param seeds streams of each kind, at least 1
   * @param progress told the title of what is replayed next
   * @throws IllegalArgumentException if no row has all its outcomes and costs
   */
  public static ReplayReport run(Predictions predictions, int seeds, Consumer<String> progress) {
    ReplayTable table = ReplayTable.of(predictions);
    if (table.size() == 0) {
      throw new IllegalArgumentException(
          predictions.set().name() + ": no question has the score and the cost of every model");
    }
    return new Replay(table, seeds).report(progress);
  }

  static ReplayReport run(ReplayTable table, int seeds) {
    return new Replay(table, seeds).report(title -> {});
  }

  private ReplayReport report(Consumer<String> progress) {
    List<ReplayReport.Row> rows = new ArrayList<>();
    boolean arms =
        IntStream.range(0, table.size())
            .anyMatch(row -> table.candidates(row) > table.models().size());
    for (boolean agreements : arms ? List.of(false, true) : List.of(false)) {
      ReplaySettings settings = ReplaySettings.DEFAULT.withAgreements(agreements);
      long prior = OperatingPoint.shadow(table, settings);
      ReplaySettings blind = settings.withJudging(0, 0);
      for (Trouble trouble : Trouble.values()) {
        progress.accept(trouble.title());
        rows.add(row(trouble, "judged", settings, prior));
        rows.add(row(trouble, "blind", blind, prior));
      }
      progress.accept("sparse and late judging");
      rows.add(row(Trouble.REGRESSION, "1 % judged", settings.withJudging(SPARSE_PPM, 20), prior));
      rows.add(
          row(
              Trouble.REGRESSION,
              "known 500 requests later",
              settings.withJudging(settings.judgedSharePpm(), LATE),
              prior));
    }
    String reference = table.models().get(table.reference());
    return new ReplayReport(ReplaySettings.DEFAULT, reference, table.size(), seeds, rows);
  }

  private ReplayReport.Row row(
      Trouble trouble, String judging, ReplaySettings settings, long prior) {
    List<ReplayResult> results =
        IntStream.range(0, seeds)
            .mapToObj(i -> result(trouble, settings, prior, FIRST_SEED + i))
            .toList();
    return new ReplayReport.Row(
        trouble, settings.agreements(), judging, mean(results), deviation(results));
  }

  private ReplayResult result(Trouble trouble, ReplaySettings settings, long prior, long seed) {
    int[] rows = IntStream.range(0, table.size()).toArray();
    Course calm = new Course(table, Trouble.STEADY, List.of(), rows, seed);
    ReplayRun before = new ReplayRun(calm, settings, prior, seed);
    ReplayResult steady = before.run();
    if (trouble == Trouble.STEADY) {
      return steady;
    }
    int[] uses = before.uses();
    List<Integer> main =
        IntStream.range(0, uses.length)
            .boxed()
            .filter(model -> model != table.reference())
            .sorted(Comparator.comparingInt(model -> -uses[model]))
            .limit(2)
            .toList();
    return new ReplayRun(new Course(table, trouble, main, rows, seed), settings, prior, seed).run();
  }

  private static ReplayResult mean(List<ReplayResult> results) {
    return new ReplayResult(
        mean(results, ReplayResult::cost),
        mean(results, ReplayResult::measurement),
        mean(results, ReplayResult::loss),
        mean(results, ReplayResult::secondHalfLoss),
        mean(results, ReplayResult::worstWindowLoss),
        mean(results, ReplayResult::judgedShare),
        mean(results, ReplayResult::frozenShare),
        mean(results, ReplayResult::quarantineDelay),
        mean(results, ReplayResult::falseQuarantines));
  }

  private static double mean(List<ReplayResult> results, ToDoubleFunction<ReplayResult> figure) {
    return results.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  private static double deviation(List<ReplayResult> results) {
    double mean = mean(results, ReplayResult::loss);
    double squares = results.stream().mapToDouble(r -> (r.loss() - mean) * (r.loss() - mean)).sum();
    return Math.sqrt(squares / Math.max(1, results.size() - 1));
  }
}
