package io.tollgate.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A growing byte buffer that JSON is written into by hand, in one canonical form: no blanks, one
 * way to escape a character, integers only.
 *
 * <p>Reused for every batch; not safe for use by several threads.
 */
final class LineBuffer {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int ESCAPE_BYTES = 6;
  private static final int NUMBER_BYTES_MAX = 20;

  /** By count of digits, the least number that has one more; 0 has one digit, too. */
  private static final long[] LEAST = least();

  /** The decimal digits of the numbers from 0 to 99, two of each. */
  private static final byte[] PAIRS = pairs();

  private byte[] bytes = new byte[1 << 16];
  private int length;

  /** The second last written, and its text: most entries of a batch share it. */
  private long cachedSecond = Long.MIN_VALUE;

  private String cachedSecondText = "";

  private static long[] least() {
    long[] least = new long[19];
    long power = 1;
    for (int i = 1; i < least.length; i++) {
      power *= 10;
      least[i] = power;
    }
    return least;
  }

  private static byte[] pairs() {
    byte[] pairs = new byte[2 * 100];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Forgets what was written beyond a length. */
  void cut(int to) {
    length = to;
  }

  /** What was written since it had a length. */
  byte[] copyFrom(int start) {
    return Arrays.copyOfRange(bytes, start, length);
  }

  ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** Leaves room to be filled in later. */
  void skip(int count) {
    ensure(count);
    length += count;
  }

  void raw(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
  }

  /** Text that needs no escape. */
  void raw(String ascii) {
    ensure(ascii.length());
    copy(ascii, ascii.length());
  }

  /** What was written before. */
  void raw(byte[] written) {
    ensure(written.length);
    System.arraycopy(written, 0, bytes, length, written.length);
    length += written.length;
  }

  /** The name of an object's further field, which needs no escape, and what is around it. */
  void key(String ascii) {
    ensure(ascii.length() + 4);
    bytes[length++] = ',';
    bytes[length++] = '"';
    copy(ascii, ascii.length());
    bytes[length++] = '"';
    bytes[length++] = ':';
  }

  /** Copies the first characters of a text, of ASCII, to where there is room. */
  @SuppressWarnings("deprecation") // of Latin-1 it does right, and is the only one without a copy
  private void copy(String text, int count) {
    text.getBytes(0, count, bytes, length);
    length += count;
  }

  void number(long value) {
    if (value == Long.MIN_VALUE) {
      raw(Long.toString(value));
      return;
    }
    ensure(NUMBER_BYTES_MAX);
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    digits(rest, countDigits(rest));
  }

  /** How many digits a number has that is not negative. */
  private static int countDigits(long number) {
    // The logarithm, for a loop would end elsewhere for each number; by bits it may be one less.
    int count = ((Long.SIZE - Long.numberOfLeadingZeros(number)) * 1233) >>> 12;
    return number < LEAST[count] ? count : count + 1;
  }

  /** The last digits of a number that is not negative, two at a time, to where there is room. */
  private void digits(long number, int count) {
    long rest = number;
    int at = length + count;
    for (; at - length > 1; at -= 2) {
      long hundreds = rest / 100;
      int pair = 2 * (int) (rest - 100 * hundreds);
      bytes[at - 2] = PAIRS[pair];
      bytes[at - 1] = PAIRS[pair + 1];
      rest = hundreds;
    }
    if (at > length) {
      bytes[length] = (byte) ('0' + rest);
    }
    length += count;
  }

  /** A quoted RFC 3339 instant with 0, 3, 6 or 9 decimals, as {@link Instant#toString} has it. */
  void instant(Instant instant) {
    if (instant.getEpochSecond() != cachedSecond) {
      String text = Instant.ofEpochSecond(instant.getEpochSecond()).toString();
      cachedSecondText = '"' + text.substring(0, text.length() - 1);
      cachedSecond = instant.getEpochSecond();
    }
    raw(cachedSecondText);
    fraction(instant.getNano());
    raw("Z\"");
  }

  private void fraction(int nanos) {
    if (nanos == 0) {
      return;
    }
    raw('.');
    ensure(9);
    if (nanos % 1_000 != 0) {
      digits(nanos, 9);
    } else if (nanos % 1_000_000 != 0) {
      digits(nanos / 1_000, 6);
    } else {
      digits(nanos / 1_000_000, 3);
    }
  }

  /** A quoted JSON string in UTF-8. */
  void string(String text) {
    int count = text.length();
    ensure(ESCAPE_BYTES * count + 2);
    bytes[length++] = '"';
    int plain = countPlain(text);
    copy(text, plain);
    for (int i = plain; i < count; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        bytes[length++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < count
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        supplementary(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        special(c);
      }
    }
    bytes[length++] = '"';
  }

  /** How many characters a text begins with that stand in a string as they are: mostly all. */
  private static int countPlain(String text) {
    int count = 0;
    while (count < text.length() && isPlain(text.charAt(count))) {
      count++;
    }
    return count;
  }

  /** Whether it is of ASCII and stands in a string as it is. */
  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
  }

  private void special(char c) {
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c < 0x20 || Character.isSurrogate(c)) {
      bytes[length++] = '\\';
      bytes[length++] = 'u';
      for (int shift = 12; shift >= 0; shift -= 4) {
        bytes[length++] = HEX[(c >> shift) & 0xf];
      }
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | (c >> 6));
      continuation(c);
    } else {
      bytes[length++] = (byte) (0xe0 | (c >> 12));
      continuation(c >> 6);
      continuation(c);
    }
  }

  private void supplementary(int codePoint) {
    bytes[length++] = (byte) (0xf0 | (codePoint >> 18));
    continuation(codePoint >> 12);
    continuation(codePoint >> 6);
    continuation(codePoint);
  }

  private void continuation(int bits) {
    bytes[length++] = (byte) (0x80 | (bits & 0x3f));
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
