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
  private final int[] offsets;
  private final int[] lengths;
  private final int total;

  Segments(byte[][] arrays, int[] offsets, int[] lengths, int count) {
    this.arrays = Arrays.copyOf(arrays, count);
    this.offsets = Arrays.copyOf(offsets, count);
    this.lengths = Arrays.copyOf(lengths, count);
    int sum = 0;
    for (int length : this.lengths) {
      sum = Math.addExact(sum, length);
    }
    this.total = sum;
  }

  /** A message that is one slice. */
  public static Segments of(byte[] array, int offset, int length) {
    return new Splice(array, offset, length).done();
  }

  /** This message and then another one. */
  public Segments then(Segments more) {
    int count = arrays.length + more.arrays.length;
    byte[][] bothArrays = Arrays.copyOf(arrays, count);
    int[] bothOffsets = Arrays.copyOf(offsets, count);
    int[] bothLengths = Arrays.copyOf(lengths, count);
    System.arraycopy(more.arrays, 0, bothArrays, arrays.length, more.arrays.length);
    System.arraycopy(more.offsets, 0, bothOffsets, offsets.length, more.offsets.length);
    System.arraycopy(more.lengths, 0, bothLengths, lengths.length, more.lengths.length);
    return new Segments(bothArrays, bothOffsets, bothLengths, count);
  }

  /** The number of bytes in all. */
  public int length() {
    return total;
  }

  /** The number of slices. */
  public int count() {
    return arrays.length;
  }

  /** Hands every slice to the visitor, in order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < arrays.length; i++) {
      visitor.segment(arrays[i], offsets[i], lengths[i]);
    }
  }

  /** All bytes in one new array. */
  public byte[] toByteArray() {
    byte[] all = new byte[total];
    int at = 0;
    for (int i = 0; i < arrays.length; i++) {
      System.arraycopy(arrays[i], offsets[i], all, at, lengths[i]);
      at += lengths[i];
    }
    return all;
  }
}
