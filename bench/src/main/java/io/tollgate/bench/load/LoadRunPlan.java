package io.tollgate.bench.load;

import java.time.Duration;

/**
 * How a {@link LoadRun} measures each target.
 *
 * @param rounds how often all targets are measured in turn, at least 1
 * @param closedConnections connections of the closed loop that finds the highest rate, at least 1
 * @param openRequestsPerSecond the rate at which latencies are compared, at least 1; well below
 *     what the slowest target can do
 * @param workload what is asked
 * @param warmUp time before each measurement
 * @param measured time of each measurement
 * @param timeout the longest wait for an answer
 */
public record LoadRunPlan(
    int rounds,
    int closedConnections,
    int openRequestsPerSecond,
    Workload workload,
    Duration warmUp,
    Duration measured,
    Duration timeout) {

  public LoadRunPlan {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds: " + rounds + " (expected: >= 1)");
    }
  }

  LoadPlan closed() {
    return plan(new LoadShape.Closed(closedConnections));
  }

  LoadPlan open() {
    return plan(new LoadShape.Open(openRequestsPerSecond));
  }

  private LoadPlan plan(LoadShape shape) {
    return new LoadPlan(
        shape, workload, warmUp, measured, timeout, LoadPlan.DEFAULT_MAX_CONNECTIONS);
  }
}
