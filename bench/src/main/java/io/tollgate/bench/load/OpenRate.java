package io.tollgate.bench.load;

import java.util.List;

/** The rate at which latencies are compared. */
final class OpenRate {

  private OpenRate() {}

  /**
   * A share of what the slowest server can do.
   *
   * @param requestsPerSecond what each can do
   * @param percent the share
   * @return requests/s, at least 1
   */
  static int of(List<Double> requestsPerSecond, int percent) {
    double slowest = requestsPerSecond.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    return (int) Math.max(1, Math.floor(slowest * percent / 100));
  }
}
