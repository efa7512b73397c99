package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.policies.money.Picodollars;

/**
 * The instruments of feedback and measurement. Labels are words of the gateway's own. Safe for use
 * by several threads.
 */
public final class QualityMeters {

  private static final String FEEDBACK = "tollgate.feedback";
  private static final String MEASUREMENTS = "tollgate.measurements";
  private static final String COST = "tollgate.measurement.cost.usd";
  private static final String LABELS = "tollgate.quality.labels";

  private static final double PICO_PER_DOLLAR = 1e12;

  private final MeterRegistry registry;

  /** Instruments in this registry. */
  public QualityMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Feedback of some kind has come. */
  public void feedback(String kind, String result) {
    counter(FEEDBACK, "Feedback of callers on answers, by what became of it", kind, result)
        .increment();
  }

  /** An outcome was reported. */
  public void outcome(String result) {
    Counter.builder("tollgate.outcomes")
        .description("Outcomes of requests that callers report, by what became of them")
        .tag("result", result)
        .register(registry)
        .increment();
  }

  /** A step of a measurement has ended. */
  public void measured(String kind, String result) {
    counter(MEASUREMENTS, "Measurements of answers, by what became of them", kind, result)
        .increment();
  }

  /** A step of a measurement was paid for. */
  public void spent(String kind, Picodollars amount) {
    Counter.builder(COST)
        .description("Dollars spent to measure quality; the ledger has the exact figure")
        .tag("kind", kind)
        .register(registry)
        .increment((double) amount.pico() / PICO_PER_DOLLAR);
  }

  /** A label was written, or was not. */
  public void labelled(String result) {
    Counter.builder(LABELS)
        .description("Judged answers for the log of labels, by what became of them")
        .tag("result", result)
        .register(registry)
        .increment();
  }

  private Counter counter(String name, String description, String kind, String result) {
    return Counter.builder(name)
        .description(description)
        .tag("kind", kind)
        .tag("result", result)
        .register(registry);
  }
}
