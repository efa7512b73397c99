package io.tollgate.bench.endtoend;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for what happens elsewhere, with a deadline. */
final class Await {

  /** Long enough for a machine that is busy with something else. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(2).toNanos();

  private Await() {}

  /** Returns as soon as the condition holds. */
  static void until(String what, BooleanSupplier condition) {
    until(what, PATIENCE, condition::getAsBoolean, Boolean::booleanValue);
  }

  /** The first value that is as wanted. */
  static <T> T until(String what, Supplier<T> value, Predicate<T> wanted) {
    return until(what, PATIENCE, value, wanted);
  }

  static <T> T until(String what, Duration atMost, Supplier<T> value, Predicate<T> wanted) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      T now = value.get();
      if (wanted.test(now)) {
        return now;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " did not happen within " + atMost + "; now: " + now);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
