/**
 * A quality budget from end to end: recorded questions go through a running gateway to simulated
 * providers that answer as was recorded, some models silently get worse, and what ledger, metrics
 * and admin plane say is held against what happened.
 *
 * <p>Starting points: {@link io.tollgate.bench.budget.BudgetCommand} for the command line, {@link
 * io.tollgate.bench.budget.BudgetRun} for a run.
 */
@NullMarked
package io.tollgate.bench.budget;

import org.jspecify.annotations.NullMarked;
