package io.tollgate.gateway.limit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that would wait where it does not fit. */
public final class Waiter {

  private final String key;
  private final Consumer<Admittance> called;

  // Guarded by the lock of the book.
  private @Nullable Gauge at;
  private LimitPath path = LimitPath.EMPTY;
  private long tokens;

  /**
   * A request that does not wait yet.
   *
   * @param key whose it is: turns go round among keys
   * @param called told once how the wait ended, unless it left before; on any thread
   */
  public Waiter(String key, Consumer<Admittance> called) {
    this.key = key;
    this.called = called;
  }

  String key() {
    return key;
  }

  void call(Admittance end) {
    called.accept(end);
  }

  @Nullable Gauge at() {
    return at;
  }

  LimitPath path() {
    return path;
  }

  long tokens() {
    return tokens;
  }

  void begin(LimitPath asked, long estimate) {
    path = asked;
    tokens = estimate;
  }

  void moveTo(@Nullable Gauge next) {
    at = next;
  }
}
