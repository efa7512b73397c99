package io.tollgate.gateway.ledger;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that are written together, and who wants to know what became of them.
 *
 * <p>Whoever appended it is told exactly once: by the writer, or before it by the watch when that
 * takes too long. Safe for use by several threads.
 */
final class Group {

  private static final Logger LOG = LoggerFactory.getLogger(Group.class);

  /** Nobody. */
  private static final AppendListener SILENT =
      new AppendListener() {
        @Override
        public void appended(long lastSeq) {}

        @Override
        public void failed(Throwable cause) {}
      };

  private enum State {
    WAITING,
    ANSWERED,
    GIVEN_UP
  }

  private final List<Entry> entries;
  private final AppendListener listener;
  private final long sinceNanos;
  private final boolean orphan;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** A group that waits since a moment of {@link System#nanoTime}. */
  Group(List<Entry> entries, AppendListener listener, long sinceNanos) {
    this(entries, listener, sinceNanos, false);
  }

  private Group(List<Entry> entries, AppendListener listener, long sinceNanos, boolean orphan) {
    this.orphan = orphan;
    this.entries = List.copyOf(entries);
    this.listener = listener;
    this.sinceNanos = sinceNanos;
  }

  List<Entry> entries() {
    return entries;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** What stands for a written group that nobody waits for: what it leaves open is to be ended. */
  Group orphaned() {
    return new Group(entries, SILENT, System.nanoTime(), true);
  }

  boolean isOrphan() {
    return orphan;
  }

  /**
   * Whether it begins a request, or is about none that has to be ended: it may be turned away. Any
   * other belongs to a request that runs.
   */
  boolean begins() {
    return !orphan
        && switch (entries.getFirst()) {
          case Entry.Reserve _, Entry.Judged _, Entry.OutcomeReported _, BookEntry _ -> true;
          case Entry.Dispatch _,
              Entry.Settle _,
              Entry.Voided _,
              Entry.ExpireEstimate _,
              Entry.Overrun _ ->
              false;
        };
  }

  /** Whether nobody waits for it any more. */
  boolean isGivenUp() {
    return state.get() == State.GIVEN_UP;
  }

  boolean isWaiting() {
    return state.get() == State.WAITING;
  }

  /** Tells that it is in the journal; false where nobody waits for it any more. */
  boolean appended(long lastSeq) {
    if (!state.compareAndSet(State.WAITING, State.ANSWERED)) {
      return false;
    }
    tell(() -> listener.appended(lastSeq));
    return true;
  }

  /** Tells that it is not in the journal and will not be. */
  void failed(LedgerException cause) {
    end(State.ANSWERED, cause);
  }

  /** Tells that it took too long; it may yet be written. False where the writer was faster. */
  boolean giveUp(LedgerException cause) {
    return end(State.GIVEN_UP, cause);
  }

  private boolean end(State as, LedgerException cause) {
    if (!state.compareAndSet(State.WAITING, as)) {
      return false;
    }
    tell(() -> listener.failed(cause));
    return true;
  }

  private static void tell(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A listener of the journal failed", e);
    }
  }
}
