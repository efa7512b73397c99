package io.tollgate.bench.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a request cost at one size.
 *
 * @param axis what grows
 * @param size how far it has grown, in the unit of the axis
 * @param results the measurements there, at least one
 */
record ScalePoint(ScaleAxis axis, int size, List<LoadResult> results) {

  ScalePoint {
    results = List.copyOf(results);
  }

  double cpuMicros() {
    return median(LoadResult::cpuMicrosPerRequest);
  }

  double p50Millis() {
    return median(result -> LoadFindings.millis(result.latencyNanos(), 50));
  }

  double p99Millis() {
    return median(result -> LoadFindings.millis(result.latencyNanos(), 99));
  }

  long errors() {
    return results.stream().mapToLong(LoadResult::errorCount).sum();
  }

  private double median(ToDoubleFunction<LoadResult> figure) {
    return LoadFindings.median(results.stream().mapToDouble(figure).toArray()).orElseThrow();
  }
}
