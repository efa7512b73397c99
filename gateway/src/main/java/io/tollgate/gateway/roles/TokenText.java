package io.tollgate.gateway.roles;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The text of an admin token: {@code tga_} and 192 random bits in hex. It is random, so a fast
 * digest protects it as well as a slow one would.
 */
public final class TokenText {

  private static final String PREFIX = "tga_";
  private static final int SECRET_BYTES = 24;

  private TokenText() {}

  /**
   * A new token.
   *
   * @param random a cryptographically strong source
   */
  public static String generate(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return PREFIX + HexFormat.of().formatHex(secret);
  }

  /** What is kept of a token: its SHA-256, as lowercase hex. */
  public static String digest(String token) {
    return HexFormat.of().formatHex(bytes(token));
  }

  static byte[] bytes(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
