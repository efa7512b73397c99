package io.tollgate.gateway.ledger;

import io.tollgate.policies.tax.TaxBucket;
import java.util.List;

/**
 * The dimensions by which the compute tax is summed by the day.
 *
 * @param account as in {@link DayKey}
 * @param day the UTC day in which the attempt ended
 */
record TaxDayKey(String account, String day, String deployment, String policy, TaxBucket bucket)
    implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(account, day, deployment, policy, bucket.key());
  }
}
