package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetEvent;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.policies.money.Picodollars;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spend budgets in metrics and in the log. */
public final class BudgetMeters {

  private static final Logger LOG = LoggerFactory.getLogger(BudgetMeters.class);

  /** Budgets that have gauges: metrics are for those that people look at every day. */
  private static final int BUDGETS_MAX = 1_000;

  /** One reading for all gauges of a scrape. */
  private static final long READING_NANOS = 500_000_000;

  private static final double PICO_PER_DOLLAR = 1e12;

  private final MeterRegistry registry;
  private final MultiGauge limits;
  private final MultiGauge spent;
  private final MultiGauge held;
  private Supplier<List<BudgetReading>> source = List::of;
  private Map<String, BudgetReading> latest = Map.of();
  private long readAtNanos;
  private LongSupplier leaseRoundTrips = () -> 0;
  private LongSupplier leaseBeats = () -> 0;

  /** Meters of budgets that are not there yet. */
  public BudgetMeters(MeterRegistry registry) {
    this.registry = registry;
    this.limits = gauge(registry, "limit", "Dollars that may be spent in a window of a budget");
    this.spent = gauge(registry, "spent", "Dollars that were spent in the present window");
    this.held = gauge(registry, "held", "Dollars that are held for requests that run");
  }

  private static MultiGauge gauge(MeterRegistry registry, String what, String description) {
    return MultiGauge.builder("tollgate.spend.budget." + what + ".usd")
        .description(description)
        .register(registry);
  }

  /** Shows how budgets stand, from now on those that a source names. */
  public synchronized void watch(Supplier<List<BudgetReading>> readings) {
    source = readings;
    readAtNanos = System.nanoTime() - READING_NANOS;
    List<Budget> budgets =
        readings.get().stream().map(BudgetReading::budget).limit(BUDGETS_MAX).toList();
    show(limits, budgets, reading -> reading.budget().limit());
    show(spent, budgets, BudgetReading::spent);
    show(held, budgets, BudgetReading::held);
  }

  private void show(
      MultiGauge gauge, List<Budget> budgets, Function<BudgetReading, Picodollars> amount) {
    gauge.register(
        budgets.stream()
            .map(budget ->
                MultiGauge.Row.of(
                    Tags.of("budget", budget.id(), "scope", budget.scope().text()),
                    () -> dollars(budget.id(), amount)))
            .toList(),
        true);
  }

  private synchronized double dollars(String id, Function<BudgetReading, Picodollars> amount) {
    long now = System.nanoTime();
    if (now - readAtNanos >= READING_NANOS) {
      readAtNanos = now;
      latest =
          source.get().stream()
              .collect(Collectors.toMap(each -> each.budget().id(), Function.identity()));
    }
    BudgetReading reading = latest.get(id);
    return reading == null ? Double.NaN : amount.apply(reading).pico() / PICO_PER_DOLLAR;
  }

  /**
   * Shows how it stands with the store that other gateways share.
   *
   * @param roundTrips times that an answer of it was waited for to have leases
   * @param beats times that a sign of life was given
   * @param inContact whether it answers
   */
  public void share(LongSupplier roundTrips, LongSupplier beats, BooleanSupplier inContact) {
    leaseRoundTrips = roundTrips;
    leaseBeats = beats;
    // Held weakly: these meters live as long as the gateway.
    FunctionCounter.builder(
            "tollgate.lease.store.round.trips", this, meters -> meters.leaseRoundTrips.getAsLong())
        .description("Times that an answer of the shared store was waited for to have leases")
        .register(registry);
    FunctionCounter.builder(
            "tollgate.lease.store.beats", this, meters -> meters.leaseBeats.getAsLong())
        .description("Signs of life that were given to the gateways that share the store")
        .register(registry);
    Gauge.builder("tollgate.lease.store.up", inContact, source -> source.getAsBoolean() ? 1 : 0)
        .description("Whether the shared store of leases answers")
        .strongReference(true)
        .register(registry);
  }

  /** Says in the log and in a counter what happened to a budget. */
  public void happened(BudgetEvent event) {
    String name =
        switch (event) {
          case BudgetEvent.Reached reached -> {
            LOG.warn(
                "budget {} of {}: {} % of {} are spent before {}",
                reached.budget().id(),
                reached.budget().scope(),
                reached.percent(),
                reached.budget().limit(),
                reached.span().end());
            yield "reached_" + reached.percent();
          }
          case BudgetEvent.Refusing refusing -> {
            LOG.warn(
                "budget {} of {} refuses requests until {}: {} of {} are spent, {} held",
                refusing.budget().id(),
                refusing.budget().scope(),
                refusing.span().end(),
                refusing.spent(),
                refusing.budget().limit(),
                refusing.held());
            yield "refusing";
          }
        };
    Counter.builder("tollgate.spend.budget.events")
        .description("What happened to budgets: parts of them spent, the first refusal of a window")
        .tag("budget", event.budget().id())
        .tag("event", name)
        .register(registry)
        .increment();
  }
}
