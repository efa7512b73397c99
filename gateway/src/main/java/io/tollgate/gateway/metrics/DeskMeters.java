package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The instruments of quality budgets. Labels are policies, alerts and models of files, so there are
 * few; how it stands with each key is told by the admin plane. Safe for use by several threads.
 */
public final class DeskMeters {

  private static final String SHADOW = "tollgate.quality.shadow.price.dollars";
  private static final String REMAINING = "tollgate.quality.budget.remaining.ratio";
  private static final String BURN = "tollgate.quality.burn.rate";
  private static final String FROZEN = "tollgate.quality.frozen";
  private static final String LOSS = "tollgate.quality.predicted.loss.ratio";
  private static final String QUARANTINED = "tollgate.model.quarantined";
  private static final String FAILURES = "tollgate.predictor.failures";
  private static final String PREDICTOR = "tollgate.predictor";

  /** Models that are shown; a catalogue does not come near. */
  private static final int MODELS_MAX = 4_096;

  /**
   * How it stands under a policy.
   *
   * @param shadowDollars what all the quality of an answer is worth; of several keys the most
   * @param remaining the share of the reserve that is left; of several keys the least
   * @param frozen keys for which only the reference may answer
   * @param lossSum predicted losses of all answers, as shares of one
   * @param answers how many those are
   * @param burn multiples of the allowed loss, by alert; of several keys the most
   */
  public record Figures(
      double shadowDollars,
      double remaining,
      int frozen,
      double lossSum,
      double answers,
      Map<String, Double> burn) {
    public Figures {
      burn = Map.copyOf(burn);
    }

    /** Those of two keys. */
    public static Figures worse(Figures one, Figures other) {
      Map<String, Double> burn = new HashMap<>(one.burn);
      other.burn.forEach((alert, rate) -> burn.merge(alert, rate, Math::max));
      return new Figures(
          Math.max(one.shadowDollars, other.shadowDollars),
          Math.min(one.remaining, other.remaining),
          one.frozen + other.frozen,
          one.lossSum + other.lossSum,
          one.answers + other.answers,
          burn);
    }
  }

  private final MeterRegistry registry;
  private final Counter failures;
  private final Timer predictor;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private volatile Map<String, Figures> policies = Map.of();

  /** Instruments in this registry. */
  public DeskMeters(MeterRegistry registry) {
    this.registry = registry;
    this.failures =
        Counter.builder(FAILURES)
            .description("Requests that the reference answered because the predictor failed")
            .register(registry);
    this.predictor =
        Timer.builder(PREDICTOR)
            .description("Time to forecast the quality of every model for a prompt")
            .register(registry);
  }

  /** The predictor failed. */
  public void predictorFailed() {
    failures.increment();
  }

  /** The predictor answered. */
  public void predicted(long nanos) {
    predictor.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Shows whether a model is quarantined, from now on. */
  public void model(String model, BooleanSupplier quarantined) {
    if (models.size() < MODELS_MAX && models.add(model)) {
      Gauge.builder(QUARANTINED, quarantined, asked -> asked.getAsBoolean() ? 1 : 0)
          .description("Whether a model got worse than predicted and answers no longer")
          .tag("model", model)
          .strongReference(true)
          .register(registry);
    }
  }

  /** Shows how it stands under each policy. */
  public void stand(Map<String, Figures> figures) {
    policies = Map.copyOf(figures);
    figures.forEach((policy, now) -> {
      if (shown.add(policy)) {
        gauge(
            SHADOW,
            "Dollars that quality is worth, of the key that pays most",
            policy,
            Figures::shadowDollars);
        gauge(
            REMAINING,
            "Share of the reserve that is left, of the key with the least",
            policy,
            Figures::remaining);
        gauge(FROZEN, "Keys for which only the reference may answer", policy, Figures::frozen);
        gauge(
            LOSS,
            "Mean predicted loss against the reference",
            policy,
            one -> one.answers() == 0 ? 0 : one.lossSum() / one.answers());
      }
      now.burn()
          .keySet()
          .forEach(alert -> {
            if (shown.add(policy + " " + alert)) {
              burn(policy, alert);
            }
          });
    });
  }

  private void gauge(
      String name, String description, String policy, ToDoubleFunction<Figures> figure) {
    Gauge.builder(name, () -> of(policy, figure))
        .description(description)
        .tag("policy", policy)
        .strongReference(true)
        .register(registry);
  }

  private void burn(String policy, String alert) {
    Gauge.builder(BURN, () -> of(policy, one -> one.burn().getOrDefault(alert, 0.0)))
        .description("Multiple of the allowed loss, of the key that spends fastest")
        .tag("policy", policy)
        .tag("window", alert)
        .strongReference(true)
        .register(registry);
  }

  private double of(String policy, ToDoubleFunction<Figures> figure) {
    Figures now = policies.get(policy);
    return now == null ? Double.NaN : figure.applyAsDouble(now);
  }
}
