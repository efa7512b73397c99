package io.tollgate.bench.budget;

import java.time.Instant;

/**
 * Some hours of a run: what happened, and how the gateway said it stood at their end.
 *
 * @param number from 0, through all parts
 */
record Interval(Part part, int number, Instant from, Instant to, Served served, Watched watched) {}
