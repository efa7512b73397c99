package io.tollgate.gateway.budget;

import io.tollgate.policies.money.Picodollars;

/** Something about a budget that somebody wants to be told, once in each window. */
public sealed interface BudgetEvent {

  /** The budget it is about. */
  Budget budget();

  /** The window it happened in. */
  BudgetWindow.Span span();

  /** What was spent in it. */
  Picodollars spent();

  /**
   * A part of the limit is spent.
   *
   * @param percent of the limit
   */
  record Reached(Budget budget, BudgetWindow.Span span, int percent, Picodollars spent)
      implements BudgetEvent {}

  /**
   * A request was refused for the first time in the window.
   *
   * @param held what was held for others
   */
  record Refusing(Budget budget, BudgetWindow.Span span, Picodollars spent, Picodollars held)
      implements BudgetEvent {}
}
