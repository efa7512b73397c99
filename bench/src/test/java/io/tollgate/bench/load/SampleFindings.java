package io.tollgate.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Findings of a run that never was, measurement by measurement. */
final class SampleFindings {

  static final LoadRunPlan PLAN =
      new LoadRunPlan(
          Measure.all(),
          3,
          64,
          16,
          0,
          0,
          5_000,
          1_000,
          256,
          1,
          Duration.ZERO,
          1,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));

  private final List<Measured> measured = new ArrayList<>();
  private final List<IdleReading> idle = new ArrayList<>();
  private final Map<Measure, Integer> rates = new EnumMap<>(Measure.class);

  /** What one measurement of a second found. */
  record Found(long completed, long events, double cpuSeconds, long micros, long megabytes) {

    /** Answers that took so long, one in ten of them ten times as long. */
    static Found latency(long micros) {
      return new Found(100, 0, 0.1, micros, 100);
    }

    static Found rate(long completed, double cpuSeconds) {
      return new Found(completed, 0, cpuSeconds, 1_000, 100);
    }
  }

  /** Adds a round. */
  SampleFindings with(Measure measure, String name, Found found) {
    Histogram latency = new Histogram(3);
    latency.recordValueWithCount(found.micros() * 1_000, 90);
    latency.recordValueWithCount(found.micros() * 10_000, 10);
    if (measure.isOpen()) {
      rates.put(measure, 100);
    }
    LoadTarget target = new LoadTarget(name, URI.create("http://127.0.0.1:1/v1"), "k", "m", 1);
    measured.add(
        new Measured(
            measure,
            0,
            new LoadResult(
                target,
                PLAN.plan(measure, 100),
                found.completed(),
                found.events(),
                Map.of(ErrorKind.TIMEOUT, 1L),
                latency,
                latency,
                found.cpuSeconds(),
                0.5,
                found.megabytes() * 1_000_000,
                found.completed() + 10,
                1)));
    return this;
  }

  SampleFindings withIdle(String name, long megabytes) {
    idle.add(new IdleReading(name, 5_000, 5_000, megabytes * 1_000_000));
    return this;
  }

  LoadFindings of(String... names) {
    return new LoadFindings(PLAN, List.of(names), rates, List.of(), measured, idle);
  }
}
