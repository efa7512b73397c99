package io.tollgate.bench.load;

/**
 * The memory of a server while many streams through it say nothing.
 *
 * @param target the server's name
 * @param opened connections that were made and sent their request
 * @param begun streams of these whose first bytes arrived
 * @param residentBytes the server's memory meanwhile; 0 if unknown
 */
record IdleReading(String target, int opened, int begun, long residentBytes) {}
