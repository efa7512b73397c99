package io.tollgate.adapters.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strict UTF-8 validation that also counts what is not ASCII (RFC 3629). */
public final class Utf8 {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_BITS = 0x8080808080808080L;

  private static final int BLOCK = 4 * Long.BYTES;

  private Utf8() {}

  /**
   * The number of bytes outside ASCII, or, where the bytes are not UTF-8, {@code -1 - index} of the
   * first byte of the first ill-formed sequence, counted from {@code offset}.
   */
  public static int nonAsciiBytes(byte[] array, int offset, int length) {
    int end = offset + length;
    int i = offset;
    int count = 0;
    while (i < end) {
      if (i + BLOCK <= end && isAscii(array, i)) {
        i += BLOCK;
        continue;
      }
      if (i + Long.BYTES <= end && ((long) EIGHT_BYTES.get(array, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
        continue;
      }
      if (array[i] >= 0) {
        i++;
        continue;
      }
      int size = sequence(array, i, end);
      if (size == 0) {
        return -1 - (i - offset);
      }
      count += size;
      i += size;
    }
    return count;
  }

  /** Whether a whole block is ASCII: four loads that do not wait for each other. */
  private static boolean isAscii(byte[] array, int i) {
    long bytes =
        (long) EIGHT_BYTES.get(array, i)
            | (long) EIGHT_BYTES.get(array, i + Long.BYTES)
            | (long) EIGHT_BYTES.get(array, i + 2 * Long.BYTES)
            | (long) EIGHT_BYTES.get(array, i + 3 * Long.BYTES);
    return (bytes & HIGH_BITS) == 0;
  }

  /** The size of the multi-byte sequence at {@code i}, or 0 where it is ill-formed. */
  private static int sequence(byte[] array, int i, int end) {
    int first = array[i] & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return continues(array, i + 1, end, 0x80, 0xBF) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      // No overlong forms after E0, no surrogates after ED.
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF;
      return continues(array, i + 1, end, low, high) && continues(array, i + 2, end, 0x80, 0xBF)
          ? 3
          : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      // No overlong forms after F0, nothing beyond U+10FFFF after F4.
      int low = first == 0xF0 ? 0x90 : 0x80;
      int high = first == 0xF4 ? 0x8F : 0xBF;
      return continues(array, i + 1, end, low, high)
              && continues(array, i + 2, end, 0x80, 0xBF)
              && continues(array, i + 3, end, 0x80, 0xBF)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean continues(byte[] array, int i, int end, int low, int high) {
    return i < end && (array[i] & 0xFF) >= low && (array[i] & 0xFF) <= high;
  }
}
