package io.tollgate.gateway.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A source of request ids: {@code req_} and 26 characters of Crockford's base 32, the first ten of
 * which are the time in milliseconds, so that ids sort by time and never repeat in practice (80
 * random bits).
 *
 * <p>Not safe for use by several threads: one per event loop.
 */
public final class RequestIds {

  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  private static final String PREFIX = "req_";
  private static final int CHARS = 30;
  private static final int TIME_CHARS = 10;

  private final RandomGenerator random;

  /** Ids from this randomness; it need not be cryptographically strong, ids prove nothing. */
  public RequestIds(RandomGenerator random) {
    this.random = random;
  }

  /** The next id at a wall-clock time. */
  public String next(long epochMilli) {
    byte[] id = new byte[CHARS];
    id[0] = 'r';
    id[1] = 'e';
    id[2] = 'q';
    id[3] = '_';
    encode(id, 4, 10, epochMilli);
    encode(id, 14, 8, random.nextLong());
    encode(id, 22, 8, random.nextLong());
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  /** The wall-clock time in an id, or {@code null} where the text is none. */
  public static @Nullable Instant time(String id) {
    if (id.length() != CHARS || !id.startsWith(PREFIX)) {
      return null;
    }
    long millis = 0;
    for (int i = PREFIX.length(); i < CHARS; i++) {
      int digit = Arrays.binarySearch(ALPHABET, id.charAt(i));
      if (digit < 0) {
        return null;
      }
      if (i < PREFIX.length() + TIME_CHARS) {
        millis = millis << 5 | digit;
      }
    }
    return Instant.ofEpochMilli(millis);
  }

  private static void encode(byte[] id, int from, int length, long bits) {
    for (int i = from + length - 1; i >= from; i--) {
      id[i] = (byte) ALPHABET[(int) (bits & 31)];
      bits >>>= 5;
    }
  }
}
