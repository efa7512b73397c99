package io.tollgate.gateway.upstream;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timers of one length on one event loop, nearly all of which are cancelled. Since they end in the
 * order in which they begin, one timer of Vert.x serves them all: it is set for the first of those
 * that run, and a timer that is cancelled costs no more than to be taken from a list.
 *
 * <p>On that loop only.
 */
public final class EqualTimers {

  /** A timer that runs, or has. */
  public final class Running {
    private final Runnable task;
    private final long dueNanos;
    private @Nullable Running before;
    private @Nullable Running after;
    private boolean over;

    private Running(Runnable task, long dueNanos) {
      this.task = task;
      this.dueNanos = dueNanos;
    }

    /** Without effect where it is over already. */
    public void cancel() {
      if (!over) {
        remove(this);
      }
    }
  }

  private final Vertx vertx;
  private final Duration length;
  private final long lengthNanos;
  private @Nullable Running first;
  private @Nullable Running last;

  /** The timer of Vert.x, -1 while none is set. It is left to end: by then there are others. */
  private long timer = -1;

  /** No timers. */
  public EqualTimers(Vertx vertx, Duration length) {
    this.vertx = vertx;
    this.length = length;
    this.lengthNanos = length.toNanos();
  }

  /** How long each of them is. */
  public Duration length() {
    return length;
  }

  /** Runs a task once the time is over, unless it is cancelled before. */
  public Running begin(Runnable task) {
    return begin(task, System.nanoTime());
  }

  /** The same where it is known what time it is, on the monotonic clock. */
  Running begin(Runnable task, long nowNanos) {
    Running added = new Running(task, nowNanos + lengthNanos);
    Running previous = last;
    last = added;
    if (previous == null) {
      first = added;
    } else {
      previous.after = added;
      added.before = previous;
    }
    if (timer < 0) {
      set(lengthNanos);
    }
    return added;
  }

  /** There will be no more of them, and none runs: nothing is left behind. */
  void close() {
    if (timer >= 0 && first == null) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void remove(Running timer) {
    timer.over = true;
    Running before = timer.before;
    Running after = timer.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    timer.before = null;
    timer.after = null;
  }

  private void set(long nanos) {
    // One more, so that the time is over when the timer fires.
    timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, ignored -> fire());
  }

  private void fire() {
    timer = -1;
    long now = System.nanoTime();
    Running due = first;
    try {
      while (due != null && due.dueNanos - now <= 0) {
        remove(due);
        due.task.run();
        due = first;
      }
    } finally {
      // Also where a task has failed: the others are to run all the same.
      Running next = first;
      if (next != null && timer < 0) {
        set(Math.max(0, next.dueNanos - now));
      }
    }
  }
}
