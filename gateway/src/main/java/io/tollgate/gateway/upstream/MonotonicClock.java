package io.tollgate.gateway.upstream;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock for libraries that measure time by one: it goes on as the monotonic clock does, whatever
 * becomes of the wall clock. Its instants mean nothing but their differences.
 */
final class MonotonicClock extends Clock {

  private final LongSupplier nanos;
  private final long startNanos;

  MonotonicClock(LongSupplier nanos) {
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    long passed = nanos.getAsLong() - startNanos;
    long second = TimeUnit.SECONDS.toNanos(1);
    return Instant.ofEpochSecond(passed / second, passed % second);
  }
}
