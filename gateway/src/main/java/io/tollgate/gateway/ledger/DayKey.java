package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The dimensions by which spend is summed by the day.
 *
 * @param account the name of an account, {@link CostCentre#PREFIX} and a cost centre, or {@link
 *     #EVERYTHING}
 * @param day the UTC day in which the attempt ended, e.g. {@code 2026-11-21}
 */
record DayKey(
    String account,
    String day,
    String deployment,
    String provider,
    String modelClass,
    String policy,
    Purpose purpose)
    implements SumKey {

  /** Stands for all there is, so that its sums need not be made of those of accounts. */
  static final String EVERYTHING = "";

  @Override
  public List<Object> columns() {
    return List.of(account, day, deployment, provider, modelClass, policy, purpose.key());
  }
}
