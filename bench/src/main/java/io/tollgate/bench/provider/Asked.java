package io.tollgate.bench.provider;

/**
 * A request that has been read.
 *
 * @param turn what it asks
 * @param voice how it wants to be answered
 */
record Asked(Turn turn, Voice voice) {}
