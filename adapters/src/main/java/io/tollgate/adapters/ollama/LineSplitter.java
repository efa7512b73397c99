package io.tollgate.adapters.ollama;

import java.util.Arrays;

/**
 * Splits a byte stream into lines that end in LF; the lines do not depend on how the stream was cut
 * into chunks. Not safe for use by several threads.
 */
final class LineSplitter {

  /** Receives the lines in order. */
  @FunctionalInterface
  interface Handler {
    /** One line without its LF; the array is valid until this method returns. */
    void line(byte[] array, int offset, int length);
  }

  private static final byte[] NOTHING = new byte[0];

  private final int maxLineBytes;
  private byte[] tail = NOTHING;
  private int tailLength;

  /**
   * A splitter at the start of a stream.
   *
   * @param maxLineBytes the longest line that is accepted, at least 1
   */
  LineSplitter(int maxLineBytes) {
    if (maxLineBytes < 1) {
      throw new IllegalArgumentException("line bytes: " + maxLineBytes + " (expected: >= 1)");
    }
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Reads the next chunk and hands on every line that it completes.
   *
   * @return whether no line is longer than the limit; where one is, nothing more is to be fed
   */
  boolean feed(byte[] array, int offset, int length, Handler handler) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      if (array[i] == '\n') {
        if (!complete(array, from, i, handler)) {
          return false;
        }
        from = i + 1;
      }
    }
    return keep(array, from, end);
  }

  /** The stream has ended: hands on a last line without LF. */
  void end(Handler handler) {
    if (tailLength > 0) {
      handler.line(tail, 0, tailLength);
      tailLength = 0;
    }
  }

  private boolean complete(byte[] array, int from, int to, Handler handler) {
    if (tailLength == 0) {
      if (to - from > maxLineBytes) {
        return false;
      }
      handler.line(array, from, to - from);
      return true;
    }
    if (!keep(array, from, to)) {
      return false;
    }
    int count = tailLength;
    tailLength = 0;
    handler.line(tail, 0, count);
    return true;
  }

  private boolean keep(byte[] array, int from, int to) {
    int needed = tailLength + (to - from);
    if (needed > maxLineBytes) {
      return false;
    }
    if (needed > tail.length) {
      tail = Arrays.copyOf(tail, Math.max(needed, 2 * tailLength));
    }
    System.arraycopy(array, from, tail, tailLength, to - from);
    tailLength = needed;
    return true;
  }
}
