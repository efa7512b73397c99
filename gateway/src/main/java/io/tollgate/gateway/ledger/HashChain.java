package io.tollgate.gateway.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The running hash of a journal: each line begins with {@code sha256("<hash before> <json>")} in
 * lowercase hex.
 *
 * <p>Not safe for use by several threads.
 */
final class HashChain {

  /** Characters of a hash. */
  static final int HEX_CHARS = 64;

  /** What comes before the first record. */
  static final String ZEROS = "0".repeat(HEX_CHARS);

  private static final VarHandle PAIR =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  /** By the value of a byte, its two digits. */
  private static final short[] PAIRS = pairs();

  private final MessageDigest sha256;
  private final byte[] digest = new byte[HEX_CHARS / 2];
  private final byte[] computed = new byte[HEX_CHARS];
  private final byte[] last;

  private static short[] pairs() {
    short[] pairs = new short[1 << Byte.SIZE];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] =
          (short) (Character.forDigit(i >> 4, 16) << Byte.SIZE | Character.forDigit(i & 0xf, 16));
    }
    return pairs;
  }

  /** A chain that continues after the record with a hash. */
  HashChain(String last) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
    if (last.length() != HEX_CHARS) {
      throw new IllegalArgumentException("hash: " + last + " (expected: 64 hex digits)");
    }
    this.last = last.getBytes(StandardCharsets.US_ASCII);
  }

  /** Goes back to the record with a hash, in ASCII. */
  void reset(byte[] hash) {
    System.arraycopy(hash, 0, last, 0, HEX_CHARS);
  }

  /** Notes the hash of the last record, in ASCII. */
  void copyLast(byte[] into) {
    System.arraycopy(last, 0, into, 0, HEX_CHARS);
  }

  /** The hash of the last record. */
  String last() {
    return new String(last, StandardCharsets.US_ASCII);
  }

  /**
   * Fills in the hash of a line of which the rest is written: 64 free bytes, a space, JSON.
   *
   * @param end index after the JSON
   */
  void seal(byte[] bytes, int start, int end) {
    // The hash before stands where its own will, so that all that is hashed lies in one piece.
    System.arraycopy(last, 0, bytes, start, HEX_CHARS);
    sha256.update(bytes, start, end - start);
    finish(last);
    System.arraycopy(last, 0, bytes, start, HEX_CHARS);
  }

  /**
   * Whether a line continues the chain; if so it becomes the last.
   *
   * @param end index after the JSON
   */
  boolean accept(byte[] bytes, int start, int end) {
    if (end - start <= HEX_CHARS || bytes[start + HEX_CHARS] != ' ') {
      return false;
    }
    sha256.update(last);
    sha256.update(bytes, start + HEX_CHARS, end - start - HEX_CHARS);
    finish(computed);
    for (int i = 0; i < HEX_CHARS; i++) {
      if (bytes[start + i] != computed[i]) {
        return false;
      }
    }
    System.arraycopy(computed, 0, last, 0, HEX_CHARS);
    return true;
  }

  /** Puts the hash of what was given into an array, in ASCII. */
  private void finish(byte[] hash) {
    try {
      sha256.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw new AssertionError("the digest is 32 bytes long", e);
    }
    for (int i = 0; i < digest.length; i++) {
      PAIR.set(hash, 2 * i, PAIRS[Byte.toUnsignedInt(digest[i])]);
    }
  }
}
