package io.tollgate.bench.endtoend;

import java.util.random.RandomGenerator;

/** When in its life a gateway is killed. */
sealed interface KillPoint {

  /** Once clients have seen so many events of this life. */
  record AfterEvents(int events) implements KillPoint {}

  /** So long after it was ready. */
  record AfterMillis(int millis) implements KillPoint {}

  /** So long after its start has begun to write to the journal: while it recovers. */
  record WhileRecovering(int millis) implements KillPoint {}

  /** How many of so many kills are while the gateway recovers. */
  static int whileRecovering(int kills) {
    return kills / 4;
  }

  /** Some moment; each fourth time it is one of the recovery from the time before. */
  static KillPoint of(int kill, RandomGenerator random) {
    if (kill % 4 == 3) {
      return new WhileRecovering(random.nextInt(250));
    }
    return random.nextBoolean()
        ? new AfterEvents(random.nextInt(1, 8000))
        : new AfterMillis(random.nextInt(1, 1500));
  }
}
