package io.tollgate.gateway.upstream;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.routing.Outlook;
import io.tollgate.policies.usage.Usage;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The health of all deployments and providers: what routing looks at, and who gives the leave to
 * send.
 *
 * <p>It is shared by all event loops of a node, so that what one finds out all know.
 */
public final class UpstreamHealth implements Outlook {

  /** What makes a provider another one as far as its health goes: not the size of its pools. */
  private record Identity(
      URI baseUrl,
      Authentication authentication,
      @Nullable TrustedCertificates trusted,
      Resilience resilience) {

    static Identity of(Provider provider) {
      return new Identity(
          provider.baseUrl(),
          provider.authentication(),
          provider.trustedCertificates(),
          provider.resilience());
    }
  }

  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final HealthListener listener;
  private final ObservedOutlook observed;
  private final Map<String, Quota> quotas = new ConcurrentHashMap<>();
  private final Map<String, DeploymentHealth> deployments = new ConcurrentHashMap<>();
  private volatile Map<String, ProviderHealth> providers = Map.of();
  private Map<String, Identity> identities = Map.of();

  /**
   * The health of nothing yet.
   *
   * @param nanoTime the monotonic clock
   * @param random numbers from 0 to 1 that spread pauses; called by several threads
   */
  public UpstreamHealth(LongSupplier nanoTime, DoubleSupplier random, HealthListener listener) {
    this.nanoTime = nanoTime;
    this.observed = new ObservedOutlook(nanoTime);
    this.random = random;
    this.listener = listener;
  }

  /**
   * Takes the settings of these providers. What is known of a provider stays while it is the same
   * one; otherwise it begins anew, for another key may have credit, and another address may answer.
   */
  @SuppressWarnings("ReferenceEquality") // the very one, with what it knows
  public synchronized void configure(List<Provider> configured) {
    Map<String, ProviderHealth> before = providers;
    Map<String, ProviderHealth> next = new HashMap<>();
    for (Provider provider : configured) {
      ProviderHealth known = before.get(provider.name());
      next.put(
          provider.name(),
          known != null && Identity.of(provider).equals(identities.get(provider.name()))
              ? known
              : new ProviderHealth(provider.name(), provider.resilience(), nanoTime));
    }
    providers = Map.copyOf(next);
    identities =
        configured.stream().collect(Collectors.toUnmodifiableMap(Provider::name, Identity::of));
    // After the swap, so that nobody makes one of them again from what held before.
    for (ProviderHealth old : before.values()) {
      if (old != next.get(old.name())) {
        deployments.forEach((id, health) -> forget(id, health, old));
      }
    }
  }

  private void forget(String id, DeploymentHealth health, ProviderHealth old) {
    if (id.startsWith(old.name() + "/")) {
      quotas.remove(id);
    }
    if (id.startsWith(old.name() + "/") && deployments.remove(id, health) && health.isOut()) {
      // What is no longer known to be out is no longer shown to be.
      listener.readmitted(id);
    }
  }

  @Override
  public Forecast of(Deployment deployment) {
    Forecast answers = observed.of(deployment);
    DeploymentHealth health = deployments.get(deployment.id());
    if (health == null) {
      return answers;
    }
    Quota quota = quotas.get(deployment.id());
    int scarcityPpm = quota == null ? 0 : quota.scarcityPpm(nanoTime.getAsLong());
    long queueMs =
        deployment.model().modelClass() == ModelClass.LOCAL
            ? health.queueMs(serviceMs(answers))
            : 0;
    Forecast seen = scarcityPpm == 0 && queueMs == 0 ? answers : answers.with(queueMs, scarcityPpm);
    Availability availability = health.availability();
    return availability == Availability.AVAILABLE
        ? seen
        : seen.with(availability, health.pauseMs());
  }

  /** How long a usual answer holds its place; 0 where that is not known. */
  private static long serviceMs(Forecast seen) {
    return seen.ttftMs() < 0 || seen.outputTokensPerSecond() <= 0
        ? 0
        : seen.ttftMs() + seen.outputTokens() * 1000 / seen.outputTokensPerSecond();
  }

  /**
   * Takes in a complete answer, for forecasts.
   *
   * @param ttftMs time to the first content byte in milliseconds, or -1 where there was none
   * @param totalMs time to the last byte in milliseconds
   * @param usage what it consumed
   * @param reported whether the provider said so
   */
  public void observe(
      Deployment deployment, long ttftMs, long totalMs, Usage usage, boolean reported) {
    observed.observe(deployment, ttftMs, totalMs, usage, reported);
  }

  /** Takes in what the headers of an answer, of whatever status, say of the quota. */
  public void heard(Deployment deployment, MultiMap headers, Instant now) {
    Quota quota = QuotaHeaders.read(headers, now, nanoTime.getAsLong());
    if (quota != null) {
      quotas.put(deployment.id(), quota);
    }
  }

  /** The leave to send the first attempt of a request, or {@code null}: not there, not now. */
  public @Nullable Permit tryFirst(Deployment deployment) {
    DeploymentHealth health = health(deployment);
    Permit permit = health.tryEnter(false);
    if (permit != null) {
      provider(deployment).retries().earn();
    }
    return permit;
  }

  /** The leave to send a further attempt of a request, or {@code null}: not there, not now. */
  public @Nullable Permit tryRetry(Deployment deployment) {
    RetryBudget retries = provider(deployment).retries();
    if (!retries.tryTake()) {
      listener.retryDenied(deployment.provider());
      return null;
    }
    Permit permit = health(deployment).tryEnter(true);
    if (permit == null) {
      retries.giveBack();
    }
    return permit;
  }

  /** How the faults of a deployment's provider are dealt with. */
  public Resilience resilience(Deployment deployment) {
    return provider(deployment).resilience();
  }

  /** How every deployment stands that was sent something, by name. */
  public List<DeploymentStatus> statuses() {
    return deployments.values().stream()
        .map(DeploymentHealth::status)
        .sorted(Comparator.comparing(DeploymentStatus::deployment))
        .toList();
  }

  private DeploymentHealth health(Deployment deployment) {
    DeploymentHealth known = deployments.get(deployment.id());
    return known != null
        ? known
        : deployments.computeIfAbsent(
            deployment.id(),
            id -> new DeploymentHealth(id, provider(deployment), listener, nanoTime, random));
  }

  private ProviderHealth provider(Deployment deployment) {
    ProviderHealth known = providers.get(deployment.provider());
    return known != null
        ? known
        : new ProviderHealth(deployment.provider(), Resilience.DEFAULTS, nanoTime);
  }
}
