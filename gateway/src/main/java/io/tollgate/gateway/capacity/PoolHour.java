package io.tollgate.gateway.capacity;

import java.time.Instant;

/**
 * What a pool did in an hour, as far as one gateway saw it; those of one pool and hour add up.
 *
 * @param hour its beginning
 */
public record PoolHour(String pool, Instant hour, Work work) {}
