package io.tollgate.gateway.exchange;

import io.vertx.core.buffer.Buffer;

/**
 * Bytes that arrive in pieces, however small, in one array: what they take in memory is what is
 * counted for them.
 */
public final class GatheredBytes {

  private static final int FIRST_CAPACITY = 16 << 10;

  private final HeldBytes.Share share;
  private final HeldBytes.Use use;
  private final int bytesMax;
  private byte[] array = new byte[0];
  private int offset;
  private int length;
  private int counted;
  private boolean ours;

  /**
   * No bytes yet.
   *
   * @param share what they count against
   * @param bytesMax the most that will come: at most so many bytes are allocated
   */
  public GatheredBytes(HeldBytes.Share share, HeldBytes.Use use, int bytesMax) {
    this.share = share;
    this.use = use;
    this.bytesMax = bytesMax;
  }

  /**
   * Keeps a piece, which is not to be changed afterwards.
   *
   * @return whether there was room for it; if not, nothing of it is kept
   */
  public boolean add(Buffer piece) {
    HeapBytes bytes = HeapBytes.of(piece);
    if (length == 0 && !ours) {
      return adopt(bytes);
    }
    if (!ours || array.length - length < bytes.length()) {
      if (!grow(length + bytes.length())) {
        return false;
      }
    }
    System.arraycopy(bytes.array(), bytes.offset(), array, length, bytes.length());
    length += bytes.length();
    return true;
  }

  /** Most messages arrive in one piece, which is taken as it is. */
  private boolean adopt(HeapBytes bytes) {
    if (!share.add(bytes.length(), use)) {
      return false;
    }
    array = bytes.array();
    offset = bytes.offset();
    length = bytes.length();
    counted = length;
    return true;
  }

  private boolean grow(int least) {
    // The old array lives on until it is copied, so both count.
    int capacity = Math.max(least, Math.min(bytesMax, Math.max(FIRST_CAPACITY, 2 * length)));
    if (!share.add(capacity, use)) {
      return false;
    }
    byte[] larger = new byte[capacity];
    System.arraycopy(array, offset, larger, 0, length);
    array = larger;
    share.remove(counted);
    counted = capacity;
    offset = 0;
    ours = true;
    return true;
  }

  /** The array that has them, with other bytes before and after. */
  public byte[] array() {
    return array;
  }

  /** Where they begin. */
  public int offset() {
    return offset;
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /** Forgets them. */
  public void clear() {
    share.remove(counted);
    counted = 0;
    array = new byte[0];
    offset = 0;
    length = 0;
    ours = false;
  }
}
