package io.tollgate.gateway.config;

import io.tollgate.gateway.upstream.Secret;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlType;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the secrets that a file refers to.
 *
 * @param source where references are looked up
 * @param folder what relative paths are relative to
 * @param files where the files that were read are noted
 */
record SecretReader(SecretSource source, Path folder, FileStates files) {

  /** The secret that a key refers to, or {@code null} where the key is absent or wrong. */
  @Nullable Secret read(YamlMap map, String key) {
    String reference = map.optional(key, YamlType.text());
    if (reference == null) {
      return null;
    }
    try {
      return source.resolve(reference, folder, files);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      map.problem(
          key,
          message == null ? "cannot be read" : message,
          "write env:NAME or file:PATH; keys themselves do not belong in this file");
      return null;
    }
  }

  /** The same for a key that must be there. */
  Secret required(YamlMap map, String key) {
    if (!map.has(key)) {
      map.required(key, YamlType.text("env:NAME or file:PATH", text -> true));
    }
    Secret secret = read(map, key);
    return secret == null ? new Secret("") : secret;
  }

  Map<String, String> environment() {
    return source.environment();
  }
}
