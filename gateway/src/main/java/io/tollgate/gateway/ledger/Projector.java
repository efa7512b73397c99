package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the store up with the journal.
 *
 * <p>It waits a moment after it is woken, so that much goes into one transaction. A store that
 * cannot be written does not stop the journal: the projector opens it again and again until it can.
 * A journal that says what it must not stops the projector for good.
 */
final class Projector implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StoreFile store;
  private final JournalFiles files;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean pending;
  private boolean closing;
  private boolean stopped;

  /** Calls of {@link #catchUp} begun, and those that a projection which began later has served. */
  private long asked;

  private long served;
  private @Nullable Projection projection;
  private volatile @Nullable String problem;

  Projector(StoreFile store, JournalFiles files) {
    this.store = store;
    this.files = files;
    this.thread = Thread.ofPlatform().name("tollgate-projector").daemon().unstarted(this::run);
  }

  void start(Projection opened) {
    projection = opened;
    thread.start();
  }

  /** Says that the journal has grown. */
  void wake() {
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

  /** Why the store is not up to date and not getting there; {@code null} while all is well. */
  @Nullable String problem() {
    return problem;
  }

  /**
   * Blocks until the store holds all that the journal held at the call.
   *
   * @return false where it cannot, see {@link #problem}
   */
  boolean catchUp() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long mine = ++asked;
      changed.signalAll();
      while (served < mine && !stopped && problem == null) {
        changed.await();
      }
      return served >= mine;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitWork()) {
        long serving = beginServing();
        if (projectAll()) {
          finishServing(serving);
        } else {
          pause(RETRY_NANOS);
        }
      }
      projectAll();
    } catch (JournalDamage e) {
      problem = "The journal cannot be brought into the store: " + e.getMessage();
      LOG.error("{} Run `tollgate ledger verify`.", problem);
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
  private boolean awaitWork() {
    lock.lock();
    try {
      while (!pending && asked == served && !closing) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    pause(LINGER_NANOS);
    lock.lock();
    try {
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, unless somebody is in a hurry. */
  private void pause(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closing && (asked == served || problem != null)) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, it is only woken early.
      LOG.warn("The projector was interrupted");
    } finally {
      lock.unlock();
    }
  }

  private long beginServing() {
    lock.lock();
    try {
      pending = false;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private void finishServing(long serving) {
    lock.lock();
    try {
      served = serving;
      problem = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Brings the store up to date; false where it cannot be written for now. */
  private boolean projectAll() throws JournalDamage {
    try {
      Projection current = projection;
      if (current == null) {
        current = Projection.open(store, files);
        projection = current;
      }
      current.projectAll();
      return true;
    } catch (SQLException | IOException e) {
      LOG.error("The store {} cannot be written; trying again", store.path(), e);
      discard();
      lock.lock();
      try {
        problem = "The store cannot be written: " + e.getMessage();
        pending = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      return false;
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
