package io.tollgate.gateway.exchange;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The request bodies and gathered answers that are in memory, counted before they are: what would
 * go beyond the bound is refused and not kept.
 *
 * <p>The last quarter is for answers, which are paid for. Safe for use by all event loops.
 */
public final class HeldBytes {

  private final LongSupplier bytesMax;
  private final AtomicLong held = new AtomicLong();

  /**
   * Nothing held.
   *
   * @param bytesMax the bound in bytes, asked each time
   */
  public HeldBytes(LongSupplier bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What bytes are kept for. */
  public enum Use {
    /** To be asked of a provider. */
    BODY,
    /** Bought from a provider. */
    ANSWER
  }

  /** Bytes held now. */
  public long held() {
    return held.get();
  }

  /** Whether so many bytes more could be held now. */
  public boolean hasRoomFor(long bytes, Use use) {
    return held.get() + bytes <= bound(use);
  }

  private long bound(Use use) {
    long max = bytesMax.getAsLong();
    return switch (use) {
      case BODY -> max - max / 4;
      case ANSWER -> max;
    };
  }

  /** A share for one request, of nothing so far. */
  public Share share() {
    return new Share();
  }

  /** What one request holds. For one thread. */
  public final class Share {

    private long bytes;
    private boolean closed;

    private Share() {}

    /** Counts bytes that are about to be kept; where it says {@code false}, they may not be. */
    boolean add(long more, Use use) {
      if (closed || held.addAndGet(more) > bound(use)) {
        if (!closed) {
          held.addAndGet(-more);
        }
        return false;
      }
      bytes += more;
      return true;
    }

    /** Bytes that are kept no longer. */
    void remove(long fewer) {
      if (!closed) {
        bytes -= fewer;
        held.addAndGet(-fewer);
      }
    }

    /** Nothing is kept any longer, and nothing more will be; saying it twice does no harm. */
    public void close() {
      if (!closed) {
        closed = true;
        held.addAndGet(-bytes);
        bytes = 0;
      }
    }
  }
}
