package io.tollgate.gateway.config;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.adapters.json.Nodes;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.gateway.upstream.auth.RsaKey;
import io.tollgate.gateway.upstream.auth.TokenUrl;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Finds Google credentials where Google's own tools do: in the file that is named, in that of
 * {@code GOOGLE_APPLICATION_CREDENTIALS}, or where {@code gcloud auth application-default login}
 * leaves them.
 */
final class GoogleCredentials {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String TOKEN_URL = "https://oauth2.googleapis.com/token";
  private static final String ADVICE =
      "name the JSON file of a service account, or of application default credentials, as file in"
          + " auth";

  private final SecretReader secrets;
  private final Path folder;
  private final FileStates files;

  GoogleCredentials(SecretReader secrets, Path folder, FileStates files) {
    this.secrets = secrets;
    this.folder = folder;
    this.files = files;
  }

  Authentication read(YamlMap provider, @Nullable YamlMap auth) {
    String said = auth == null ? null : auth.optional("file", YamlType.text());
    String scope = auth == null ? SCOPE : auth.optional("scope", YamlType.text(), SCOPE);
    Path file = file(said);
    try {
      return credentials(JsonDocument.read(files.read(file)), scope);
    } catch (IOException e) {
      provider.problem("auth", "the file " + file + " cannot be read", ADVICE);
    } catch (JacksonException e) {
      // Its message may quote the file.
      provider.problem("auth", "the file " + file + " is not JSON", ADVICE);
    } catch (IllegalArgumentException e) {
      provider.problem("auth", "the file " + file + " " + e.getMessage(), ADVICE);
    }
    return new Authentication.None();
  }

  private Path file(@Nullable String said) {
    if (said != null) {
      return folder.resolve(said).normalize();
    }
    String usual = secrets.environment().get("GOOGLE_APPLICATION_CREDENTIALS");
    return usual == null
        ? Path.of(
            secrets.environment().getOrDefault("HOME", "/"),
            ".config",
            "gcloud",
            "application_default_credentials.json")
        : Path.of(usual);
  }

  private static Authentication credentials(JsonNode json, String scope) {
    String type = Nodes.text(json, "type", "");
    return switch (type) {
      case "service_account" -> {
        String key = required(json, "private_key");
        RsaKey.parse(key);
        yield new Authentication.GoogleServiceAccount(
            required(json, "client_email"),
            Nodes.text(json, "private_key_id", ""),
            new Secret(key),
            tokenUrl(json),
            scope);
      }
      case "authorized_user" ->
          new Authentication.RefreshToken(
              required(json, "client_id"),
              new Secret(required(json, "client_secret")),
              new Secret(required(json, "refresh_token")),
              tokenUrl(json));
      default ->
          throw new IllegalArgumentException(
              "holds credentials of the type \""
                  + type
                  + "\" (expected: service_account or authorized_user)");
    };
  }

  private static URI tokenUrl(JsonNode json) {
    String url = Nodes.text(json, "token_uri", TOKEN_URL);
    if (!TokenUrl.isSafe(url)) {
      throw new IllegalArgumentException("names a token_uri that is not https");
    }
    return URI.create(url);
  }

  private static String required(JsonNode json, String member) {
    String text = Nodes.text(json, member);
    if (text == null) {
      throw new IllegalArgumentException("has no " + member);
    }
    return text;
  }
}
