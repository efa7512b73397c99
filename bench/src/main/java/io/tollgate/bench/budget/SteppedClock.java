package io.tollgate.bench.budget;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is set, so that weeks of traffic pass in minutes. */
final class SteppedClock implements InstantSource {

  private volatile Instant now;

  SteppedClock(Instant now) {
    this.now = now;
  }

  void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
