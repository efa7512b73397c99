package io.tollgate.gateway.config;

import io.tollgate.adapters.provider.AuthScheme;
import io.tollgate.adapters.provider.ProviderProfile;
import io.tollgate.adapters.provider.Variables;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.auth.TokenUrl;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlNode;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a provider is told who calls, from its own map or that of one of its accounts: {@code
 * key} for the ways that need no more, {@code auth} for the others.
 *
 * <pre>{@code
 * auth: none                    # or bearer, header:NAME with key
 * auth: { scheme: sigv4, access_key_id: AKIA..., secret_access_key: env:NAME, session_token: env:NAME }
 * auth: { scheme: sigv4, profile: prod, credentials_file: PATH }
 * auth: { scheme: google_service_account, file: PATH }
 * auth: { scheme: azure_entra, token_file: PATH }
 * auth: { scheme: azure_entra, command: [az, account, get-access-token, ...], timeout: 10s }
 * auth: { scheme: azure_entra, tenant: ID, client_id: ID, client_secret: env:NAME }
 * }</pre>
 */
final class AuthenticationReader {

  /** What stands for a credential where there is a mistake in its place. */
  static final Authentication NOBODY = new Authentication.None();

  private static final YamlType<String> ID =
      YamlType.text("letters, digits and dashes", text -> text.matches("[A-Za-z0-9._-]{1,200}"));
  private static final YamlType<String> HTTPS =
      YamlType.of(
          "an https URL",
          "https://localhost",
          text -> {
            if (!TokenUrl.isSafe(text)) {
              throw new IllegalArgumentException("not an https URL");
            }
            return text;
          });
  private static final String ENTRA = "https://login.microsoftonline.com";
  private static final String ENTRA_SCOPE = "https://cognitiveservices.azure.com/.default";
  private static final List<String> ENTRA_WAYS = List.of("token_file", "command", "client_id");

  private final SecretReader secrets;
  private final Path folder;
  private final FileStates files;

  AuthenticationReader(SecretReader secrets, Path folder, FileStates files) {
    this.secrets = secrets;
    this.folder = folder;
    this.files = files;
  }

  Authentication read(YamlMap provider, @Nullable ProviderProfile profile, Variables variables) {
    YamlNode node = provider.node("auth");
    YamlMap own = node instanceof YamlScalar ? null : provider.mapOrEmpty("auth");
    Secret key = secrets.read(provider, "key");
    AuthScheme scheme = scheme(provider, own, profile, key);
    return switch (scheme.kind()) {
      case NONE -> new Authentication.None();
      case BEARER, HEADER -> {
        if (key == null) {
          missingKey(provider, profile);
          yield new Authentication.None();
        }
        yield scheme.kind() == AuthScheme.Kind.BEARER
            ? new Authentication.Bearer(key)
            : new Authentication.Header(scheme.header(), key);
      }
      case SIGV4 -> new AwsCredentials(secrets, folder, files).read(provider, own, variables);
      case GOOGLE_SERVICE_ACCOUNT ->
          new GoogleCredentials(secrets, folder, files).read(provider, own);
      case AZURE_ENTRA -> entra(provider, own);
    };
  }

  private static AuthScheme scheme(
      YamlMap provider,
      @Nullable YamlMap own,
      @Nullable ProviderProfile profile,
      @Nullable Secret key) {
    AuthScheme usual =
        profile == null
            ? new AuthScheme(key == null ? AuthScheme.Kind.NONE : AuthScheme.Kind.BEARER, "")
            : profile.auth();
    if (own == null) {
      return provider.required("auth", AuthScheme.TYPE);
    }
    if (provider.has("auth")) {
      return own.optional("scheme", AuthScheme.TYPE, usual);
    }
    boolean wantsKey =
        usual.kind() == AuthScheme.Kind.BEARER || usual.kind() == AuthScheme.Kind.HEADER;
    // A key where tokens or signatures are usual is meant as what it is: Bedrock has such keys.
    return key == null || wantsKey ? usual : new AuthScheme(AuthScheme.Kind.BEARER, "");
  }

  /** A server on one's own machine seldom wants a key; everybody else does. */
  private static void missingKey(YamlMap provider, @Nullable ProviderProfile profile) {
    if (provider.has("key") || (profile != null && profile.isLocal())) {
      return;
    }
    String variable = profile == null ? null : profile.keyVariable();
    provider.problem(
        "missing key \"key\"",
        "write key: env:"
            + (variable == null ? "NAME" : variable)
            + " or key: file:PATH, or auth: none where nobody asks");
  }

  private Authentication entra(YamlMap provider, @Nullable YamlMap map) {
    List<String> said = map == null ? List.of() : ENTRA_WAYS.stream().filter(map::has).toList();
    if (map == null || said.size() != 1) {
      provider.problem(
          "auth",
          said.isEmpty() ? "it is not said where tokens come from" : "tokens come from two places",
          "give one of token_file, command, or tenant, client_id and client_secret");
      return new Authentication.None();
    }
    if (map.has("token_file")) {
      return new Authentication.TokenFile(
          folder.resolve(map.required("token_file", YamlType.text())).normalize());
    }
    if (map.has("command")) {
      List<String> command = new ArrayList<>(map.list("command").each(YamlType.text()));
      Duration timeout =
          map.optional(
              "timeout",
              YamlType.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
              Duration.ofSeconds(10));
      return new Authentication.TokenCommand(command, timeout);
    }
    String authority = map.optional("authority", HTTPS, ENTRA);
    return new Authentication.ClientCredentials(
        map.required("client_id", ID),
        secrets.required(map, "client_secret"),
        URI.create(authority + "/" + map.required("tenant", ID) + "/oauth2/v2.0/token"),
        map.optional("scope", YamlType.text(), ENTRA_SCOPE));
  }
}
