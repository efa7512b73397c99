package io.tollgate.adapters.json;

import java.util.Arrays;

/**
 * A few replacements in a slice of bytes, everything between them left as it is.
 *
 * <p>Positions are indexes into the array, and are given in ascending order.
 */
public final class Splice {

  /** Slices that one replacement makes, which is all that most messages need. */
  private static final int ROOM = 3;

  private final byte[] array;
  private final int end;
  private int position;

  private byte[][] arrays = new byte[ROOM][];
  private int[] spans = new int[2 * ROOM];
  private int count;

  /** Starts with a slice and nothing replaced. */
  public Splice(byte[] array, int offset, int length) {
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  /**
   * Puts {@code text} in the place of the bytes from {@code from} up to {@code to}.
   *
   * @throws IllegalArgumentException if the range lies outside the slice or before an earlier one
   */
  public Splice replace(int from, int to, byte[] text) {
    if (from < position || to < from || to > end) {
      throw new IllegalArgumentException(
          "range: " + from + " to " + to + " (expected: within " + position + " to " + end + ")");
    }
    add(array, position, from - position);
    add(text, 0, text.length);
    position = to;
    return this;
  }

  /** Puts {@code text} before the byte at {@code at}. */
  public Splice insert(int at, byte[] text) {
    return replace(at, at, text);
  }

  /** The result; this object is not to be used after it. */
  public Segments done() {
    add(array, position, end - position);
    position = end;
    return new Segments(arrays, spans, count);
  }

  private void add(byte[] source, int offset, int length) {
    if (length == 0) {
      return;
    }
    if (count == arrays.length) {
      arrays = Arrays.copyOf(arrays, 2 * count);
      spans = Arrays.copyOf(spans, 4 * count);
    }
    arrays[count] = source;
    spans[2 * count] = offset;
    spans[2 * count + 1] = length;
    count++;
  }
}
