package io.tollgate.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What all rounds of a run found about one target: medians over the rounds of the closed loop, and
 * the latencies of all rounds of the open loop together.
 *
 * @param target what was measured
 * @param requestsPerSecond whole answers per second in the closed loop
 * @param eventsPerSecond events of streams per second in the closed loop
 * @param cpuSecondsPer10k CPU time of the target for ten thousand answers of the closed loop; 0 if
 *     unknown
 * @param closedLatencyNanos in the closed loop
 * @param openLatencyNanos in the open loop, from the intended start
 * @param openFirstByteNanos in the open loop, from the intended start to the first byte
 * @param openRequestsPerSecond whole answers per second in the open loop
 * @param openCpuSecondsPer10k CPU time for ten thousand answers of the open loop; 0 if unknown
 * @param residentBytes the most memory seen; 0 if unknown
 * @param errors failures in all rounds, by kind
 */
public record TargetReport(
    LoadTarget target,
    double requestsPerSecond,
    double eventsPerSecond,
    double cpuSecondsPer10k,
    Histogram closedLatencyNanos,
    Histogram openLatencyNanos,
    Histogram openFirstByteNanos,
    double openRequestsPerSecond,
    double openCpuSecondsPer10k,
    long residentBytes,
    Map<ErrorKind, Long> errors) {

  public TargetReport {
    errors = Map.copyOf(errors);
  }

  /** The report on one target from the results of a whole run. */
  static TargetReport of(LoadTarget target, List<LoadResult> run) {
    List<LoadResult> closed = new ArrayList<>();
    List<LoadResult> open = new ArrayList<>();
    Map<ErrorKind, Long> errors = new EnumMap<>(ErrorKind.class);
    long residentBytes = 0;
    for (LoadResult result : run) {
      if (result.target().equals(target)) {
        switch (result.plan().shape()) {
          case LoadShape.Closed shape -> closed.add(result);
          case LoadShape.Open shape -> open.add(result);
        }
        residentBytes = Math.max(residentBytes, result.residentBytes());
        result.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum));
      }
    }
    return new TargetReport(
        target,
        median(closed, LoadResult::requestsPerSecond),
        median(closed, LoadResult::eventsPerSecond),
        median(closed, LoadResult::cpuSecondsPer10k),
        sum(closed, LoadResult::latencyNanos),
        sum(open, LoadResult::latencyNanos),
        sum(open, LoadResult::firstByteNanos),
        median(open, LoadResult::requestsPerSecond),
        median(open, LoadResult::cpuSecondsPer10k),
        residentBytes,
        errors);
  }

  private static Histogram sum(
      List<LoadResult> results, Function<LoadResult, Histogram> histogram) {
    Histogram sum = new Histogram(3);
    results.forEach(result -> sum.add(histogram.apply(result)));
    return sum;
  }

  /** The middle one; the lower of the two middle ones. */
  private static double median(List<LoadResult> results, ToDoubleFunction<LoadResult> figure) {
    double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  /** All failures. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
