package io.tollgate.gateway.config;

import io.tollgate.gateway.upstream.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where references to secrets are looked up: {@code env:NAME} in an environment, {@code file:PATH}
 * in a file.
 *
 * @param environment the environment variables
 */
public record SecretSource(Map<String, String> environment) {

  private static final String ENV = "env:";
  private static final String FILE = "file:";

  /**
   * The secret that a reference names.
   *
   * @param folder what relative paths are relative to
   * @throws IllegalArgumentException if it is no reference, or what it names is not there
   */
  public Secret resolve(String reference, Path folder) {
    return resolve(reference, folder, new FileStates());
  }

  /** The same, and notes the file that was read. */
  Secret resolve(String reference, Path folder, FileStates files) {
    if (reference.startsWith(ENV)) {
      String name = reference.substring(ENV.length());
      String value = environment.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the environment variable " + name + " is not set");
      }
      return secret(value, "the environment variable " + name);
    }
    if (reference.startsWith(FILE)) {
      Path file = folder.resolve(reference.substring(FILE.length()));
      try {
        return secret(files.read(file), "the file " + file);
      } catch (IOException e) {
        throw new IllegalArgumentException("the file " + file + " cannot be read", e);
      }
    }
    throw new IllegalArgumentException("not a reference to a secret");
  }

  /** A secret goes into a header, so it is what a header can hold; no message quotes it. */
  private static Secret secret(String text, String where) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(where + " is empty");
    }
    if (!secret.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          where + " holds no key: there are spaces, line breaks or other than ASCII in it");
    }
    return new Secret(secret);
  }

  /** Without the environment: others' secrets are in it. */
  @Override
  public String toString() {
    return "SecretSource[hidden]";
  }
}
