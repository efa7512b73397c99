package io.tollgate.bench.audit;

/**
 * One order, and what came of it.
 *
 * @param life the life of the gateway it was sent to, from 1
 */
public record Seen(Order order, int life, Sighting sighting) {}
