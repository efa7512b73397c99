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

  /** One for each thread, since every request needs one and none keeps anything in it. */
  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(KeyText::sha256);

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
    return body + HexFormat.of().toHexDigits(checksum(bytes(body), body.length()));
  }

  /** The public id in a key text, or {@code null} where the text is not a key. */
  public static @Nullable String publicId(String text) {
    return publicId(text, bytes(text));
  }

  /** The same of a text whose {@link #bytes} are known. */
  static @Nullable String publicId(String text, byte[] bytes) {
    if (bytes.length != LENGTH || !text.startsWith(PREFIX)) {
      return null;
    }
    int idEnd = PREFIX.length() + ID_LENGTH;
    int bodyEnd = LENGTH - CHECKSUM_LENGTH;
    if (bytes[idEnd] != '_'
        || !isHex(bytes, PREFIX.length(), idEnd)
        || !isHex(bytes, idEnd + 1, LENGTH)) {
      return null;
    }
    int stated = HexFormat.fromHexDigits(text, bodyEnd, LENGTH);
    return checksum(bytes, bodyEnd) == stated ? text.substring(PREFIX.length(), idEnd) : null;
  }

  /** The SHA-256 of a key text: what is stored. */
  public static byte[] digest(String text) {
    return digest(bytes(text));
  }

  /** The same of the {@link #bytes} of a text. */
  static byte[] digest(byte[] bytes) {
    return SHA256.get().digest(bytes);
  }

  /** What is digested of a text: its characters, of which a key has none beyond ASCII. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isHex(byte[] bytes, int from, int to) {
    // Negative as soon as one is neither a digit nor a letter; one look at the end is cheaper.
    int outside = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      int letter = bytes[i] - 'a';
      outside |= (digit | 9 - digit) & (letter | 5 - letter);
    }
    return outside >= 0;
  }

  /** The CRC-32C of the first bytes of a text. */
  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
