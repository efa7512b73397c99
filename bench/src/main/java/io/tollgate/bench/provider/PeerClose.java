package io.tollgate.bench.provider;

import java.time.Instant;

/**
 * A connection that the client closed.
 *
 * @param at when the provider saw it
 * @param nanos the same moment on the monotonic clock
 * @param requests how many requests it had carried
 */
public record PeerClose(Instant at, long nanos, int requests) {}
