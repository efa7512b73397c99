package io.tollgate.bench.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request a simulated provider saw.
 *
 * @param number counts the provider's requests, from 1
 * @param provider the provider's name
 * @param dialect the dialect it spoke
 * @param clientRequestId the header {@code x-client-request-id}, or {@code null}
 * @param model the model that was asked for; empty when the body could not be read
 * @param stream whether a stream was asked for
 * @param arrivedAt when the request had arrived in full
 * @param arrivedNanos the same moment on the monotonic clock of the provider's process; 0 when read
 *     from a file
 * @param outcome how it ended; {@code null} while it runs
 */
public record BillRecord(
    long number,
    String provider,
    Dialect dialect,
    @Nullable String clientRequestId,
    String model,
    boolean stream,
    Instant arrivedAt,
    long arrivedNanos,
    @Nullable BillOutcome outcome) {

  /**
   * The outcome of a request that has ended.
   *
   * @throws IllegalStateException while it runs
   */
  public BillOutcome endedOutcome() {
    if (outcome == null) {
      throw new IllegalStateException("request " + number + " at " + provider + " still runs");
    }
    return outcome;
  }

  /** The same request, ended. */
  BillRecord ended(BillOutcome newOutcome) {
    return new BillRecord(
        number,
        provider,
        dialect,
        clientRequestId,
        model,
        stream,
        arrivedAt,
        arrivedNanos,
        newOutcome);
  }
}
