package io.tollgate.gateway.upstream;

import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.routing.Outlook;
import io.tollgate.policies.usage.Usage;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /**
   * What makes a provider another one as far as its health goes: not the size of its pools, nor how
   * its accounts share its requests.
   */
  private record Identity(
      URI baseUrl,
      @Nullable TrustedCertificates trusted,
      Resilience resilience,
      boolean pool,
      List<Credential> credentials) {

    static Identity of(Provider provider) {
      return new Identity(
          provider.baseUrl(),
          provider.trustedCertificates(),
          provider.resilience(),
          ProviderHealth.isPool(provider.accounts()),
          provider.accounts().stream().map(Credential::of).toList());
    }

    /** Whether an account of the one may be an account of the other. */
    boolean isSamePlace(Identity other) {
      return baseUrl.equals(other.baseUrl) && Objects.equals(trusted, other.trusted);
    }
  }

  private record Credential(String account, Authentication authentication) {
    static Credential of(Account account) {
      return new Credential(account.name(), account.authentication());
    }
  }

  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final HealthListener listener;
  private final ObservedOutlook observed;
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
   * Where it has several accounts, those of the same name and key go on as they are.
   */
  @SuppressWarnings("ReferenceEquality") // the very one, with what it knows
  public synchronized void configure(List<Provider> configured) {
    Map<String, ProviderHealth> before = providers;
    Map<String, ProviderHealth> next = new HashMap<>();
    for (Provider provider : configured) {
      ProviderHealth known = before.get(provider.name());
      Identity identity = Identity.of(provider);
      Identity was = identities.get(provider.name());
      if (known != null && identity.equals(was)) {
        known.configure(provider.accounts());
      } else {
        boolean accountsGoOn =
            known != null && known.isPool() && was != null && identity.isSamePlace(was);
        known =
            new ProviderHealth(
                provider.name(),
                provider.resilience(),
                provider.accounts(),
                accountsGoOn ? known : null,
                nanoTime);
      }
      next.put(provider.name(), known);
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
    int scarcityPpm = health.scarcityPpm();
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

  /** The leave to send the first attempt of a request, or {@code null}: not there, not now. */
  public @Nullable Permit tryFirst(Deployment deployment) {
    return tryFirst(deployment, Usage.NONE, 0);
  }

  /**
   * The leave to send the first attempt of a request, or {@code null}: not there, not now.
   *
   * @param expected what it is expected to come to
   * @param affinity what all requests have in common that should stay with one account of the
   *     provider; 0 where there is nothing
   */
  public @Nullable Permit tryFirst(Deployment deployment, Usage expected, long affinity) {
    DeploymentHealth health = health(deployment);
    Permit permit = health.tryEnter(false, expected, affinity, null);
    if (permit != null) {
      provider(deployment).retries().earn();
    }
    return permit;
  }

  /** The leave to send a further attempt of a request, or {@code null}: not there, not now. */
  public @Nullable Permit tryRetry(Deployment deployment) {
    return tryRetry(deployment, Usage.NONE, 0);
  }

  /**
   * The leave to send a further attempt of a request, or {@code null}: not there, not now. See
   * {@link #tryFirst(Deployment, Usage, long)}.
   */
  public @Nullable Permit tryRetry(Deployment deployment, Usage expected, long affinity) {
    return tryRetry(deployment, expected, affinity, null);
  }

  /**
   * The leave to send a further attempt of a request to the deployment where one has failed because
   * of its account, with another account; {@code null} where there is none that takes it now.
   *
   * @param failed the permit of that attempt, which is over
   */
  public @Nullable Permit tryOtherAccount(
      Deployment deployment, Permit failed, Usage expected, long affinity) {
    return health(deployment).hasOtherAccounts()
        ? tryRetry(deployment, expected, affinity, failed)
        : null;
  }

  private @Nullable Permit tryRetry(
      Deployment deployment, Usage expected, long affinity, @Nullable Permit failed) {
    RetryBudget retries = provider(deployment).retries();
    if (!retries.tryTake()) {
      listener.retryDenied(deployment.provider());
      return null;
    }
    Permit permit = health(deployment).tryEnter(true, expected, affinity, failed);
    if (permit == null) {
      retries.giveBack();
    }
    return permit;
  }

  /**
   * Milliseconds until a request fits into what is left of the rates of the accounts that a
   * deployment can be used with; 0 where that is not what it would wait for.
   */
  public long shortageMs(Deployment deployment, Usage expected) {
    return health(deployment).shortageMs(expected);
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

  /** How the accounts of every provider stand, by name. */
  public List<AccountStatus> accounts() {
    return providers.values().stream()
        .sorted(Comparator.comparing(ProviderHealth::name))
        .flatMap(provider ->
            provider.accounts().stream().map(account -> account.status(provider.name())))
        .toList();
  }

  /** How an account stands, or {@code null} where none of this name is configured. */
  public @Nullable AccountStatus account(String provider, String account) {
    ProviderHealth known = providers.get(provider);
    if (known != null) {
      for (AccountHealth each : known.accounts()) {
        if (each.account().name().equals(account)) {
          return each.status(provider);
        }
      }
    }
    return null;
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
        : new ProviderHealth(
            deployment.provider(),
            Resilience.DEFAULTS,
            List.of(Account.only(new Authentication.None())),
            null,
            nanoTime);
  }
}
