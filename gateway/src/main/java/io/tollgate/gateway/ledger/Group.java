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

  private final Submission submission;
  private final long sinceNanos;
  private final boolean orphan;
  private final boolean begins;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** A group that waits since a moment of {@link System#nanoTime}. */
  Group(Submission submission, long sinceNanos) {
    this(submission, sinceNanos, false);
  }

  private Group(Submission submission, long sinceNanos, boolean orphan) {
    this.submission = submission;
    this.sinceNanos = sinceNanos;
    this.orphan = orphan;
    this.begins = !orphan && begins(submission.group().getFirst());
  }

  private static boolean begins(Entry first) {
    return switch (first) {
      case Entry.Reserve _, Entry.Judged _, Entry.OutcomeReported _, BookEntry _ -> true;
      case Entry.Dispatch _,
          Entry.Settle _,
          Entry.Voided _,
          Entry.ExpireEstimate _,
          Entry.Overrun _ ->
          false;
    };
  }

  List<Entry> entries() {
    return submission.group();
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** What stands for a written group that nobody waits for: what it leaves open is to be ended. */
  Group orphaned() {
    return new Group(new Submission(entries(), SILENT), System.nanoTime(), true);
  }

  boolean isOrphan() {
    return orphan;
  }

  /**
   * Whether it begins a request, or is about none that has to be ended: it may be turned away. Any
   * other belongs to a request that runs.
   */
  boolean begins() {
    return begins;
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
    try {
      submission.listener().appended(lastSeq);
    } catch (RuntimeException | Error e) {
      log(e);
    }
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
    try {
      submission.listener().failed(cause);
    } catch (RuntimeException | Error e) {
      log(e);
    }
    return true;
  }

  private static void log(Throwable fault) {
    LOG.error("A listener of the journal failed", fault);
  }
}
