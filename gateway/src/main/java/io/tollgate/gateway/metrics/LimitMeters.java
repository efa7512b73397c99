package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.gateway.limit.Objection;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Rate limits in metrics: whom they refuse, who waits and for how long. */
public final class LimitMeters {

  private final MeterRegistry registry;

  /** Meters in this registry. */
  public LimitMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows how many requests wait. */
  public void watch(IntSupplier waiting) {
    Gauge.builder("tollgate.rate.limit.waiting", waiting, IntSupplier::getAsInt)
        .description("Requests that wait until they fit into a rate limit")
        .strongReference(true)
        .register(registry);
  }

  /** A request was refused. */
  public void refused(Objection objection) {
    Counter.builder("tollgate.rate.limit.refused")
        .description("Requests that were refused because they did not fit into a rate limit")
        .tag("limit", objection.limit().id())
        .tag("kind", objection.kind().key())
        .register(registry)
        .increment();
  }

  /**
   * A request waits no longer.
   *
   * @param end {@code admitted}, {@code refused}, {@code left} or {@code stopped}
   */
  public void waited(String end, Duration time) {
    Timer.builder("tollgate.rate.limit.waited")
        .description("How long requests have waited for a rate limit, by how the wait ended")
        .tag("end", end)
        .register(registry)
        .record(time);
  }
}
