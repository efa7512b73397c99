package io.tollgate.gateway.upstream;

import io.tollgate.adapters.json.Segments;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message cut into buffers of about one size, which are written one after the other. Most of a
 * long message is not copied; slices that are shorter than a piece are put together with their
 * neighbours.
 */
final class Pieces implements Segments.Visitor {

  /** The most bytes of a piece. */
  static final int BYTES_MAX = 64 << 10;

  /** A slice that is shorter is put together with the next ones, to at most so many bytes. */
  private static final int JOINED_BYTES_MAX = 4 << 10;

  private final List<Buffer> pieces = new ArrayList<>();

  /** The piece that slices are put together in. */
  private byte[] open = new byte[0];

  private int openLength;
  private int bytesLeft;

  private Pieces(int bytes) {
    this.bytesLeft = bytes;
  }

  /** The pieces in order; none of a message without bytes. */
  static List<Buffer> of(Segments message) {
    Pieces cut = new Pieces(message.length());
    message.forEach(cut);
    return cut.pieces;
  }

  @Override
  public void segment(byte[] array, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (openLength == 0 && end - at >= Math.min(JOINED_BYTES_MAX, bytesLeft)) {
        int taken = Math.min(BYTES_MAX, end - at);
        add(array, at, taken);
        at += taken;
      } else {
        at += join(array, at, end - at);
      }
    }
  }

  private int join(byte[] array, int offset, int length) {
    if (openLength == 0) {
      open = new byte[Math.min(JOINED_BYTES_MAX, bytesLeft)];
    }
    int taken = Math.min(length, open.length - openLength);
    System.arraycopy(array, offset, open, openLength, taken);
    openLength += taken;
    if (openLength == open.length) {
      add(open, 0, openLength);
      openLength = 0;
    }
    return taken;
  }

  private void add(byte[] array, int offset, int length) {
    pieces.add(Buffers.of(array, offset, length));
    bytesLeft -= length;
  }
}
