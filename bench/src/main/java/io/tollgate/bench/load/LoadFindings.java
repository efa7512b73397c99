package io.tollgate.bench.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * All that a {@link LoadRun} found, and the figures that reports take from it: medians over rounds.
 *
 * @param plan how it was measured
 * @param names of the servers, the one the others are compared with first
 * @param rates requests/s of the open loops
 * @param settling the loads before everything, which count for nothing but the audit
 * @param measured every measurement
 * @param idle memory with idle streams; empty where there were none
 */
record LoadFindings(
    LoadRunPlan plan,
    List<String> names,
    Map<Measure, Integer> rates,
    List<LoadResult> settling,
    List<Measured> measured,
    List<IdleReading> idle) {

  private static final double NANOS_PER_MILLI = 1e6;

  LoadFindings {
    names = List.copyOf(names);
    rates = Map.copyOf(rates);
    settling = List.copyOf(settling);
    measured = List.copyOf(measured);
    idle = List.copyOf(idle);
  }

  /** The server the others are compared with. */
  String reference() {
    return names.getFirst();
  }

  /** The results of a server under a load, round by round. */
  List<LoadResult> results(Measure measure, String name) {
    return measured.stream()
        .filter(one -> one.measure() == measure && one.result().target().name().equals(name))
        .map(Measured::result)
        .toList();
  }

  /** The middle of a figure over the rounds; empty where nothing was measured. */
  OptionalDouble median(Measure measure, String name, ToDoubleFunction<LoadResult> figure) {
    return median(results(measure, name).stream().mapToDouble(figure).toArray());
  }

  /** The middle one; the mean of the two middle ones of an even number. */
  static OptionalDouble median(double[] figures) {
    if (figures.length == 0) {
      return OptionalDouble.empty();
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return OptionalDouble.of((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
  }

  /** The middle of a figure as a multiple of another server's. */
  OptionalDouble ratio(
      Measure measure, String name, String other, ToDoubleFunction<LoadResult> figure) {
    return ratio(median(measure, name, figure), median(measure, other, figure));
  }

  /**
   * A quotient of two figures above 0; empty where one is not: what a server adds is more than
   * nothing, and a measurement that denies it has found only noise.
   */
  static OptionalDouble ratio(OptionalDouble figure, OptionalDouble other) {
    return figure.orElse(0) > 0 && other.orElse(0) > 0
        ? OptionalDouble.of(figure.getAsDouble() / other.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * What a server adds to the reference at a percentile, in milliseconds: the difference of the
   * percentiles within a round, and the middle of these over the rounds.
   */
  OptionalDouble addedMillis(
      Measure measure, String name, Function<LoadResult, Histogram> latency, double percentile) {
    List<LoadResult> with = results(measure, name);
    List<LoadResult> without = results(measure, reference());
    if (with.size() != without.size()) {
      return OptionalDouble.empty();
    }
    double[] added = new double[with.size()];
    for (int round = 0; round < added.length; round++) {
      added[round] =
          millis(latency.apply(with.get(round)), percentile)
              - millis(latency.apply(without.get(round)), percentile);
    }
    return median(added);
  }

  /** A latency of all rounds together. */
  Histogram all(Measure measure, String name, Function<LoadResult, Histogram> latency) {
    Histogram all = new Histogram(3);
    results(measure, name).forEach(result -> all.add(latency.apply(result)));
    return all;
  }

  static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  /** The most memory seen at the end of a measurement of plain answers; empty if unknown. */
  OptionalDouble residentBytes(String name) {
    return results(Measure.PLAIN, name).stream()
        .mapToDouble(LoadResult::residentBytes)
        .filter(bytes -> bytes > 0)
        .max();
  }

  /** Memory with idle streams; empty if unknown. */
  OptionalDouble idleBytes(String name) {
    return idle.stream()
        .filter(reading -> reading.target().equals(name) && reading.residentBytes() > 0)
        .mapToDouble(IdleReading::residentBytes)
        .findFirst();
  }

  /** Failures of a server in all measurements, by kind. */
  Map<ErrorKind, Long> errors(String name) {
    Map<ErrorKind, Long> errors = new EnumMap<>(ErrorKind.class);
    measured.stream()
        .map(Measured::result)
        .filter(result -> result.target().name().equals(name))
        .forEach(result ->
            result.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum)));
    return errors;
  }

  /** Whether every request had its answer, those of warm-ups too, and every idle stream began. */
  boolean allAnswered() {
    return everyResult().allMatch(result -> result.unanswered() == 0)
        && idle.stream().allMatch(reading -> reading.begun() == plan.idleStreams());
  }

  /** Whole answers of a kind that a server gave, those of warm-ups too. */
  long answered(String name, boolean stream) {
    return everyResult()
        .filter(result -> result.target().name().equals(name))
        .filter(result -> result.plan().workload().stream() == stream)
        .mapToLong(LoadResult::answered)
        .sum();
  }

  /** Streams through a server that were begun and cut. */
  long cut(String name) {
    return idle.stream()
        .filter(reading -> reading.target().equals(name))
        .mapToLong(IdleReading::begun)
        .sum();
  }

  /** The loads of a kind before everything, in order. */
  List<LoadResult> settling(Measure measure, String name) {
    return settling.stream()
        .filter(result -> result.target().name().equals(name))
        .filter(result -> result.plan().workload().stream() == (measure.asked() == Asked.STREAMED))
        .toList();
  }

  private Stream<LoadResult> everyResult() {
    return Stream.concat(settling.stream(), measured.stream().map(Measured::result));
  }
}
