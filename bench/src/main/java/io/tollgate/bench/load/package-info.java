/**
 * A load generator for OpenAI-compatible servers, and runs that compare several of them.
 *
 * <p>Starting points: {@link io.tollgate.bench.load.LoadGenerator} for one measurement, {@link
 * io.tollgate.bench.load.LoadRun} for a comparison, {@link io.tollgate.bench.load.LoadCommand} for
 * the command line. {@link io.tollgate.bench.load.OwnTargets} starts what is compared, {@link
 * io.tollgate.bench.load.Goals} says what ours is to reach, and {@link
 * io.tollgate.bench.load.LedgerAudit} holds its ledger against what was answered.
 *
 * <p>Latency is measured from the moment a request was meant to start, so a server that stalls is
 * charged for every request that had to wait (no coordinated omission).
 */
@NullMarked
package io.tollgate.bench.load;

import org.jspecify.annotations.NullMarked;
