package io.tollgate.bench.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one measurement found. Warm-up is not in it.
 *
 * @param target what was measured
 * @param plan how
 * @param completed whole answers that arrived within the measured time
 * @param events events of streams within the measured time, {@code [DONE]} included
 * @param errors requests that were meant to start in the measured time and failed, by kind
 * @param latencyNanos from the intended start to the last byte, of the whole answers
 * @param firstByteNanos from the intended start to the first byte of the answer
 * @param cpuSeconds CPU time of the target's processes within the measured time; 0 if unknown
 * @param loadCpuSeconds CPU time of what makes the load within the measured time; 0 if unknown
 * @param residentBytes the target's memory at the end of the measured time; 0 if unknown
 * @param answered whole answers in all, those of the warm-up and late ones too
 * @param unanswered failures in all, those of the warm-up and late ones too
 */
public record LoadResult(
    LoadTarget target,
    LoadPlan plan,
    long completed,
    long events,
    Map<ErrorKind, Long> errors,
    Histogram latencyNanos,
    Histogram firstByteNanos,
    double cpuSeconds,
    double loadCpuSeconds,
    long residentBytes,
    long answered,
    long unanswered) {

  public LoadResult {
    errors = Map.copyOf(errors);
  }

  /** Whole answers per second. */
  public double requestsPerSecond() {
    return completed / seconds(plan.measured());
  }

  /** Events of streams per second. */
  public double eventsPerSecond() {
    return events / seconds(plan.measured());
  }

  /** CPU time of the target for ten thousand answers, in seconds; 0 if unknown. */
  public double cpuSecondsPer10k() {
    return completed == 0 ? 0 : cpuSeconds * 10_000 / completed;
  }

  /** CPU time of the target for each answer, in microseconds; 0 if unknown. */
  public double cpuMicrosPerRequest() {
    return cpuSecondsPer10k() * 100;
  }

  /** All failures. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
