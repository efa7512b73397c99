package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Every instrument of the gateway, resolved once per label set.
 *
 * <p>Metrics alert; only the ledger bills. Labels are bounded: deployments, classes, outcomes,
 * never keys, users or request ids. Safe for use by several threads.
 */
public final class GatewayMetrics {

  /** Dollars spent, by deployment; approximate by nature. */
  private static final String SPEND = "tollgate.spend.usd";

  private static final String REQUESTS = "tollgate.requests";
  private static final String TOKENS = "tollgate.tokens";
  private static final String UNPRICED = "tollgate.unpriced.requests";
  private static final String ESTIMATED = "tollgate.usage.estimated";
  private static final String DURATION = "tollgate.request.duration";
  private static final String TTFT = "tollgate.time.to.first.token";
  private static final String FALLBACKS = "tollgate.fallbacks";
  private static final String DIALECTS = "tollgate.dialect.requests";
  private static final String LOSSY = "tollgate.lossy.requests";
  private static final String HEDGES = "tollgate.hedges";
  private static final String VERIFICATIONS = "tollgate.verifications";
  private static final String AGREEMENTS = "tollgate.agreements";
  private static final String OVER_BUDGET = "tollgate.spend.budget.refused.requests";
  private static final String REFUSED = "tollgate.refused.requests";
  private static final String APPEND = "tollgate.ledger.append";
  private static final String RELOADS = "tollgate.reloads";
  private static final String ACTIVE = "tollgate.active.requests";

  private static final String CONNECTIONS = "tollgate.client.connections";
  private static final String HELD = "tollgate.held.bytes";
  private static final String IDEMPOTENT = "tollgate.idempotent.requests";
  private static final String SLOW = "tollgate.slow.clients";

  private static final double PICO_PER_DOLLAR = 1e12;

  private record PerDeployment(
      Counter spend,
      Counter unpriced,
      Counter fallbacks,
      Timer duration,
      Timer ttft,
      List<TokenMeter> tokens,
      Map<String, Counter> outcomes) {}

  private record TokenMeter(Meter meter, Counter counter) {}

  private final MeterRegistry registry;
  private final Map<String, PerDeployment> deployments = new ConcurrentHashMap<>();
  private final Map<String, Counter> dialects = new ConcurrentHashMap<>();
  private final Counter lossy;
  private final AtomicInteger active;
  private final Timer append;

  /** Instruments in this registry. */
  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.active = registry.gauge(ACTIVE, new AtomicInteger());
    this.lossy =
        Counter.builder(LOSSY)
            .description("Requests of which the provider could not be told everything")
            .register(registry);
    this.append = timer(APPEND, "Time from handing entries to the journal to their durability");
  }

  /** A request has entered. */
  public void entered() {
    active.incrementAndGet();
  }

  /** A request has left, however it ended. */
  public void left() {
    active.decrementAndGet();
  }

  /** Requests now inside. */
  public int active() {
    return active.get();
  }

  /** A request was refused before anything was sent. */
  public void refused(String code) {
    Counter.builder(REFUSED).tag("code", code).register(registry).increment();
  }

  /** A request was refused because a budget has no room for it. */
  public void overBudget(String budget) {
    Counter.builder(OVER_BUDGET)
        .description("Requests that a budget had no room for, by budget")
        .tag("budget", budget)
        .register(registry)
        .increment();
  }

  /** A client was cut off because it took too long. */
  public void slowClient(String what) {
    Counter.builder(SLOW)
        .description("Connections closed because the client took too long, by what for")
        .tag("what", what)
        .register(registry)
        .increment();
  }

  /** A request came with an idempotency key that was known. */
  public void idempotent(String result) {
    Counter.builder(IDEMPOTENT)
        .description("Requests whose Idempotency-Key was known, by what became of them")
        .tag("result", result)
        .register(registry)
        .increment();
  }

  /**
   * Has these told whenever the metrics are read: clients' connections, and bytes held for them.
   */
  public void watch(IntSupplier connections, LongSupplier heldBytes) {
    Gauge.builder(CONNECTIONS, connections::getAsInt)
        .description("Open connections of clients")
        .register(registry);
    Gauge.builder(HELD, heldBytes::getAsLong)
        .description("Bytes of request bodies and gathered answers in memory")
        .register(registry);
  }

  /** Entries became durable. */
  public void appended(long nanos) {
    append.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A second deployment was asked while the first had not answered. */
  public void hedged(Deployment second) {
    labelled(HEDGES, "Requests that were also sent to a second deployment", second).increment();
  }

  /**
   * An answer was looked at before it was released, or was to be.
   *
   * @param verdict one of a small set of words
   */
  public void verified(Deployment deployment, String verdict) {
    Counter.builder(VERIFICATIONS)
        .description("Answers that were held back to be looked at, by what was found")
        .tag("deployment", deployment.id())
        .tag("verdict", verdict)
        .register(registry)
        .increment();
  }

  /** Two answers were, or were to be, held against each other. */
  public void agreed(String result) {
    Counter.builder(AGREEMENTS)
        .description("Requests that were put to two deployments at a time, by whether they agreed")
        .tag("result", result)
        .register(registry)
        .increment();
  }

  /** A watched file was read again. */
  public void reloaded(String file, boolean accepted) {
    Counter.builder(RELOADS)
        .tag("file", file)
        .tag("result", accepted ? "accepted" : "rejected")
        .register(registry)
        .increment();
  }

  /** A request has ended. */
  public void finished(FinishedExchange exchange) {
    String id = exchange.deployment().id();
    PerDeployment known = deployments.get(id);
    PerDeployment meters =
        known == null
            ? deployments.computeIfAbsent(id, ignored -> perDeployment(exchange.deployment()))
            : known;
    Counter outcome = meters.outcomes().get(exchange.outcome());
    if (outcome == null) {
      outcome =
          meters.outcomes().computeIfAbsent(exchange.outcome(), ended -> requestCounter(id, ended));
    }
    outcome.increment();
    if (exchange.cost() == null) {
      meters.unpriced().increment();
    } else {
      meters.spend().increment((double) exchange.cost().pico() / PICO_PER_DOLLAR);
    }
    Counter dialect = dialects.get(exchange.dialect());
    if (dialect == null) {
      dialect = dialects.computeIfAbsent(exchange.dialect(), this::dialectCounter);
    }
    dialect.increment();
    if (exchange.losses() > 0) {
      lossy.increment();
    }
    if (exchange.attempts() > 1) {
      meters.fallbacks().increment();
    }
    meters.duration().record(exchange.totalMs(), TimeUnit.MILLISECONDS);
    if (exchange.ttftMs() >= 0) {
      meters.ttft().record(exchange.ttftMs(), TimeUnit.MILLISECONDS);
    }
    // They are in the order of all meters, of which those of tokens come first.
    int tokens = Math.min(meters.tokens().size(), exchange.usage().meters());
    for (int i = 0; i < tokens; i++) {
      TokenMeter each = meters.tokens().get(i);
      long quantity = exchange.usage().quantity(each.meter());
      if (quantity > 0) {
        each.counter().increment((double) quantity);
      }
    }
    if (!exchange.quality().isReported()) {
      Counter.builder(ESTIMATED)
          .tag("quality", exchange.quality().key())
          .register(registry)
          .increment();
    }
  }

  private Counter dialectCounter(String dialect) {
    return Counter.builder(DIALECTS)
        .description("Requests that were sent to a deployment, by how their clients spoke")
        .tag("dialect", dialect)
        .register(registry);
  }

  private Counter requestCounter(String deployment, String outcome) {
    return Counter.builder(REQUESTS)
        .description("Requests that were sent to a deployment, by how they ended")
        .tag("deployment", deployment)
        .tag("outcome", outcome)
        .register(registry);
  }

  private PerDeployment perDeployment(Deployment deployment) {
    List<TokenMeter> tokens = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      if (!meter.isTokens()) {
        continue;
      }
      tokens.add(
          new TokenMeter(
              meter,
              Counter.builder(TOKENS)
                  .description("Tokens by disjoint kind, so that sums are valid")
                  .tag("deployment", deployment.id())
                  .tag("kind", meter.key())
                  .register(registry)));
    }
    return new PerDeployment(
        labelled(SPEND, "Dollars spent; the ledger has the exact figure", deployment),
        labelled(UNPRICED, "Requests to a deployment without a price", deployment),
        labelled(FALLBACKS, "Requests answered by a fallback", deployment),
        timer(DURATION, "Time from arrival to the last byte", deployment),
        timer(TTFT, "Time from arrival to the first content byte", deployment),
        tokens,
        new ConcurrentHashMap<>());
  }

  private Counter labelled(String name, String description, Deployment deployment) {
    return Counter.builder(name)
        .description(description)
        .tag("deployment", deployment.id())
        .tag("class", deployment.model().modelClass().key())
        .register(registry);
  }

  private Timer timer(String name, String description, Deployment deployment) {
    return Timer.builder(name)
        .description(description)
        .tag("deployment", deployment.id())
        .tag("class", deployment.model().modelClass().key())
        .publishPercentileHistogram()
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .register(registry);
  }
}
