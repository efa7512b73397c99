package io.tollgate.bench.load;

import java.util.List;

/** When a JVM has been under load for long enough: when its requests no longer get cheaper. */
final class Settling {

  /** The most that a turn of load may still save of what the one before it cost. */
  private static final double SAVING_MAX = 0.05;

  private Settling() {}

  /**
   * Whether another turn is worth it.
   *
   * @param cpuMicros what a request cost in each turn so far, at least one turn
   * @param turnsMax turns at most, at least 1
   */
  static boolean goesOn(List<Double> cpuMicros, int turnsMax) {
    if (cpuMicros.size() >= turnsMax) {
      return false;
    }
    return cpuMicros.size() < 2
        || cpuMicros.getLast() < cpuMicros.get(cpuMicros.size() - 2) * (1 - SAVING_MAX);
  }
}
