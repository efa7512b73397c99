package io.tollgate.gateway.config;

import io.tollgate.adapters.provider.Variables;
import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds AWS credentials where AWS' own tools do: as they are given, in the environment, or in the
 * shared credentials file.
 *
 * <p>They are read with the configuration, and the file is watched like the other files of secrets:
 * temporary credentials may be replaced in it at any time.
 */
final class AwsCredentials {

  private static final YamlType<String> NAME =
      YamlType.text("letters, digits, dots, dashes", text -> text.matches("[A-Za-z0-9._-]{1,100}"));
  private static final String ADVICE =
      "give access_key_id and secret_access_key, or profile and credentials_file, in auth";

  private final SecretReader secrets;
  private final Path folder;
  private final FileStates files;

  AwsCredentials(SecretReader secrets, Path folder, FileStates files) {
    this.secrets = secrets;
    this.folder = folder;
    this.files = files;
  }

  Authentication read(YamlMap provider, @Nullable YamlMap auth, Variables variables) {
    String region = option(auth, "region", variables.values().getOrDefault("region", ""));
    String service = option(auth, "service", "bedrock");
    if (region.isEmpty()) {
      provider.problem("auth", "it is not said for which region to sign", "give region in auth");
    }
    Map<String, String> environment = secrets.environment();
    if (auth != null && auth.has("access_key_id")) {
      return new Authentication.SigV4(
          auth.required("access_key_id", NAME),
          secrets.required(auth, "secret_access_key"),
          secrets.read(auth, "session_token"),
          region,
          service);
    }
    String profile = option(auth, "profile", "");
    String file = option(auth, "credentials_file", "");
    String id = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (profile.isEmpty() && file.isEmpty() && id != null && secret != null) {
      String session = environment.get("AWS_SESSION_TOKEN");
      return new Authentication.SigV4(
          id, new Secret(secret), session == null ? null : new Secret(session), region, service);
    }
    if (profile.isEmpty()) {
      profile = environment.getOrDefault("AWS_PROFILE", "default");
    }
    return shared(provider, file(file, environment), profile, region, service);
  }

  private Authentication shared(
      YamlMap provider, Path file, String profile, String region, String service) {
    Map<String, String> section;
    try {
      section = section(files.read(file), profile);
    } catch (IOException e) {
      provider.problem("auth", "the file " + file + " cannot be read", ADVICE);
      return new Authentication.None();
    }
    String id = section.get("aws_access_key_id");
    String secret = section.get("aws_secret_access_key");
    String session = section.get("aws_session_token");
    if (id == null || secret == null) {
      provider.problem(
          "auth", "there is no key of the profile \"" + profile + "\" in " + file, ADVICE);
      return new Authentication.None();
    }
    return new Authentication.SigV4(
        id, new Secret(secret), session == null ? null : new Secret(session), region, service);
  }

  private Path file(String said, Map<String, String> environment) {
    if (!said.isEmpty()) {
      return folder.resolve(said).normalize();
    }
    String usual = environment.get("AWS_SHARED_CREDENTIALS_FILE");
    return usual == null
        ? Path.of(environment.getOrDefault("HOME", "/"), ".aws", "credentials")
        : Path.of(usual);
  }

  private static String option(@Nullable YamlMap map, String key, String absent) {
    return map == null ? absent : map.optional(key, YamlType.text(), absent);
  }

  /** The settings of one section of an INI file. */
  private static Map<String, String> section(String text, String name) {
    Map<String, String> settings = new LinkedHashMap<>();
    boolean within = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        within = line.substring(1, line.length() - 1).strip().equals(name);
      } else if (within && equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
        settings.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return settings;
  }
}
