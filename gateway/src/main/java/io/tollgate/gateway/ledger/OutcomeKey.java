package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The dimensions by which outcomes are summed.
 *
 * @param account as in {@link DayKey}
 * @param day the UTC day in which the outcome was reported
 */
record OutcomeKey(String account, String day, String deployment, String policy) implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(account, day, deployment, policy);
  }
}
