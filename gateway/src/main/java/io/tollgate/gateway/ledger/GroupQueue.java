package io.tollgate.gateway.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The groups that wait for the journal's writer, and those it has at hand. */
final class GroupQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition closed = lock.newCondition();
  private final AtomicInteger entries = new AtomicInteger();
  private List<Group> waiting = new ArrayList<>();

  /** Those that the writer has at hand; never changed. */
  private List<Group> taken = List.of();

  /** Whether something else waits to be written. */
  private boolean nudged;

  private volatile boolean closing;

  /** Entries that wait, or are being written. */
  int entries() {
    return entries.get();
  }

  /** Whether nothing more is taken in. */
  boolean isClosing() {
    return closing;
  }

  /** Takes groups in, at least one; false where the queue is being closed. */
  boolean addAll(List<Group> groups) {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      entries.addAndGet(count(groups));
      if (waiting.isEmpty()) {
        changed.signal();
      }
      waiting.addAll(groups);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more in; what waits is still to be written. */
  void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
      closed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Has the writer write a little later, though no group waits. */
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for groups, and hands all of them to the writer; none where the queue is closing, or some
   * time after a nudge.
   *
   * @param nanos how long after a nudge more may come
   */
  List<Group> take(long nanos) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing && !nudged) {
        changed.awaitUninterruptibly();
      }
      long left = nanos;
      while (left > 0 && waiting.isEmpty() && !closing) {
        left = Threads.awaitNanos(changed, left);
      }
      nudged = false;
      return handOver();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same for a journal without room: waits no longer than this, as it has to look around.
   *
   * @param evenForGroups whether groups that wait make no difference
   */
  List<Group> take(long nanos, boolean evenForGroups) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closing && (waiting.isEmpty() || evenForGroups)) {
        left = Threads.awaitNanos(changed, left);
      }
      return handOver();
    } finally {
      lock.unlock();
    }
  }

  private List<Group> handOver() {
    taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** Takes back what the writer could not write, in front of what came meanwhile. */
  void giveBack(List<Group> left) {
    lock.lock();
    try {
      entries.addAndGet(count(left) - count(taken));
      taken = List.of();
      waiting.addAll(0, left);
    } finally {
      lock.unlock();
    }
  }

  private static int count(List<Group> groups) {
    int count = 0;
    for (Group group : groups) {
      count += group.entries().size();
    }
    return count;
  }

  /** Whether there will be nothing more to write. */
  boolean isOver() {
    lock.lock();
    try {
      return closing && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a time, or for the end: false then. */
  boolean pause(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !closing) {
        left = Threads.awaitNanos(closed, left);
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** The groups, at hand or waiting, of which something is true. */
  List<Group> all(Predicate<Group> condition) {
    lock.lock();
    try {
      List<Group> found = new ArrayList<>();
      for (List<Group> groups : List.of(taken, waiting)) {
        for (Group group : groups) {
          if (condition.test(group)) {
            found.add(group);
          }
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }
}
