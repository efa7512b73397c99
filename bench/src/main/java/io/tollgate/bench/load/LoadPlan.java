package io.tollgate.bench.load;

import java.time.Duration;

/**
 * One measurement.
 *
 * @param shape when requests start
 * @param workload what they ask
 * @param warmUp time before the measurement; its requests are not counted
 * @param measured time of the measurement, more than 0
 * @param timeout the longest wait for a whole answer, more than 0
 * @param maxConnections the most connections of an open shape; a closed one has as many as it says
 */
public record LoadPlan(
    LoadShape shape,
    Workload workload,
    Duration warmUp,
    Duration measured,
    Duration timeout,
    int maxConnections) {

  /** Connections an open shape may have, unless the plan says otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 512;

  public LoadPlan {
    if (warmUp.isNegative() || !measured.isPositive() || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "warm-up %s, measured %s, timeout %s (expected: >= 0, > 0, > 0)"
              .formatted(warmUp, measured, timeout));
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("connections: " + maxConnections + " (expected: >= 1)");
    }
  }

  int connections() {
    return switch (shape) {
      case LoadShape.Open open -> maxConnections;
      case LoadShape.Closed closed -> closed.connections();
    };
  }
}
