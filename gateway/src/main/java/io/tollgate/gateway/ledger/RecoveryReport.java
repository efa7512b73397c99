package io.tollgate.gateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a start found to put right.
 *
 * @param recordsCut records of the torn tail that was cut, the last of which may be partial
 * @param bytesCut bytes cut; they are kept beside the segment
 * @param recordsProjected records the store had to catch up
 * @param holdsExpired open holds of requests that had been sent, ended by booking estimates
 * @param attemptsExpired attempts booked at their estimate
 * @param holdsVoided open holds of requests of which nothing was under way, ended without a charge
 * @param storeSetAside a sentence on why the store was made anew, {@code null} where it was not
 */
public record RecoveryReport(
    long recordsCut,
    long bytesCut,
    long recordsProjected,
    int holdsExpired,
    int attemptsExpired,
    int holdsVoided,
    @Nullable String storeSetAside) {

  /** Whether the process before ended in order and left nothing to do. */
  public boolean isClean() {
    return bytesCut == 0 && holdsExpired == 0 && holdsVoided == 0 && storeSetAside == null;
  }
}
