package io.tollgate.gateway.upstream.auth;

import io.tollgate.adapters.json.JsonDocument;
import io.tollgate.gateway.upstream.Authentication.GoogleServiceAccount;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A service account's signed statement that it wants a token (RFC 7523, with RS256). */
final class GoogleAssertion {

  /** The longest that Google allows. */
  private static final Duration LIFE = Duration.ofHours(1);

  private GoogleAssertion() {}

  static String of(GoogleServiceAccount account, RsaKey key, Instant now) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("alg", "RS256");
    header.put("typ", "JWT");
    if (!account.keyId().isEmpty()) {
      header.put("kid", account.keyId());
    }
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("iss", account.email());
    claims.put("scope", account.scope());
    claims.put("aud", account.tokenUrl().toString());
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    String signed = encode(JsonDocument.write(header)) + '.' + encode(JsonDocument.write(claims));
    return signed + '.' + encode(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
