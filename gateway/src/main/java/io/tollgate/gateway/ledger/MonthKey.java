package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * The dimensions by which spend is summed by the month, see {@link DayKey}.
 *
 * @param month the UTC month in which the attempt ended, e.g. {@code 2026-11}
 */
record MonthKey(
    String account,
    String month,
    String deployment,
    String provider,
    String modelClass,
    String policy)
    implements SumKey {

  private static final int MONTH_CHARS = "2026-11".length();

  /** That of the month that a day is in. */
  static MonthKey of(DayKey day) {
    return new MonthKey(
        day.account(),
        day.day().substring(0, MONTH_CHARS),
        day.deployment(),
        day.provider(),
        day.modelClass(),
        day.policy());
  }

  @Override
  public List<Object> columns() {
    return List.of(account, month, deployment, provider, modelClass, policy);
  }
}
