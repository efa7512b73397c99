package io.tollgate.gateway.signin;

import io.tollgate.gateway.upstream.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in by OpenID Connect.
 *
 * @param issuer who says who they are, exactly as it names itself
 * @param clientId what the gateway is called there
 * @param clientSecret what the gateway proves itself by, or {@code null} for a public client
 * @param redirect where the issuer sends people back to: {@link #CALLBACK} as a browser reaches it
 * @param scopes what the issuer is asked for
 * @param roles who has which role; the first that matches counts
 * @param session how long somebody stays signed in
 */
public record SignInSettings(
    String issuer,
    String clientId,
    @Nullable Secret clientSecret,
    URI redirect,
    List<String> scopes,
    List<RoleMapping> roles,
    Duration session) {

  /** The path that people are sent back to. */
  public static final String CALLBACK = "/admin/v1/sign-in/callback";

  /** What is asked for where nothing is said. */
  public static final List<String> SCOPES = List.of("openid", "email", "profile");

  /** How long somebody stays signed in where nothing is said. */
  public static final Duration SESSION = Duration.ofHours(8);

  /** The longest that may be said. */
  public static final Duration SESSION_MAX = Duration.ofHours(24);

  public SignInSettings {
    scopes = List.copyOf(scopes);
    roles = List.copyOf(roles);
  }

  /** What is mapped to somebody, or {@code null} if nothing is. */
  @Nullable RoleMapping mapping(Claims claims) {
    for (RoleMapping mapping : roles) {
      if (mapping.matches(claims)) {
        return mapping;
      }
    }
    return null;
  }

  /** Whether browsers reach the gateway by TLS, so that its cookies can be kept to it. */
  boolean isSecure() {
    return "https".equals(redirect.getScheme());
  }

  /** Where browsers reach the gateway, as they say it in an {@code origin} header. */
  String origin() {
    String host = redirect.getHost().toLowerCase(Locale.ROOT);
    int port = redirect.getPort();
    boolean usual = port == -1 || port == (isSecure() ? 443 : 80);
    return redirect.getScheme() + "://" + host + (usual ? "" : ":" + port);
  }

  /** Whether somebody who set out under these settings comes back to the same under others. */
  boolean isSameClientAs(SignInSettings other) {
    return issuer.equals(other.issuer)
        && clientId.equals(other.clientId)
        && redirect.equals(other.redirect);
  }
}
