package io.tollgate.gateway.budget;

import io.tollgate.policies.money.Picodollars;

/**
 * How a budget stands at a moment.
 *
 * @param span the window it is in
 * @param spent what was billed in it
 * @param held what is held for requests that run
 * @param running how many of these there are
 * @param inForce whether the ledger has said what was spent before, so that it bounds anything
 */
public record BudgetReading(
    Budget budget,
    BudgetWindow.Span span,
    Picodollars spent,
    Picodollars held,
    int running,
    boolean inForce) {}
