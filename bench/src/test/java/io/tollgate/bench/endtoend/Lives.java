package io.tollgate.bench.endtoend;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The lives of a gateway one after the other, as those who send to it know them. */
final class Lives {

  /**
   * One life.
   *
   * @param number from 1
   * @param client connections of this life only: those of the one before are dead
   */
  record Life(int number, HttpClient client) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Life current;
  private int ended;
  private boolean over;

  /** The gateway is ready. */
  void begin() {
    change(() -> current = new Life(ended + 1, newClient()));
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  /** The gateway is dead; nothing that is under way is cut short by this. */
  void end() {
    change(() -> {
      ended++;
      if (current != null) {
        current.client().shutdown();
        current = null;
      }
    });
  }

  /** There is nothing more to send. */
  void finish() {
    change(() -> over = true);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The life at hand, once there is one; {@code null} when there is nothing more to send. */
  @Nullable Life await() throws InterruptedException {
    lock.lock();
    try {
      while (current == null && !over) {
        changed.await();
      }
      return over ? null : current;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a life ends in time. */
  boolean awaitEnd(Life life, Duration atMost) throws InterruptedException {
    return await(() -> ended >= life.number(), atMost);
  }

  private boolean await(BooleanSupplier reached, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
