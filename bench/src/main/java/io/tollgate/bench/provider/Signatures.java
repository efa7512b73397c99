package io.tollgate.bench.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A provider's signatures of what it gave out and wants back unchanged, such as thinking.
 *
 * @param secret what only this provider knows
 */
record Signatures(String secret) {

  /** The signature of a text given out in a role, in base64. */
  String sign(String role, String text) {
    return Base64.getEncoder().encodeToString(mac(role, text));
  }

  /** Whether a signature is one that {@link #sign} made of this text. */
  boolean verify(String role, String text, String signature) {
    try {
      return MessageDigest.isEqual(mac(role, text), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private byte[] mac(String role, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(role.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
