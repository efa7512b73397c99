package io.tollgate.adapters.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Jackson's parser of bytes, which walks over a string that nobody wants to know eight bytes at a
 * time: prompts are long, and are told apart from what stands around them by their quotes only.
 *
 * <p>What it walks over is what Jackson would have walked over without an objection. Whatever else
 * there is, the closing quote included, is left to Jackson.
 */
final class FastSkipParser extends UTF8StreamJsonParser {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long BACKSLASHES = '\\' * ONES;

  /** What is below 0x21 with this bit turned is a control character or a quote. */
  private static final long CONTROL_OR_QUOTE = 0x02 * ONES;

  private static final long BELOW = 0x21 * ONES;

  FastSkipParser(
      ObjectReadContext read,
      IOContext io,
      int streamFeatures,
      int formatFeatures,
      ByteQuadsCanonicalizer names,
      byte[] data,
      int offset,
      int length) {
    super(
        read,
        io,
        streamFeatures,
        formatFeatures,
        null,
        names,
        data,
        offset,
        offset + length,
        0,
        false);
  }

  @Override
  protected void _skipString() throws JacksonException {
    _inputPtr = skip(_inputBuffer, _inputPtr, _inputEnd);
    super._skipString();
  }

  /** The index of the first byte from {@code from} on that Jackson has to look at. */
  private static int skip(byte[] array, int from, int end) {
    int at = from;
    while (true) {
      at = plain(array, at, end);
      int next = at;
      if (at < end && array[at] == '\\') {
        next = escape(array, at, end);
      } else if (at < end && array[at] < 0) {
        next = character(array, at, end);
      }
      if (next == at) {
        return at;
      }
      at = next;
    }
  }

  /**
   * The index after ASCII that stands for itself. The arithmetic marks the lowest byte that does
   * not; a borrow may mark bytes above it that do.
   */
  private static int plain(byte[] array, int from, int end) {
    int at = from;
    while (at <= end - Long.BYTES) {
      long bytes = (long) EIGHT_BYTES.get(array, at);
      long turned = bytes ^ CONTROL_OR_QUOTE;
      long backslash = bytes ^ BACKSLASHES;
      long found = ((turned - BELOW) | (backslash - ONES) | bytes) & HIGH_BITS;
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
      at += Long.BYTES;
    }
    while (at < end && array[at] >= 0x20 && array[at] != '"' && array[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The index after the escape at {@code i}, or {@code i} where it is none. */
  private static int escape(byte[] array, int i, int end) {
    int kind = i + 1 < end ? array[i + 1] : -1;
    return switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
      case 'u' -> i + 6 <= end && areHex(array, i + 2) ? i + 6 : i;
      default -> i;
    };
  }

  private static boolean areHex(byte[] array, int i) {
    for (int k = i; k < i + 4; k++) {
      if (Character.digit(array[k], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The index after the characters of several bytes at {@code i}, or {@code i} for none. */
  private static int character(byte[] array, int i, int end) {
    int at = i;
    while (at < end && array[at] < 0) {
      int size = size(array[at] & 0xFF);
      if (size == 0 || at + size > end || !continues(array, at + 1, at + size)) {
        return at;
      }
      at += size;
    }
    return at;
  }

  private static int size(int first) {
    return first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
  }

  private static boolean continues(byte[] array, int from, int to) {
    for (int k = from; k < to; k++) {
      if ((array[k] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}
