package io.tollgate.gateway.ledger;

import io.tollgate.policies.tax.TaxBucket;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The compute tax of one thing: what it cost, divided into buckets that add up to it.
 *
 * @param name what it is of
 * @param totalUsd what it cost
 * @param buckets every bucket with its exact dollars
 */
public record TaxRow(String name, BigDecimal totalUsd, Map<TaxBucket, BigDecimal> buckets) {

  public TaxRow {
    Map<TaxBucket, BigDecimal> all = new EnumMap<>(TaxBucket.class);
    BigDecimal sum = BigDecimal.ZERO;
    for (TaxBucket bucket : TaxBucket.values()) {
      BigDecimal amount = buckets.getOrDefault(bucket, BigDecimal.ZERO);
      all.put(bucket, amount);
      sum = sum.add(amount);
    }
    if (sum.compareTo(totalUsd) != 0) {
      throw new IllegalArgumentException(
          name + ": buckets add up to " + sum + " (expected: " + totalUsd + ")");
    }
    buckets = Collections.unmodifiableMap(all);
  }

  /** What is in a bucket. */
  public BigDecimal in(TaxBucket bucket) {
    return buckets.getOrDefault(bucket, BigDecimal.ZERO);
  }
}
