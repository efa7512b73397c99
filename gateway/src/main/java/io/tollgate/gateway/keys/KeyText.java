package io.tollgate.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The text of a virtual key: {@code tg_<public id>_<secret><checksum>}.
 *
 * <p>The secret has 192 random bits. It is random, so a fast digest protects it as well as a slow
 * one would. The checksum lets scanners and people recognise a mistyped key without asking anyone.
 */
public final class KeyText {

  /** One for each thread, since every request needs one; left as new by each use. */
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(KeyText::newSha256);

  private static final String PREFIX = "tg_";
  private static final int ID_LENGTH = 12;
  private static final int SECRET_LENGTH = 48;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int LENGTH =
      PREFIX.length() + ID_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

  private KeyText() {}

  /**
   * A new key text.
   *
   * @param random a cryptographically strong source
   */
  public static String generate(RandomGenerator random) {
    byte[] id = new byte[ID_LENGTH / 2];
    random.nextBytes(id);
    return generate(random, HexFormat.of().formatHex(id));
  }

  /**
   * A new key text for a public id, as in a rotation.
   *
   * @param random a cryptographically strong source
   * @param publicId 12 hexadecimal digits
   */
  public static String generate(RandomGenerator random, String publicId) {
    byte[] secret = new byte[SECRET_LENGTH / 2];
    random.nextBytes(secret);
    String body = PREFIX + publicId + "_" + HexFormat.of().formatHex(secret);
    return body + checksum(body);
  }

  /** The public id in a key text, or {@code null} where the text is not a key. */
  public static @Nullable String publicId(String text) {
    if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return null;
    }
    int idEnd = PREFIX.length() + ID_LENGTH;
    int bodyEnd = LENGTH - CHECKSUM_LENGTH;
    if (text.charAt(idEnd) != '_' || !isHex(text, PREFIX.length(), idEnd)) {
      return null;
    }
    if (!isHex(text, idEnd + 1, LENGTH)) {
      return null;
    }
    // Its characters are all of ASCII here: they are bytes, and none of them is copied as text.
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long checksum = HexFormat.fromHexDigitsToLong(text, bodyEnd, LENGTH);
    return checksum(bytes, bodyEnd) == checksum ? text.substring(PREFIX.length(), idEnd) : null;
  }

  /** The SHA-256 of a key text: what is stored. */
  public static byte[] digest(String text) {
    return SHA256.get().digest(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static String checksum(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().toHexDigits(checksum(bytes, bytes.length), CHECKSUM_LENGTH);
  }

  private static long checksum(byte[] text, int length) {
    CRC32C crc = new CRC32C();
    crc.update(text, 0, length);
    return crc.getValue();
  }
}
