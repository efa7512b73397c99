package io.tollgate.bench.budget;

/**
 * A model that got worse.
 *
 * @param share of the answers that it gave before
 * @param requests of all that were decided until metrics showed it quarantined, or -1 if they never
 *     did
 * @param answers of these that it gave
 */
record Quarantine(String model, double share, int requests, int answers) {

  /**
   * Requests within which docs/quality.md says that a model is quarantined half of whose right
   * answers turn wrong, where 3 % are judged.
   */
  static final int STATED = 2_000;

  /** Whether it was quarantined within the stated number of requests. */
  boolean isInTime() {
    return requests >= 0 && requests <= STATED;
  }
}
