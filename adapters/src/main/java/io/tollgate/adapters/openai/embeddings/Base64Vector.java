package io.tollgate.adapters.openai.embeddings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A vector as OpenAI's SDKs want it: base64 of 32-bit floats, the least significant byte first. */
final class Base64Vector {

  private static final int ROOM = 1_536;
  private static final String NUMBER_BYTES = "0123456789+-.eE, \t\r\n";

  private Base64Vector() {}

  /** Whether a JSON array holds nothing but what numbers are written with. */
  static boolean isOfNumbers(byte[] array, int from, int to) {
    if (array[from] != '[' || array[to - 1] != ']') {
      return false;
    }
    for (int i = from + 1; i < to - 1; i++) {
      if (NUMBER_BYTES.indexOf(array[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The JSON string, quotes included, of a JSON array of numbers; {@code null} where it is none.
   *
   * @param from index of the opening bracket
   * @param to index after the closing bracket
   */
  static byte @Nullable [] of(byte[] array, int from, int to) {
    if (!isOfNumbers(array, from, to)) {
      return null;
    }
    float[] numbers = new float[ROOM];
    int count = 0;
    int at = from + 1;
    try {
      while (at < to) {
        int end = at;
        while (array[end] != ',' && array[end] != ']') {
          end++;
        }
        String number = new String(array, at, end - at, StandardCharsets.US_ASCII).strip();
        if (number.isEmpty() && count == 0 && end == to - 1) {
          break;
        }
        if (count == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = Float.parseFloat(number);
        at = end + 1;
      }
    } catch (NumberFormatException e) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers, 0, count);
    byte[] encoded = Base64.getEncoder().encode(bytes.array());
    byte[] quoted = new byte[encoded.length + 2];
    quoted[0] = '"';
    System.arraycopy(encoded, 0, quoted, 1, encoded.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }
}
