package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /** The latest sync: completes with what went wrong, or with {@code null}. */
  private volatile CompletableFuture<@Nullable SyncFailure> latest =
      CompletableFuture.completedFuture(null);

  /**
   * Has nothing to sync.
   *
   * @param failed is told, on a thread of its own, of a sync that failed: the kernel says so once
   */
  SyncAhead(Consumer<SyncFailure> failed) {
    this.failed = failed;
  }

  /**
   * Begins a sync of what is in a segment by now; false while another is under way. Called by one
   * thread at a time.
   */
  boolean begin(Disk.Segment segment) {
    if (!latest.isDone()) {
      return false;
    }
    CompletableFuture<@Nullable SyncFailure> next = new CompletableFuture<>();
    latest = next;
    thread.execute(() -> sync(segment, next));
    return true;
  }

  private void sync(Disk.Segment segment, CompletableFuture<@Nullable SyncFailure> outcome) {
    SyncFailure failure = null;
    try {
      segment.force();
    } catch (IOException e) {
      failure = new SyncFailure(e);
    } catch (RuntimeException | Error e) {
      // Whatever it is, somebody may wait for the outcome.
      failure = new SyncFailure(new IOException(e));
    }
    // First: whoever is told may have to wait for somebody who waits for this.
    outcome.complete(failure);
    if (failure != null) {
      failed.accept(failure);
    }
  }

  /**
   * Waits for a sync that is under way: closing its segment would hide what became of it. Blocks.
   *
   * @throws SyncFailure if the latest sync failed
   */
  void await() throws SyncFailure {
    SyncFailure failure = latest.join();
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits for a sync that is under way, and for whoever is told of it. Blocks. */
  @Override
  public void close() {
    thread.close();
  }
}
