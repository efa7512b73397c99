package io.tollgate.gateway.upstream;

import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.openai.chat.ChatProvider;
import io.tollgate.adapters.openai.chat.UsageRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider as it is configured: where it is, how it is spoken to, what it is paid with.
 *
 * @param name the first part of its deployments' ids
 * @param baseUrl up to and without {@code /chat/completions}, e.g. {@code
 *     https://api.openai.com/v1}; the only host its key is ever sent to
 * @param key the provider's own key, or {@code null} where it wants none
 * @param usageRule how its usage figures are read
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
    @Nullable Secret key,
    UsageRule usageRule,
    Deadlines deadlines,
    int connectionsMax,
    Duration keepAlive,
    @Nullable TrustedCertificates trustedCertificates,
    Resilience resilience) {

  /** Below the keep-alive of common providers and load balancers. */
  public static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** Connections to it where nothing is configured. */
  public static final int CONNECTIONS = 1024;

  /** A provider of which everything else is as it is by default. */
  public static Provider of(String name, URI baseUrl, @Nullable Secret key, UsageRule usageRule) {
    return new Provider(
        name,
        baseUrl,
        key,
        usageRule,
        Deadlines.DEFAULTS,
        CONNECTIONS,
        KEEP_ALIVE,
        null,
        Resilience.DEFAULTS);
  }

  /** The same with another key. */
  public Provider withKey(@Nullable Secret other) {
    return new Provider(
        name,
        baseUrl,
        other,
        usageRule,
        deadlines,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        resilience);
  }

  /** The same with other deadlines. */
  public Provider withDeadlines(Deadlines other) {
    return new Provider(
        name,
        baseUrl,
        key,
        usageRule,
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
        key,
        usageRule,
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
        key,
        usageRule,
        deadlines,
        connectionsMax,
        keepAlive,
        trustedCertificates,
        other);
  }

  /** The dialects it speaks, the one it speaks best first. */
  public List<ProviderDialect> dialects() {
    return List.of(ChatProvider.of(usageRule));
  }

  /** Whether the provider is spoken to over TLS. */
  public boolean isTls() {
    return "https".equals(baseUrl.getScheme());
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
