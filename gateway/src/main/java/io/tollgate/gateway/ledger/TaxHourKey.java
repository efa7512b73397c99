package io.tollgate.gateway.ledger;

import io.tollgate.policies.tax.TaxBucket;
import java.util.List;

/**
 * The dimensions by which the compute tax is summed by the hour.
 *
 * @param hour the UTC hour in which the attempt ended
 */
record TaxHourKey(String hour, String key, String policy, String deployment, TaxBucket bucket)
    implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(hour, key, policy, deployment, bucket.key());
  }
}
