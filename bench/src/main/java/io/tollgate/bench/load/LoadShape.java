package io.tollgate.bench.load;

/** When requests start. */
public sealed interface LoadShape {

  /**
   * At a steady rate, whatever the server does: what users do. Requests that find no free
   * connection wait, and the wait is part of their latency.
   *
   * @param requestsPerSecond at least 1
   */
  record Open(int requestsPerSecond) implements LoadShape {
    public Open {
      if (requestsPerSecond < 1) {
        throw new IllegalArgumentException("rate: " + requestsPerSecond + "/s (expected: >= 1)");
      }
    }
  }

  /**
   * Whenever an earlier one ends: finds the highest rate.
   *
   * @param connections how many are always under way, at least 1
   */
  record Closed(int connections) implements LoadShape {
    public Closed {
      if (connections < 1) {
        throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
      }
    }
  }
}
