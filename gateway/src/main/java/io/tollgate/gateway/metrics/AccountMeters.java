package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tollgate.gateway.upstream.AccountStatus;
import io.tollgate.gateway.upstream.UpstreamHealth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Shows how the accounts with providers stand, for as long as they are configured. Labels are names
 * of the configuration.
 */
public final class AccountMeters {

  private static final String STATE = "tollgate.account.state";
  private static final String PAUSE = "tollgate.account.pause.seconds";
  private static final String REQUESTS_LEFT = "tollgate.account.requests.remaining";
  private static final String TOKENS_LEFT = "tollgate.account.tokens.remaining";
  private static final String REQUESTS = "tollgate.account.requests";
  private static final String THROTTLES = "tollgate.account.throttles";

  private static final double MS_PER_SECOND = 1e3;

  private record Name(String provider, String account) {}

  private final MeterRegistry registry;
  private final UpstreamHealth health;
  private final Map<Name, List<Meter>> shown = new HashMap<>();

  /** Shows nothing yet. */
  public AccountMeters(MeterRegistry registry, UpstreamHealth health) {
    this.registry = registry;
    this.health = health;
  }

  /** Shows the accounts that are configured now, and no others. */
  public synchronized void show() {
    List<Name> present =
        health.accounts().stream()
            .map(account -> new Name(account.provider(), account.account()))
            .toList();
    for (Name gone : shown.keySet().stream().filter(name -> !present.contains(name)).toList()) {
      shown.getOrDefault(gone, List.of()).forEach(registry::remove);
      shown.remove(gone);
    }
    for (Name name : present) {
      shown.computeIfAbsent(name, this::meters);
    }
  }

  private List<Meter> meters(Name name) {
    Tags tags = Tags.of("provider", name.provider(), "account", name.account());
    List<Meter> meters = new ArrayList<>();
    for (AccountStatus.State state : AccountStatus.State.values()) {
      meters.add(
          gauge(
              STATE,
              "1 for the state that an account with a provider is in",
              tags.and("state", state.name().toLowerCase(Locale.ROOT)),
              name,
              status -> status.state() == state ? 1 : 0));
    }
    meters.add(
        gauge(
            PAUSE,
            "Seconds until an account is used again",
            tags,
            name,
            status -> status.pauseMs() / MS_PER_SECOND));
    meters.add(
        gauge(
            REQUESTS_LEFT,
            "Requests that an account has left in this minute, where that is known",
            tags,
            name,
            status -> known(status.requestsLeft())));
    meters.add(
        gauge(
            TOKENS_LEFT,
            "Tokens that an account has left in this minute, where that is known",
            tags,
            name,
            status -> known(status.tokensLeft())));
    meters.add(
        counter(
            REQUESTS,
            "Requests that were sent with an account",
            tags,
            name,
            AccountStatus::requests));
    meters.add(
        counter(
            THROTTLES,
            "Times a provider said that an account is used too much",
            tags,
            name,
            AccountStatus::throttles));
    return meters;
  }

  private static double known(long value) {
    return value < 0 ? Double.NaN : value;
  }

  private Meter gauge(
      String meter, String description, Tags tags, Name name, ToDoubleFunction<AccountStatus> of) {
    return Gauge.builder(meter, health, all -> value(all, name, of))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private Meter counter(
      String meter, String description, Tags tags, Name name, ToDoubleFunction<AccountStatus> of) {
    return FunctionCounter.builder(meter, health, all -> value(all, name, of))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static double value(
      UpstreamHealth health, Name name, ToDoubleFunction<AccountStatus> of) {
    AccountStatus status = health.account(name.provider(), name.account());
    return status == null ? Double.NaN : of.applyAsDouble(status);
  }
}
