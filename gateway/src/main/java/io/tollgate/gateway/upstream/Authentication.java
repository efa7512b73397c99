package io.tollgate.gateway.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway proves to a provider who it is. A value: what changes is seen to have changed.
 */
public sealed interface Authentication {

  /** Nobody asks. */
  record None() implements Authentication {}

  /** A key in {@code Authorization: Bearer}. */
  record Bearer(Secret key) implements Authentication {}

  /**
   * A key in a header of the provider's own.
   *
   * @param name in lower case, e.g. {@code x-api-key}
   */
  record Header(String name, Secret key) implements Authentication {}

  /**
   * A signature over each request, AWS Signature Version 4.
   *
   * @param accessKeyId the public half of the key
   * @param sessionToken where the key is a temporary one
   * @param region e.g. {@code eu-central-1}
   * @param service e.g. {@code bedrock}
   */
  record SigV4(
      String accessKeyId,
      Secret secretAccessKey,
      @Nullable Secret sessionToken,
      String region,
      String service)
      implements Authentication {}

  /** A token that is got, kept, and got anew before it ends; sent as a bearer key. */
  sealed interface Token extends Authentication {}

  /**
   * A token for a Google service account, against a statement that is signed with its key (RFC
   * 7523).
   *
   * @param email the account
   * @param keyId the key's id; empty where it has none
   * @param privateKey PKCS #8 in PEM
   * @param tokenUrl where tokens are handed out
   * @param scope what it is for
   */
  record GoogleServiceAccount(
      String email, String keyId, Secret privateKey, URI tokenUrl, String scope) implements Token {}

  /** A token against a longer-lived one (RFC 6749, section 6), as {@code gcloud} leaves it. */
  record RefreshToken(String clientId, Secret clientSecret, Secret refreshToken, URI tokenUrl)
      implements Token {}

  /** A token against a secret (RFC 6749, section 4.4), as Microsoft Entra ID wants it. */
  record ClientCredentials(String clientId, Secret clientSecret, URI tokenUrl, String scope)
      implements Token {}

  /** A token that somebody else keeps fresh in a file. */
  record TokenFile(Path file) implements Token {}

  /**
   * A token that a program prints, by itself or in JSON as {@code az account get-access-token}.
   *
   * @param command the program and its arguments; no shell reads them
   * @param timeout how long it may take
   */
  record TokenCommand(List<String> command, Duration timeout) implements Token {
    public TokenCommand {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("command: [] (expected: a program)");
      }
    }
  }

  /** A bearer key, or nothing where there is none. */
  static Authentication bearer(@Nullable Secret key) {
    return key == null ? new None() : new Bearer(key);
  }
}
