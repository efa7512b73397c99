package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.tollgate.gateway.upstream.HealthListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs what is decided about deployments; an operator is told of each change once. */
public final class HealthMeters implements HealthListener {

  private static final Logger LOG = LoggerFactory.getLogger(HealthMeters.class);

  private static final String EJECTED = "tollgate.deployment.ejected";
  private static final String EJECTIONS = "tollgate.deployment.ejections";
  private static final String THROTTLED = "tollgate.deployment.throttled";
  private static final String ACCOUNT_SPENT = "tollgate.provider.account.spent";
  private static final String ACCOUNT_RESTS = "tollgate.account.rests";
  private static final String RETRIES_DENIED = "tollgate.retries.denied";

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> ejected = new ConcurrentHashMap<>();

  /** Meters in this registry. */
  public HealthMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void ejected(String deployment, String reason, Duration forAtLeast) {
    LOG.warn("{} is out of routing for {} or more: {}", deployment, forAtLeast, reason);
    gauge(deployment).set(1);
    count(EJECTIONS, "Times a deployment was taken out of routing", "deployment", deployment);
  }

  @Override
  public void readmitted(String deployment) {
    LOG.info("{} is in routing again", deployment);
    gauge(deployment).set(0);
  }

  @Override
  public void throttled(String deployment, Duration pause) {
    LOG.info("{} is left alone for {}, as its provider asks", deployment, pause);
    count(THROTTLED, "Times a provider asked for a pause", "deployment", deployment);
  }

  @Override
  public void accountSpent(String provider, Duration pause) {
    LOG.error(
        "the account with {} is out of credit or at its limit; it is not asked for {}. Raise the"
            + " limit or pay in",
        provider,
        pause);
    count(ACCOUNT_SPENT, "Times a provider said that the account is spent", "provider", provider);
  }

  @Override
  public void accountThrottled(String provider, String account, String deployment, Duration pause) {
    LOG.info(
        "{} is not asked with account {} for {}, as {} asks", deployment, account, pause, provider);
  }

  @Override
  public void accountDrained(String provider, String account, Duration pause) {
    LOG.error(
        "account {} with {} is out of credit or at its limit; it is not used for {}. Raise the"
            + " limit or pay in",
        account,
        provider,
        pause);
    rest(provider, account, "drained");
  }

  @Override
  public void accountRejected(String provider, String account, String reason) {
    LOG.error(
        "account {} with {} cannot be used: {}. Look after its key", account, provider, reason);
    rest(provider, account, "rejected");
  }

  @Override
  public void accountReturned(String provider, String account) {
    LOG.info("account {} with {} is in use again", account, provider);
  }

  private void rest(String provider, String account, String why) {
    Counter.builder(ACCOUNT_RESTS)
        .description("Times an account was found to be drained or rejected")
        .tag("provider", provider)
        .tag("account", account)
        .tag("why", why)
        .register(registry)
        .increment();
  }

  @Override
  public void retryDenied(String provider) {
    count(RETRIES_DENIED, "Retries not made, for the budget is used up", "provider", provider);
  }

  private AtomicInteger gauge(String deployment) {
    return ejected.computeIfAbsent(
        deployment,
        id -> registry.gauge(EJECTED, List.of(Tag.of("deployment", id)), new AtomicInteger()));
  }

  private void count(String name, String description, String tag, String value) {
    Counter.builder(name).description(description).tag(tag, value).register(registry).increment();
  }
}
