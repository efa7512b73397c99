package io.tollgate.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that arrive in pieces, however small, in one array: what they take in memory is what is
 * counted for them.
 *
 * <p>Whoever takes them off a socket may {@linkplain #place place} them where they belong before
 * they are added, so that they are copied once.
 */
public final class GatheredBytes {

  private static final int FIRST_CAPACITY = 16 << 10;

  /** So much is allocated for what is announced, whatever has come of it. */
  private static final int TRUSTED_BYTES = 64 << 10;

  /** And beyond that, so many times what has come. */
  private static final int TRUSTED_FACTOR = 16;

  private final HeldBytes.Share share;
  private final HeldBytes.Use use;
  private final int bytesMax;

  /** How many are announced to come; 0 where that is not known. */
  private final int announced;

  private byte[] array = new byte[0];
  private int offset;
  private int length;

  /** How many lie in the array, those that are placed and not yet added included. */
  private int placed;

  private int counted;
  private boolean ours;

  /** Whether a piece could not be placed: what comes behind it has no place either. */
  private boolean unplaced;

  /**
   * No bytes yet.
   *
   * @param share what they count against
   * @param bytesMax the most that will come: at most so many bytes are allocated
   */
  public GatheredBytes(HeldBytes.Share share, HeldBytes.Use use, int bytesMax) {
    this(share, use, bytesMax, 0);
  }

  /**
   * No bytes yet, of which somebody says how many will come. That is believed within bounds: what
   * is allocated stays in proportion to what has come.
   *
   * @param share what they count against
   * @param bytesMax the most that will come: at most so many bytes are allocated
   * @param announced how many are said to come, 0 to {@code bytesMax}; 0 where nobody says it
   */
  public GatheredBytes(HeldBytes.Share share, HeldBytes.Use use, int bytesMax, int announced) {
    this.share = share;
    this.use = use;
    this.bytesMax = bytesMax;
    this.announced = announced;
  }

  /**
   * Copies the next bytes to where they belong, to be added later, in the order in which they were
   * placed and with nothing else between them.
   *
   * @return the same bytes in their place, or {@code null} if there is no room for them
   */
  public @Nullable ByteBuf place(ByteBuf bytes) {
    int more = bytes.readableBytes();
    if (unplaced
        || more > bytesMax - placed
        || ((!ours || array.length - placed < more) && !grow(placed + more))) {
      unplaced = true;
      return null;
    }
    bytes.getBytes(bytes.readerIndex(), array, placed, more);
    ByteBuf inPlace = Unpooled.wrappedBuffer(array, placed, more);
    placed += more;
    return inPlace;
  }

  /**
   * Keeps a piece, which is not to be changed afterwards.
   *
   * @return whether there was room for it; if not, nothing of it is kept
   */
  public boolean add(Buffer piece) {
    HeapBytes bytes = HeapBytes.of(piece);
    if (isInPlace(bytes)) {
      length += bytes.length();
      return true;
    }
    if (length == 0 && !ours) {
      return adopt(bytes);
    }
    // What was placed before the array grew is copied onto itself.
    if (!ours || array.length - length < bytes.length()) {
      if (!grow(length + bytes.length())) {
        return false;
      }
    }
    System.arraycopy(bytes.array(), bytes.offset(), array, length, bytes.length());
    length += bytes.length();
    placed = Math.max(placed, length);
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private boolean isInPlace(HeapBytes bytes) {
    return ours
        && bytes.array() == array
        && bytes.offset() == length
        && bytes.length() <= placed - length;
  }

  /** Most messages arrive in one piece, which is taken as it is. */
  private boolean adopt(HeapBytes bytes) {
    if (!share.add(bytes.length(), use)) {
      return false;
    }
    array = bytes.array();
    offset = bytes.offset();
    length = bytes.length();
    placed = length;
    counted = length;
    return true;
  }

  private boolean grow(int least) {
    // The old array lives on until it is copied, so both count.
    int capacity = Math.max(least, Math.min(bytesMax, wanted(least)));
    if (!share.add(capacity, use)) {
      return false;
    }
    byte[] larger = new byte[capacity];
    System.arraycopy(array, offset, larger, 0, placed);
    array = larger;
    share.remove(counted);
    counted = capacity;
    offset = 0;
    ours = true;
    return true;
  }

  private int wanted(int least) {
    return least <= announced
        ? (int) Math.min(announced, Math.max(TRUSTED_BYTES, (long) TRUSTED_FACTOR * least))
        : Math.max(FIRST_CAPACITY, 2 * placed);
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
    placed = 0;
    ours = false;
    unplaced = true;
  }
}
