package io.tollgate.gateway.config;

import io.tollgate.gateway.upstream.Resilience;
import io.tollgate.gateway.upstream.Resilience.Breaker;
import io.tollgate.gateway.upstream.Resilience.Concurrency;
import io.tollgate.gateway.upstream.Resilience.Departure;
import io.tollgate.gateway.upstream.Resilience.Retries;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads how a provider's faults are dealt with. */
final class ResilienceReader {

  private static final YamlType<Integer> PERCENT = YamlType.integer(1, 100);
  private static final YamlType<Integer> COUNT = YamlType.integer(1, 1_000_000);
  private static final YamlType<Duration> TIME =
      YamlType.duration(Duration.ofMillis(1), Duration.ofHours(1));

  private ResilienceReader() {}

  static Resilience read(YamlMap provider) {
    return new Resilience(
        breaker(provider.mapOrEmpty("breaker")),
        retries(provider.mapOrEmpty("retries")),
        provider.has("concurrency") ? concurrency(provider.mapOrEmpty("concurrency")) : null,
        departure(provider.mapOrEmpty("client_leaves")));
  }

  private static Breaker breaker(YamlMap map) {
    Breaker defaults = Breaker.DEFAULTS;
    Duration openMin = map.optional("open_min", TIME, defaults.openMin());
    Duration openMax =
        map.optional(
            "open_max",
            TIME,
            openMin.compareTo(defaults.openMax()) > 0 ? openMin : defaults.openMax());
    if (openMax.compareTo(openMin) < 0) {
      map.problem("open_max", "it is shorter than open_min", "make it as long at least");
      openMax = openMin;
    }
    return new Breaker(
        map.optional("failures", COUNT, defaults.consecutiveFailures()),
        map.optional("error_percent", PERCENT, defaults.errorPercent()),
        map.optional("slow_first_token", TIME, defaults.slowFirstToken()),
        map.optional("slow_percent", PERCENT, defaults.slowPercent()),
        map.optional("window", YamlType.integer(2, 10_000), defaults.windowCalls()),
        openMin,
        openMax,
        map.optional("trials", YamlType.integer(1, 1000), defaults.trials()));
  }

  private static Retries retries(YamlMap map) {
    Retries defaults = Retries.DEFAULTS;
    return new Retries(
        map.optional("budget_percent", YamlType.integer(0, 100), defaults.budgetPercent()),
        map.optional("reserve", COUNT, defaults.reserve()),
        map.optional("same_deployment", YamlType.integer(0, 5), defaults.sameDeployment()),
        map.optional("pause_min", TIME, defaults.pauseMin()),
        map.optional("pause_max", TIME, defaults.pauseMax()));
  }

  private static @Nullable Concurrency concurrency(YamlMap map) {
    int max = map.required("max", COUNT);
    int min = map.optional("min", COUNT, Math.min(max, 4));
    if (min > max) {
      map.problem("min", "it is more than max", "make it as many at most");
      return null;
    }
    return new Concurrency(max, min, map.optional("adaptive", YamlType.bool(), true));
  }

  private static Departure departure(YamlMap map) {
    return new Departure(
        map.optional("drain", YamlType.duration(Duration.ZERO, Duration.ofHours(1)), Duration.ZERO),
        map.optional("drain_bytes", YamlType.integer(1, 1 << 30), 1 << 20));
  }
}
