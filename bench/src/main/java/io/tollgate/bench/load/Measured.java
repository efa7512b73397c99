package io.tollgate.bench.load;

/**
 * One measurement of a run.
 *
 * @param measure under which load
 * @param round in which round, from 0
 * @param result what it found
 */
record Measured(Measure measure, int round, LoadResult result) {}
