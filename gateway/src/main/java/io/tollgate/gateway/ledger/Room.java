package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the journal's disk has room for new requests: until a write fails, and again when the
 * ballast, which is given up then, can be made anew.
 *
 * <p>Used by one thread, but for {@link #shortage}.
 */
final class Room {

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final Ballast ballast;
  private final long retryNanos;
  private long lookAtNanos;
  private volatile @Nullable LedgerException shortage;

  Room(Ballast ballast, Duration retryPause) {
    this.ballast = ballast;
    this.retryNanos = retryPause.toNanos();
  }

  /** Why there is none; {@code null} while there is. */
  @Nullable LedgerException shortage() {
    return shortage;
  }

  /** Keeps the ballast, or begins without room where there is none for it. */
  void begin(Path segment) {
    if (!ballast.make()) {
      runOut(new IOException("there is no room for the ballast"), segment);
    }
  }

  /** Gives the ballast up; false where it was given up before. */
  boolean makeRoom() {
    return ballast.release();
  }

  /** A write failed: there is no room until the ballast is back. */
  LedgerException runOut(IOException cause, Path segment) {
    LedgerException known = shortage;
    if (known != null) {
      return known;
    }
    LedgerException found =
        LedgerException.full(
            "The ledger's disk takes no more ("
                + cause.getMessage()
                + "): no request begins until there is room; what runs is still written down.",
            cause);
    shortage = found;
    lookAtNanos = System.nanoTime() + retryNanos;
    LOG.error("{} Segment: {}", found.getMessage(), segment, cause);
    return found;
  }

  /** Looks whether there is room again, now and then; true where that is news. */
  boolean isBack() {
    if (shortage == null || System.nanoTime() - lookAtNanos < 0) {
      return false;
    }
    lookAtNanos = System.nanoTime() + retryNanos;
    if (!ballast.make()) {
      return false;
    }
    shortage = null;
    LOG.info("The ledger's disk has room again: requests may begin");
    return true;
  }
}
