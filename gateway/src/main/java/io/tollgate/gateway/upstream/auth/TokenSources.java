package io.tollgate.gateway.upstream.auth;

import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Where the tokens of each kind of authentication come from. */
final class TokenSources {

  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private TokenSources() {}

  static TokenSource of(Authentication.Token token, InstantSource clock) {
    return switch (token) {
      case Authentication.GoogleServiceAccount account -> {
        RsaKey key = RsaKey.parse(account.privateKey().reveal());
        yield () ->
            TokenEndpoint.ask(
                account.tokenUrl(),
                Map.of(
                    "grant_type",
                    JWT_BEARER,
                    "assertion",
                    GoogleAssertion.of(account, key, clock.instant())),
                clock);
      }
      case Authentication.RefreshToken(String client, Secret secret, Secret refresh, URI url) ->
          () ->
              TokenEndpoint.ask(
                  url,
                  Map.of(
                      "grant_type",
                      "refresh_token",
                      "client_id",
                      client,
                      "client_secret",
                      secret.reveal(),
                      "refresh_token",
                      refresh.reveal()),
                  clock);
      case Authentication.ClientCredentials(String client, Secret secret, URI url, String scope) ->
          () ->
              TokenEndpoint.ask(
                  url,
                  Map.of(
                      "grant_type",
                      "client_credentials",
                      "client_id",
                      client,
                      "client_secret",
                      secret.reveal(),
                      "scope",
                      scope),
                  clock);
      case Authentication.TokenFile(Path file) -> new TokenFiles(file, clock);
      case Authentication.TokenCommand(List<String> command, Duration timeout) ->
          new TokenCommands(command, timeout, clock);
    };
  }
}
