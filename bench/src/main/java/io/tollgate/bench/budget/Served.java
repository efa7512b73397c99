package io.tollgate.bench.budget;

import java.math.BigDecimal;

/**
 * Requests that were answered, summed: what really happened, as nobody in the gateway knows it.
 *
 * @param lossSum score of the reference's answer less that of the answer, summed
 * @param costUsd what the answers cost, measurement not included
 * @param referenceUsd what the reference's answers would have cost
 */
record Served(int requests, double lossSum, BigDecimal costUsd, BigDecimal referenceUsd) {

  static final Served NONE = new Served(0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

  Served plus(Served other) {
    return new Served(
        requests + other.requests,
        lossSum + other.lossSum,
        costUsd.add(other.costUsd),
        referenceUsd.add(other.referenceUsd));
  }

  /** Mean loss, as a share of one. */
  double loss() {
    return requests == 0 ? 0 : lossSum / requests;
  }

  /** Cost as a share of what the reference would have cost. */
  double relativeCost() {
    return referenceUsd.signum() == 0 ? 0 : costUsd.doubleValue() / referenceUsd.doubleValue();
  }
}
