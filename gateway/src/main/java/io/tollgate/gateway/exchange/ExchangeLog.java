package io.tollgate.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The last requests that ended, for the page and the demo: bounded, in memory, without texts.
 *
 * <p>Safe for use by several threads.
 */
public final class ExchangeLog {

  private final int capacity;
  private final Consumer<FinishedExchange> listener;
  private final RecentExchanges latest;
  private long finished;

  /**
   * An empty log.
   *
   * @param capacity requests remembered, at least 1
   */
  public ExchangeLog(int capacity) {
    this(capacity, ignored -> {});
  }

  /**
   * An empty log.
   *
   * @param capacity requests remembered, at least 1
   * @param listener is told of each, by several threads
   */
  public ExchangeLog(int capacity, Consumer<FinishedExchange> listener) {
    this.capacity = capacity;
    this.listener = listener;
    latest = new RecentExchanges(capacity);
  }

  /** Remembers a request, forgetting the oldest where there are too many. */
  public void add(FinishedExchange exchange) {
    synchronized (this) {
      latest.put(finished, exchange);
      finished++;
    }
    listener.accept(exchange);
  }

  /**
   * The requests still remembered of those after the first {@code seen}, oldest first; all of them
   * where fewer have ended, as for a reader that has outlived a restart.
   */
  public synchronized List<FinishedExchange> after(long seen) {
    long fresh = seen > finished ? finished : finished - seen;
    List<FinishedExchange> exchanges = new ArrayList<>();
    for (long number = finished - Math.min(capacity, fresh); number < finished; number++) {
      exchanges.add(latest.get(number));
    }
    return exchanges;
  }

  /** How many requests have ended since the start. */
  public synchronized long finished() {
    return finished;
  }
}
