package io.tollgate.gateway.alerts;

import io.tollgate.gateway.upstream.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whom to tell.
 *
 * @param webhook where alerts are posted, or {@code null} for nowhere
 * @param secret what bodies are signed with, or {@code null}
 * @param email whom to write to, or {@code null} for nobody
 */
public record AlertSettings(
    @Nullable URI webhook, @Nullable Secret secret, @Nullable EmailSettings email) {

  /** Nobody. */
  public static final AlertSettings NONE = new AlertSettings(null, null, null);
}
