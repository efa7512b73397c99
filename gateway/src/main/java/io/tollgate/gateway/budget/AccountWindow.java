package io.tollgate.gateway.budget;

/**
 * One window of one account: what nodes share the money of.
 *
 * @param scope whose account
 * @param window which calendar it goes by
 * @param span the window itself
 */
public record AccountWindow(Scope scope, BudgetWindow window, BudgetWindow.Span span) {

  /** {@code team:search 2026-11-01T00:00:00Z}. */
  @Override
  public String toString() {
    return scope + " " + span.start();
  }
}
