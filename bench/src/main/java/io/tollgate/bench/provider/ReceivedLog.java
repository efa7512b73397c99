package io.tollgate.bench.provider;

import java.util.ArrayDeque;
import java.util.List;

/** The last requests a provider received, within bounds. Safe for several threads. */
final class ReceivedLog {

  static final int MAX_REQUESTS = 1_000;
  static final long MAX_BYTES = 32L << 20;

  private final ArrayDeque<Received> requests = new ArrayDeque<>();
  private long bytes;

  synchronized void add(Received received) {
    requests.add(received);
    bytes += received.body().length();
    while (requests.size() > MAX_REQUESTS || (bytes > MAX_BYTES && requests.size() > 1)) {
      bytes -= requests.removeFirst().body().length();
    }
  }

  synchronized List<Received> all() {
    return List.copyOf(requests);
  }
}
