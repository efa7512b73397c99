package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;

/**
 * What was posted to one account.
 *
 * <p>Not safe for use by several threads.
 */
final class Balance {

  private long postings;
  private long unpriced;
  private final PicodollarSum sum = new PicodollarSum();

  void add(Posting posting) {
    postings++;
    Picodollars amount = posting.amount();
    if (amount == null) {
      unpriced++;
    } else {
      sum.add(amount);
    }
  }

  long postings() {
    return postings;
  }

  /** Postings of these without an amount. */
  long unpriced() {
    return unpriced;
  }

  SplitAmount amount() {
    return SplitAmount.of(sum);
  }
}
