package io.tollgate.adapters.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The strings of a JSON document in a byte array: where one ends, and what it says.
 *
 * <p>Prompts are long and mostly plain, and are told apart from what stands around them by their
 * quotes only, so eight bytes are looked at at a time.
 *
 * <p>UTF-8 is checked here for its shape, a first byte and those that continue it, and not for
 * forms that are too long: what a provider sent is passed on as it came, and what a client sent is
 * checked in full by {@link Utf8} before.
 */
final class JsonStrings {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long BACKSLASHES = '\\' * ONES;

  /** What is below 0x21 with this bit turned is a control character or a quote. */
  private static final long CONTROL_OR_QUOTE = 0x02 * ONES;

  private static final long BELOW = 0x21 * ONES;

  private static final int BLOCK = 4 * Long.BYTES;

  /** What has gone on for so long is likely to go on. */
  private static final int LONG_BYTES = 8 * Long.BYTES;

  /** Of an escape by four hex digits. */
  private static final int UNIT_BYTES = 6;

  private JsonStrings() {}

  /**
   * The index of the first byte from {@code from} on that is not ASCII which stands for itself, or
   * {@code limit}. The arithmetic marks the lowest such byte; a borrow may mark bytes above it that
   * do stand for themselves.
   */
  static int plain(byte[] array, int from, int limit) {
    int at = from;
    while (at <= limit - Long.BYTES) {
      long found = marks((long) EIGHT_BYTES.get(array, at)) & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
      at += Long.BYTES;
      if (at - from == LONG_BYTES) {
        at = plainBlocks(array, at, limit);
      }
    }
    while (at < limit && array[at] >= 0x20 && array[at] != '"' && array[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The index after all whole blocks from {@code from} on that stand for themselves. */
  private static int plainBlocks(byte[] array, int from, int limit) {
    int at = from;
    while (at <= limit - BLOCK && isPlain(array, at)) {
      at += BLOCK;
    }
    return at;
  }

  /** Whether a whole block stands for itself: four loads that do not wait for each other. */
  private static boolean isPlain(byte[] array, int at) {
    long found =
        marks((long) EIGHT_BYTES.get(array, at))
            | marks((long) EIGHT_BYTES.get(array, at + Long.BYTES))
            | marks((long) EIGHT_BYTES.get(array, at + 2 * Long.BYTES))
            | marks((long) EIGHT_BYTES.get(array, at + 3 * Long.BYTES));
    return (found & HIGH_BITS) == 0;
  }

  /** The high bit of a byte is set where it does not stand for itself. */
  private static long marks(long bytes) {
    long turned = bytes ^ CONTROL_OR_QUOTE;
    long backslash = bytes ^ BACKSLASHES;
    return (turned - BELOW) | (backslash - ONES) | bytes;
  }

  /**
   * The index of the closing quote of the string that goes on at {@code from}, or the complement of
   * that of the byte at which it is ill-formed; of {@code limit} where it does not end.
   */
  static int closingQuote(byte[] array, int from, int limit) {
    int at = from;
    while (true) {
      at = plain(array, at, limit);
      if (at == limit) {
        return ~limit;
      }
      int kind = array[at];
      int next;
      if (kind == '\\') {
        next = escape(array, at, limit);
      } else if (kind == '"') {
        return at;
      } else {
        next = kind < 0 ? characters(array, at, limit) : ~at;
      }
      if (next < 0) {
        return next;
      }
      at = next;
    }
  }

  /** The index after the escape at {@code at}, or the complement of that of its fault. */
  private static int escape(byte[] array, int at, int limit) {
    int kind = at + 1 < limit ? array[at + 1] : -1;
    return switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> {
        for (int i = at + 2; i < at + UNIT_BYTES; i++) {
          if (i >= limit || Character.digit(array[i], 16) < 0) {
            yield ~i;
          }
        }
        yield at + UNIT_BYTES;
      }
      default -> ~(at + 1);
    };
  }

  /**
   * The index after the characters of several bytes at {@code from}, or the complement of that of
   * their fault.
   */
  private static int characters(byte[] array, int from, int limit) {
    int at = from;
    while (at < limit && array[at] < 0) {
      int bytes = bytesOf(array[at]);
      if (bytes == 0) {
        return ~at;
      }
      if (at + bytes > limit || !continues(array, at + 1, at + bytes)) {
        return ~broken(array, at + 1, limit);
      }
      at += bytes;
    }
    return at;
  }

  private static boolean continues(byte[] array, int from, int to) {
    for (int i = from; i < to; i++) {
      if ((array[i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The index of the first byte from {@code from} on that continues no character. */
  private static int broken(byte[] array, int from, int limit) {
    int at = from;
    while (at < limit && (array[at] & 0xC0) == 0x80) {
      at++;
    }
    return at;
  }

  /** The bytes of the character that begins with one outside ASCII; 0 where none does. */
  private static int bytesOf(byte first) {
    int bits = first & 0xFF;
    return bits < 0xC0 ? 0 : bits < 0xE0 ? 2 : bits < 0xF0 ? 3 : bits < 0xF8 ? 4 : 0;
  }

  /** The text of bytes that are all ASCII and stand for themselves. */
  static String plainText(byte[] array, int from, int to) {
    return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The text of bytes that are well-formed up to a closing quote. */
  static String text(byte[] array, int from, int to) {
    // No character has more UTF-16 units than it is written with bytes.
    char[] units = new char[to - from];
    int count = 0;
    int at = from;
    while (at < to) {
      int first = array[at];
      if (first >= 0) {
        boolean escaped = first == '\\';
        units[count++] = escaped ? unescaped(array, at) : (char) first;
        at += escaped ? escapeBytes(array, at) : 1;
        continue;
      }
      int bytes = bytesOf(array[at]);
      int point = first & (0x7F >> bytes);
      for (int i = at + 1; i < at + bytes; i++) {
        point = point << 6 | (array[i] & 0x3F);
      }
      if (bytes == 4) {
        int beyond = point - Character.MIN_SUPPLEMENTARY_CODE_POINT;
        units[count++] = (char) (Character.MIN_HIGH_SURROGATE | beyond >> 10);
        point = Character.MIN_LOW_SURROGATE | (beyond & 0x3FF);
      }
      units[count++] = (char) point;
      at += bytes;
    }
    return new String(units, 0, count);
  }

  /** The index of a surrogate that is encoded as if it were a character; -1 where none is. */
  static int encodedSurrogate(byte[] array, int from, int to) {
    for (int i = from; i < to; i++) {
      if (array[i] == (byte) 0xED && (array[i + 1] & 0xFF) >= 0xA0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a surrogate is not one of a pair. */
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static int escapeBytes(byte[] array, int at) {
    return array[at + 1] == 'u' ? UNIT_BYTES : 2;
  }

  private static char unescaped(byte[] array, int at) {
    byte kind = array[at + 1];
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = at + 2; i < at + UNIT_BYTES; i++) {
          unit = unit << 4 | Character.digit(array[i], 16);
        }
        yield (char) unit;
      }
      default -> (char) kind;
    };
  }
}
