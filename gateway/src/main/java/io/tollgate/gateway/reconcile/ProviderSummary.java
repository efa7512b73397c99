package io.tollgate.gateway.reconcile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider's period: both totals and what parts them.
 *
 * @param invoiceUsd all that the invoice bills
 * @param ledgerUsd all that the ledger booked with a price
 * @param buckets the difference by reason; every bucket, and exactly the difference in sum
 */
public record ProviderSummary(
    String provider,
    Period period,
    BigDecimal invoiceUsd,
    BigDecimal ledgerUsd,
    Map<Bucket, BigDecimal> buckets) {

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  public ProviderSummary {
    EnumMap<Bucket, BigDecimal> all = new EnumMap<>(Bucket.class);
    for (Bucket bucket : Bucket.values()) {
      all.put(bucket, buckets.getOrDefault(bucket, BigDecimal.ZERO));
    }
    buckets = Collections.unmodifiableMap(all);
    BigDecimal sum = all.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (sum.compareTo(invoiceUsd.subtract(ledgerUsd)) != 0) {
      throw new IllegalArgumentException(
          provider + ": the buckets add up to " + sum + ", not to the difference");
    }
  }

  /** What the invoice has beyond the ledger. */
  public BigDecimal residualUsd() {
    return invoiceUsd.subtract(ledgerUsd);
  }

  /** What is in a bucket. */
  public BigDecimal in(Bucket bucket) {
    return buckets.getOrDefault(bucket, BigDecimal.ZERO);
  }

  /**
   * The gap in millionths of what the invoice bills for usage, rounded up; {@code null} where it
   * bills nothing and the ledger has something.
   *
   * <p>Credits and taxes are no part of it, since no gateway can meter them. Buckets of opposite
   * signs are not set off against each other: traffic around the gateway does not make up for a day
   * that is not on the invoice.
   *
   * @param accepted buckets that are no gap any more
   */
  public @Nullable Long gapPpm(Set<Bucket> accepted) {
    BigDecimal gap = BigDecimal.ZERO;
    for (Map.Entry<Bucket, BigDecimal> entry : buckets.entrySet()) {
      if (!isOutside(entry.getKey()) && !accepted.contains(entry.getKey())) {
        gap = gap.add(entry.getValue().abs());
      }
    }
    if (gap.signum() == 0) {
      return 0L;
    }
    BigDecimal usage = invoiceUsd.subtract(in(Bucket.CREDITS)).subtract(in(Bucket.TAX)).abs();
    return usage.signum() == 0
        ? null
        : gap.multiply(MILLION).divide(usage, 0, RoundingMode.CEILING).longValueExact();
  }

  private static boolean isOutside(Bucket bucket) {
    return bucket == Bucket.CREDITS || bucket == Bucket.TAX;
  }
}
