package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Syncs the newest segment now and then, beside the one who writes to it.
 *
 * <p>A segment is synced before the next begins, and nobody can append meanwhile: 64 MB that were
 * never synced take a tenth of a second. A disk on which a sync hangs holds nobody up here.
 */
final class SyncAhead implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("tollgate-journal-sync").daemon().factory());

  private final Consumer<SyncFailure> failed;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * Has nothing to sync.
   *
   * @param failed is told, on a thread of its own, of a sync that failed: the kernel says so once
   */
  SyncAhead(Consumer<SyncFailure> failed) {
    this.failed = failed;
  }

  /** Begins a sync of what is in a segment by now; false while another is under way. */
  boolean begin(Disk.Segment segment) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    thread.execute(() -> sync(segment));
    return true;
  }

  private void sync(Disk.Segment segment) {
    try {
      segment.force();
    } catch (ClosedChannelException e) {
      // It ended meanwhile, for which it was synced.
    } catch (IOException e) {
      failed.accept(new SyncFailure(e));
    } catch (RuntimeException e) {
      failed.accept(new SyncFailure(new IOException(e)));
    } finally {
      busy.set(false);
    }
  }

  /** Waits for a sync that is under way. Blocks. */
  @Override
  public void close() {
    thread.close();
  }
}
