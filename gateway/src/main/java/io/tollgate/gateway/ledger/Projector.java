package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps a store up with the journal.
 *
 * <p>It waits a moment after it is woken, so that much goes into one transaction. A store that
 * cannot be written does not stop the journal: the projector opens it again and again until it can.
 * While the journal has no room the store is left alone, for what room there is belongs to the ends
 * of what runs. A journal that says what it must not stops the projector for good.
 */
final class Projector implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

  /** Opens a store from where it is. */
  @FunctionalInterface
  interface Source {
    /**
     * Opens it.
     *
     * @param recent what was written last, and will be
     */
    Projection open(Frontier frontier, RecentWrites recent) throws SQLException, IOException;
  }

  /**
   * How a store is kept up.
   *
   * @param name of the thread
   * @param store what a sentence about the store begins with
   * @param linger how long more is waited for
   * @param retry how long is waited after a failure
   * @param complete whether the end waits until the store holds everything
   */
  record Manner(String name, String store, Duration linger, Duration retry, boolean complete) {

    /** That of the own store, on the same disk. */
    static Manner local() {
      return new Manner(
          "tollgate-projector", "The store", Duration.ofMillis(100), Duration.ofSeconds(1), true);
    }
  }

  /** Into which the time is parted in which more is waited for. */
  private static final int STEPS = 20;

  private final Manner manner;
  private final Source source;
  private final Thread thread;
  private final RecentWrites recent = new RecentWrites();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean pending;
  private boolean closing;
  private boolean stopped;

  /** The furthest record that somebody waits for, and the last that the store holds. */
  private long asked;

  private volatile long reached;
  private Frontier frontier = Frontier.NONE;
  private BooleanSupplier full = () -> false;
  private @Nullable Projection projection;
  private volatile @Nullable String problem;

  Projector(Manner manner, Source source) {
    this.manner = manner;
    this.source = source;
    this.thread = Thread.ofPlatform().name(manner.name()).daemon().unstarted(this::run);
  }

  /**
   * Goes on from an opened projection, or opens one itself; {@code full} says whether the journal
   * has no room.
   */
  void start(@Nullable Projection opened, Frontier upTo, BooleanSupplier noRoom) {
    frontier = upTo;
    full = noRoom;
    projection = opened;
    pending = opened == null;
    reached = opened == null ? 0 : opened.position().seq();
    thread.start();
  }

  /** What was written to the journal last. */
  RecentWrites recent() {
    return recent;
  }

  /** Says that the journal has grown. */
  void wake(Written written) {
    recent.add(written);
    lock.lock();
    try {
      if (!pending) {
        pending = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The last record that the store holds. */
  long reached() {
    return reached;
  }

  /** Why the store is not up to date and not getting there; {@code null} while all is well. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * Blocks until the store holds a record and all before it.
   *
   * @return false where it cannot, see {@link #problem}
   */
  boolean catchUp(long seq) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      asked = Math.max(asked, seq);
      changed.signalAll();
      while (reached < seq && !stopped && problem == null) {
        changed.await();
      }
      return reached >= seq;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitWork()) {
        if (!projectAll()) {
          pause(manner.retry().toNanos());
        }
      }
      projectAll();
    } catch (LedgerException e) {
      problem = String.valueOf(e.getMessage());
      LOG.error("{} is not kept up any more: {}", manner.store(), problem, e);
    } catch (JournalDamage | RuntimeException e) {
      problem = "The journal cannot be brought into the store: " + e;
      LOG.error("{} Run `tollgate ledger verify`.", problem, e);
    } finally {
      discard();
      lock.lock();
      try {
        stopped = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until there is something to do; false when it is time to end. */
  private boolean awaitWork() throws JournalDamage {
    lock.lock();
    try {
      while (!pending && asked <= reached && !closing) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    linger();
    lock.lock();
    try {
      pending = false;
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for more to go into the transaction, and takes in meanwhile what comes: entries that are
   * kept for long are dear to whoever collects the garbage.
   */
  private void linger() throws JournalDamage {
    long step = manner.linger().toNanos() / STEPS;
    for (int i = 0; i < STEPS; i++) {
      pause(step);
      Projection current = projection;
      if (current != null) {
        try {
          current.gather();
        } catch (SQLException | IOException e) {
          failed(e);
          return;
        }
      }
    }
  }

  /** Waits, unless somebody is in a hurry. */
  private void pause(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closing && (asked <= reached || problem != null)) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, it is only woken early.
      LOG.warn("The projector was interrupted");
    } finally {
      lock.unlock();
    }
  }

  private void publish(long seq) {
    if (problem != null) {
      LOG.info("{} is written again", manner.store());
    }
    lock.lock();
    try {
      reached = seq;
      problem = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Brings the store up to date; false where it cannot be written for now. */
  private boolean projectAll() throws JournalDamage {
    if (full.getAsBoolean()) {
      giveUpFor("The ledger's disk is full; reports wait until there is room.");
      return false;
    }
    try {
      Projection current = projection;
      if (current == null) {
        current = source.open(frontier, recent);
        projection = current;
      }
      int count;
      do {
        count = current.projectBatch();
        publish(current.position().seq());
        // What came meanwhile is better put in with more: each transaction has rows for all that is
        // open at its end, and the next takes them away again.
      } while (Projection.leavesSome(count) && (manner.complete() || !isClosing()));
      return true;
    } catch (SQLException | IOException e) {
      failed(e);
      return false;
    }
  }

  private void failed(Exception cause) {
    if (problem == null) {
      LOG.error("{} cannot be written; trying again until it can", manner.store(), cause);
    }
    discard();
    giveUpFor(manner.store() + " cannot be written: " + cause.getMessage());
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private void giveUpFor(String reason) {
    lock.lock();
    try {
      problem = reason;
      pending = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void discard() {
    Projection current = projection;
    projection = null;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException | IOException e) {
        LOG.warn("The store could not be closed", e);
      }
    }
  }

  /** Brings the store up to date a last time and closes it. Blocks. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Threads.joinUninterruptibly(thread);
  }
}
