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

  private byte[] bytes = new byte[1 << 16];
  private int length;

  /** The second last written, and its text: most entries of a batch share it. */
  private long cachedSecond = Long.MIN_VALUE;

  private String cachedSecondText = "";

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
    int count = ascii.length();
    ensure(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
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
    int digits = 1;
    for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
      digits++;
    }
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** A quoted RFC 3339 instant with 0, 3, 6 or 9 decimals, as {@link Instant#toString} has it. */
  void instant(Instant instant) {
    if (instant.getEpochSecond() != cachedSecond) {
      String text = Instant.ofEpochSecond(instant.getEpochSecond()).toString();
      cachedSecondText = text.substring(0, text.length() - 1);
      cachedSecond = instant.getEpochSecond();
    }
    raw('"');
    raw(cachedSecondText);
    fraction(instant.getNano());
    raw("Z\"");
  }

  private void fraction(int nanos) {
    if (nanos == 0) {
      return;
    }
    int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    int rest = nanos / (digits == 3 ? 1_000_000 : digits == 6 ? 1_000 : 1);
    raw('.');
    ensure(digits);
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** A quoted JSON string in UTF-8. */
  void string(String text) {
    int count = text.length();
    ensure(ESCAPE_BYTES * count + 2);
    bytes[length++] = '"';
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
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
