package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.Clock;

/**
 * The clock of the meters, whose time of day stands still between two {@linkplain #tick ticks}.
 *
 * <p>A meter asks for the time of day several times for each record, to know whether its window of
 * a minute is over; to ask the system each time is the dearest part of a record.
 */
public final class MeterClock implements Clock {

  /** How often it should be told to go on, in milliseconds: windows are far longer. */
  public static final long TICK_MS = 500;

  private volatile long wallMs;

  /** A clock that shows the time of now. */
  public MeterClock() {
    tick();
  }

  /** Goes on to the time of now. */
  public void tick() {
    wallMs = System.currentTimeMillis();
  }

  @Override
  public long wallTime() {
    return wallMs;
  }

  @Override
  public long monotonicTime() {
    return System.nanoTime();
  }
}
