package io.tollgate.gateway.config;

import io.tollgate.gateway.signin.RoleMapping;
import io.tollgate.gateway.signin.SignInSettings;
import io.tollgate.gateway.upstream.auth.TokenUrl;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Reads how people sign in to the admin plane by OpenID Connect. */
final class SignInReader {

  private static final YamlType<URI> ISSUER =
      address("an https address such as https://login.example.com/realm", url -> true);
  private static final YamlType<URI> REDIRECT =
      address(
          "an https address that ends in " + SignInSettings.CALLBACK,
          url -> SignInSettings.CALLBACK.equals(url.getRawPath()));
  private static final YamlType<String> CLIENT =
      YamlType.text("a client id without spaces", text -> text.matches("[!-~]{1,255}"));
  private static final YamlType<String> OAUTH_SCOPE =
      YamlType.text("a scope such as groups", text -> text.matches("[!#-\\[\\]-~]{1,255}"));
  private static final YamlType<String> CLAIM =
      YamlType.text("the name of a claim", text -> text.length() <= 255);
  private static final YamlType<Duration> SESSION =
      YamlType.duration(Duration.ofMinutes(1), SignInSettings.SESSION_MAX);

  private SignInReader() {}

  static SignInSettings read(YamlMap map, SecretReader secrets) {
    List<String> scopes =
        map.has("scopes") ? map.list("scopes").each(OAUTH_SCOPE) : SignInSettings.SCOPES;
    if (!scopes.contains("openid")) {
      map.problem("scopes", "openid is missing", "without it there is no ID token");
    }
    List<RoleMapping> roles = map.list("roles").eachMap(SignInReader::mapping);
    if (map.has("roles") && map.list("roles").isEmpty()) {
      map.problem("roles", "there is no mapping", "without one nobody can sign in");
    }
    return new SignInSettings(
        map.required("issuer", ISSUER).toString(),
        map.required("client_id", CLIENT),
        secrets.read(map, "client_secret"),
        map.required("redirect", REDIRECT),
        scopes,
        roles,
        map.optional("session", SESSION, SignInSettings.SESSION));
  }

  private static RoleMapping mapping(YamlMap map) {
    return new RoleMapping(
        map.required("claim", CLAIM),
        map.required("value", YamlType.text()),
        map.required("role", AdminReader.ROLE),
        map.optional("scope", AdminReader.SCOPE));
  }

  /** Codes and secrets go to these: nothing but TLS, or this machine. */
  private static YamlType<URI> address(String expected, Predicate<URI> valid) {
    return YamlType.of(
        expected,
        URI.create("https://localhost" + SignInSettings.CALLBACK),
        text -> {
          URI url = TokenUrl.isSafe(text) ? URI.create(text) : null;
          if (url == null
              || url.getRawQuery() != null
              || url.getRawFragment() != null
              || !valid.test(url)) {
            throw new IllegalArgumentException("found \"" + text + "\"");
          }
          return url;
        });
  }
}
