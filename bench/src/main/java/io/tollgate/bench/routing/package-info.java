/**
 * Evaluation of routing on recorded outcomes: learners are cross-validated and compared in cost and
 * quality.
 *
 * <p>Starting points: {@link io.tollgate.bench.routing.Evaluation} for a run, {@link
 * io.tollgate.bench.routing.RoutingCommand} for the command line, {@link
 * io.tollgate.bench.routing.JsonReport} for the keys of a report.
 */
@NullMarked
package io.tollgate.bench.routing;

import org.jspecify.annotations.NullMarked;
