package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.tax.ComputeTax;
import io.tollgate.policies.tax.TaxBucket;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the compute tax an attempt is, by how it ended: only the whole answer with which a
 * request ends can have been what was wanted.
 */
final class TaxRule {

  private TaxRule() {}

  /** The partition of a bill; {@code null} where there is no price. */
  static @Nullable ComputeTax of(Purpose purpose, Entry.Settle settle) {
    Picodollars amount = settle.amount();
    if (amount == null) {
      return null;
    }
    if (purpose == Purpose.MEASUREMENT) {
      return ComputeTax.whole(TaxBucket.MEASUREMENT, amount);
    }
    if (!settle.last()) {
      return ComputeTax.whole(TaxBucket.RETRIES, amount);
    }
    return switch (settle.outcome()) {
      case COMPLETE -> ComputeTax.ofAnswer(settle.lines(), amount, settle.bill().circumstances());
      case ABORTED, TRUNCATED -> ComputeTax.whole(TaxBucket.ABORTED, amount);
      case INDETERMINATE -> ComputeTax.whole(TaxBucket.RETRIES, amount);
    };
  }

  /** Where an attempt belongs whose outcome was lost. */
  static TaxBucket ofExpired(Purpose purpose) {
    return purpose == Purpose.MEASUREMENT ? TaxBucket.MEASUREMENT : TaxBucket.ABORTED;
  }
}
