package io.tollgate.gateway.exchange;

import io.tollgate.gateway.upstream.Buffers;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Pieces of an answer that are written to the client as one: in place as long as each lies behind
 * the one before it, and put together otherwise.
 */
final class Batch {

  /** Pieces are put together up to so many bytes; a larger one is a batch of its own. */
  private static final int BYTES_MAX = 16 << 10;

  private static final byte[] NOTHING = new byte[0];

  private byte[] array = NOTHING;
  private int offset;
  private int length;
  private boolean ours;

  /** Whether there is nothing in it. */
  boolean isEmpty() {
    return length == 0;
  }

  /** Whether a piece may be added to what there is. */
  boolean takes(int bytes) {
    return length == 0 || length + bytes <= BYTES_MAX;
  }

  /** Adds a piece, which is not to be changed afterwards. */
  @SuppressWarnings("ReferenceEquality") // the same chunk, not an equal one
  void add(byte[] piece, int from, int bytes) {
    if (length == 0) {
      array = piece;
      offset = from;
    } else if (ours || piece != array || from != offset + length) {
      makeRoom(bytes);
      System.arraycopy(piece, from, array, length, bytes);
    }
    length += bytes;
  }

  private void makeRoom(int bytes) {
    if (!ours) {
      byte[] joined = new byte[Math.max(2 * length, length + bytes)];
      System.arraycopy(array, offset, joined, 0, length);
      array = joined;
      offset = 0;
      ours = true;
    } else if (array.length - length < bytes) {
      array = Arrays.copyOf(array, Math.max(2 * length, length + bytes));
    }
  }

  /** All of it, which is forgotten here. */
  Buffer take() {
    Buffer all = Buffers.of(array, offset, length);
    array = NOTHING;
    offset = 0;
    length = 0;
    ours = false;
    return all;
  }
}
