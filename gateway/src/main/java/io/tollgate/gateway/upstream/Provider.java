package io.tollgate.gateway.upstream;

import io.tollgate.adapters.openai.chat.UsageRule;
import java.net.URI;
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
 */
public record Provider(
    String name,
    URI baseUrl,
    @Nullable Secret key,
    UsageRule usageRule,
    Deadlines deadlines,
    int connectionsMax) {

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
