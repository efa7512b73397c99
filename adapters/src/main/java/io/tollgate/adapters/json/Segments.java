package io.tollgate.adapters.json;

import java.util.Arrays;

/**
 * A message as consecutive slices of byte arrays, so that most of it need not be copied.
 *
 * <p>Immutable as long as nobody writes to the arrays.
 */
public final class Segments {

  /** Receives the slices in order. */
  @FunctionalInterface
  public interface Visitor {
    /** One slice; never empty. */
    void segment(byte[] array, int offset, int length);
  }

  private final byte[][] arrays;

  /** Pairs of where a slice begins in its array and of how long it is. */
  private final int[] spans;

  private final int count;
  private final int total;

  /** Takes the arrays as they are: nobody else writes to them. */
  Segments(byte[][] arrays, int[] spans, int count) {
    this.arrays = arrays;
    this.spans = spans;
    this.count = count;
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum = Math.addExact(sum, spans[2 * i + 1]);
    }
    this.total = sum;
  }

  /** A message that is one slice. */
  public static Segments of(byte[] array, int offset, int length) {
    return new Segments(new byte[][] {array}, new int[] {offset, length}, length == 0 ? 0 : 1);
  }

  /** This message and then another one. */
  public Segments then(Segments more) {
    int both = count + more.count;
    byte[][] bothArrays = Arrays.copyOf(arrays, both);
    int[] bothSpans = Arrays.copyOf(spans, 2 * both);
    System.arraycopy(more.arrays, 0, bothArrays, count, more.count);
    System.arraycopy(more.spans, 0, bothSpans, 2 * count, 2 * more.count);
    return new Segments(bothArrays, bothSpans, both);
  }

  /** The number of bytes in all. */
  public int length() {
    return total;
  }

  /** The number of slices. */
  public int count() {
    return count;
  }

  /** Hands every slice to the visitor, in order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < count; i++) {
      visitor.segment(arrays[i], spans[2 * i], spans[2 * i + 1]);
    }
  }

  /** All bytes in one new array. */
  public byte[] toByteArray() {
    byte[] all = new byte[total];
    int at = 0;
    for (int i = 0; i < count; i++) {
      int length = spans[2 * i + 1];
      System.arraycopy(arrays[i], spans[2 * i], all, at, length);
      at += length;
    }
    return all;
  }
}
