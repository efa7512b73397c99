package io.tollgate.bench.budget;

/**
 * A model that got worse.
 *
 * @param share of the answers that it gave before
 * @param requests of all that were decided until metrics showed it quarantined, or -1 if they never
 *     did
 * @param answers of these that it gave
 */
record Quarantine(String model, double share, int requests, int answers) {}
