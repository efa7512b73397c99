package io.tollgate.bench.provider;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended, and what it cost.
 *
 * @param status the HTTP status that was sent; 0 when the connection ended before one was
 * @param ending complete, refused, broken off, or left by the client
 * @param usage what was consumed, by the provider's own count: all input once an answer was begun,
 *     and the output produced until the end
 * @param billPico what the provider charges for it, in pico-dollars
 * @param usageReported whether this very usage was also sent to the client
 * @param fault the directive that was followed, or {@code null}
 * @param at when it ended
 * @param nanos the same moment on the monotonic clock of the provider's process; 0 when read from a
 *     file
 */
public record BillOutcome(
    int status,
    Ending ending,
    SimulatedUsage usage,
    BigInteger billPico,
    boolean usageReported,
    @Nullable String fault,
    Instant at,
    long nanos) {

  /** Whether the whole answer was written, for a stream including {@code [DONE]}. */
  public boolean complete() {
    return ending == Ending.COMPLETE;
  }

  /** The same outcome, except that the client left before the last bytes got out. */
  BillOutcome undelivered(Instant newAt, long newNanos) {
    return new BillOutcome(
        status, Ending.CLIENT_LEFT, usage, billPico, false, fault, newAt, newNanos);
  }
}
