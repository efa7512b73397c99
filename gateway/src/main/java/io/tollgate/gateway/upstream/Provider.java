package io.tollgate.gateway.upstream;

import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it is configured: where it is, how it is spoken to, what it is paid with.
 *
 * @param name the first part of its deployments' ids
 * @param baseUrl what the paths of its dialects are below; its host is the only one that its key is
 *     ever sent to
 * @param spoken the dialects it speaks, the one it speaks best first; at least one
 * @param accounts who calls, as far as it is concerned: one at least, each with a name of its own
 * @param headers sent with every request, by lower-case name
 * @param deadlines how long its calls may take
 * @param connectionsMax connections to it from one event loop, at least 1
 * @param keepAlive how long a connection to it may be idle before it is closed; to be shorter than
 *     what the provider allows, so that no request meets a connection that is being closed
 * @param trustedCertificates the authorities that its certificate may be signed by, or {@code null}
 *     for those of the JVM
 * @param resilience how its faults are dealt with
 */
public record Provider(
    String name,
    URI baseUrl,
    List<SpokenDialect> spoken,
    List<Account> accounts,
    Map<String, String> headers,
    Deadlines deadlines,
    int connectionsMax,
    Duration keepAlive,
    @Nullable TrustedCertificates trustedCertificates,
    Resilience resilience) {

  /** Below the keep-alive of common providers and load balancers. */
  public static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** Connections to it where nothing is configured. */
  public static final int CONNECTIONS = 1024;

  /** The most accounts that a provider may have. */
  public static final int ACCOUNTS_MAX = 32;

  public Provider {
    accounts = List.copyOf(accounts);
    if (accounts.isEmpty() || accounts.size() > ACCOUNTS_MAX) {
      throw new IllegalArgumentException(
          "accounts: " + accounts.size() + " (expected: 1 to " + ACCOUNTS_MAX + ")");
    }
    spoken = List.copyOf(spoken);
    headers = Map.copyOf(headers);
    if (spoken.isEmpty()) {
      throw new IllegalArgumentException("dialects: [] (expected: at least one)");
    }
  }

  /** A provider that is told who calls in one way. */
  public Provider(
      String name,
      URI baseUrl,
      List<SpokenDialect> spoken,
      Authentication authentication,
      Map<String, String> headers,
      Deadlines deadlines,
      int connectionsMax,
      Duration keepAlive,
      @Nullable TrustedCertificates trustedCertificates,
      Resilience resilience) {
    this(
        name,
        baseUrl,
        spoken,
        List.of(Account.only(authentication)),
        headers,
        deadlines,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        resilience);
  }

  /** A provider of OpenAI's chat dialect, of which everything else is as it is by default. */
  public static Provider of(String name, URI baseUrl, @Nullable Secret key, UsageRule usageRule) {
    return new Provider(
        name,
        baseUrl,
        List.of(SpokenDialect.of(ChatProvider.of(usageRule))),
        Authentication.bearer(key),
        Map.of(),
        Deadlines.DEFAULTS,
        CONNECTIONS,
        KEEP_ALIVE,
        null,
        Resilience.DEFAULTS);
  }

  /** The same that speaks other dialects. */
  public Provider withDialects(List<SpokenDialect> other) {
    return new Provider(
        name,
        baseUrl,
        other,
        accounts,
        headers,
        deadlines,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        resilience);
  }

  /** How it is told who calls, with the first of its accounts. */
  public Authentication authentication() {
    return accounts.getFirst().authentication();
  }

  /** The same that is told in one way who calls. */
  public Provider withAuthentication(Authentication other) {
    return withAccounts(List.of(Account.only(other)));
  }

  /** The same with other accounts. */
  public Provider withAccounts(List<Account> other) {
    return new Provider(
        name,
        baseUrl,
        spoken,
        other,
        headers,
        deadlines,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        resilience);
  }

  /** The same with another key. */
  public Provider withKey(@Nullable Secret key) {
    return withAuthentication(Authentication.bearer(key));
  }

  /** The same with other deadlines. */
  public Provider withDeadlines(Deadlines other) {
    return new Provider(
        name,
        baseUrl,
        spoken,
        accounts,
        headers,
        other,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        resilience);
  }

  /** The same with so many connections at most. */
  public Provider withConnectionsMax(int other) {
    return new Provider(
        name,
        baseUrl,
        spoken,
        accounts,
        headers,
        deadlines,
        other,
        keepAlive,
        trustedCertificates,
        resilience);
  }

  /** The same with its faults dealt with in another way. */
  public Provider withResilience(Resilience other) {
    return new Provider(
        name,
        baseUrl,
        spoken,
        accounts,
        headers,
        deadlines,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        other);
  }

  /**
   * The dialects it speaks with a model, the one it speaks best first; all of them where none names
   * the model, so at least one.
   */
  public List<ProviderDialect> dialects(String upstreamModel) {
    List<ProviderDialect> some =
        spoken.stream()
            .filter(dialect -> dialect.isFor(upstreamModel))
            .map(SpokenDialect::dialect)
            .toList();
    return some.isEmpty() ? spoken.stream().map(SpokenDialect::dialect).toList() : some;
  }

  /** Whether the provider is spoken to over TLS. */
  public boolean isTls() {
    return "https".equals(baseUrl.getScheme());
  }

  /** The host, without the dot that a full name may end with. */
  public String host() {
    String host = baseUrl.getHost();
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** The port, the scheme's own where the URL names none. */
  public int port() {
    return baseUrl.getPort() >= 0 ? baseUrl.getPort() : isTls() ? 443 : 80;
  }

  /** The path of an endpoint below the base URL. */
  public String path(String endpoint) {
    String base = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + endpoint;
  }
}
