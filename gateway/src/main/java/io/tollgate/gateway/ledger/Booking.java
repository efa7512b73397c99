package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry means in double entry: postings that add up to zero.
 *
 * <ul>
 *   <li>RESERVE: {@code holds:<key>} against {@code commitments}; the entry that ends the request
 *       reverses it.
 *   <li>SETTLE: {@code spend:<key>} against {@code payable:<provider>}.
 *   <li>EXPIRE_ESTIMATE: {@code spend:<key>} against {@code in-doubt:<provider>}, until
 *       reconciliation knows.
 *   <li>OVERRUN: a memo, {@code overrun:<key>} against {@code overruns}; the money itself is in the
 *       settlement.
 *   <li>What has no price: one posting without an amount to {@code suspense:unpriced}.
 * </ul>
 *
 * @param postings in the order in which they are kept
 */
record Booking(List<Posting> postings) {

  static final String SUSPENSE = "suspense:unpriced";

  Booking {
    postings = List.copyOf(postings);
    PicodollarSum sum = new PicodollarSum();
    for (Posting posting : postings) {
      Picodollars amount = posting.amount();
      if (amount != null) {
        sum.add(amount);
      }
    }
    if (!sum.isZero()) {
      throw new IllegalStateException("postings: " + postings + " (expected: their sum is 0)");
    }
  }

  /**
   * The booking of an entry.
   *
   * @param request the entry's request as it is after the entry
   */
  static Booking of(Entry.Monetary entry, OpenRequest request) {
    List<Posting> postings = new ArrayList<>(4);
    String key = request.key();
    switch (entry) {
      case Entry.Reserve _ -> transfer(postings, "holds:" + key, "commitments", request.hold());
      case Entry.Dispatch _ -> {}
      case Entry.Settle settle -> {
        String provider = request.attempt(settle.attempt()).provider();
        charge(postings, "spend:" + key, "payable:" + provider, settle.amount());
        release(postings, settle.last(), request);
      }
      case Entry.Voided voided -> release(postings, voided.last(), request);
      case Entry.ExpireEstimate expired -> {
        String provider = request.attempt(expired.attempt()).provider();
        charge(postings, "spend:" + key, "in-doubt:" + provider, expired.amount());
        release(postings, expired.last(), request);
      }
      case Entry.Overrun overrun ->
          transfer(postings, "overrun:" + key, "overruns", overrun.amount());
    }
    return new Booking(postings);
  }

  private static void charge(
      List<Posting> postings, String debit, String credit, @Nullable Picodollars amount) {
    if (amount == null) {
      postings.add(new Posting(SUSPENSE, null));
    } else {
      transfer(postings, debit, credit, amount);
    }
  }

  private static void release(List<Posting> postings, boolean last, OpenRequest request) {
    if (last) {
      transfer(postings, "commitments", "holds:" + request.key(), request.hold());
    }
  }

  private static void transfer(
      List<Posting> postings, String debit, String credit, @Nullable Picodollars amount) {
    if (amount != null) {
      postings.add(new Posting(debit, amount));
      postings.add(new Posting(credit, amount.negated()));
    }
  }
}
