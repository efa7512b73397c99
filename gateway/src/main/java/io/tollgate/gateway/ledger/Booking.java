package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry means in double entry: postings that add up to zero. The chart of accounts is in
 * docs/ledger.md.
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
   * The booking of an entry about a request's money.
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
        charge(
            postings,
            spend(key, request.accounts()),
            credit(settle.bill().funding(), provider),
            settle.amount());
        release(postings, settle.last(), request);
      }
      case Entry.Voided voided -> release(postings, voided.last(), request);
      case Entry.ExpireEstimate expired -> {
        String provider = request.attempt(expired.attempt()).provider();
        charge(postings, spend(key, request.accounts()), "in-doubt:" + provider, expired.amount());
        release(postings, expired.last(), request);
      }
      case Entry.Overrun overrun ->
          transfer(postings, "overrun:" + key, "overruns", overrun.amount());
    }
    return new Booking(postings);
  }

  /** The booking of an entry about the books as a whole. */
  static Booking of(BookEntry entry) {
    List<Posting> postings = new ArrayList<>(4);
    switch (entry) {
      case BookEntry.Correct correct -> correct(postings, correct);
      case BookEntry.Purchase purchase ->
          transfer(
              postings,
              "prepaid:" + purchase.commitment(),
              "payable:" + purchase.provider(),
              purchase.amount());
      case BookEntry.CapacityHour hour -> {
        Picodollars idle = hour.cost().minus(hour.absorbed());
        postings.add(new Posting("absorbed:" + hour.pool(), hour.absorbed()));
        postings.add(new Posting("idle:" + hour.pool(), idle));
        postings.add(new Posting("capacity:" + hour.pool(), hour.cost().negated()));
      }
      case BookEntry.PeriodClosed _, BookEntry.PricesPublished _ -> {}
    }
    return new Booking(postings);
  }

  private static void correct(List<Posting> postings, BookEntry.Correct correct) {
    String provider = HourKey.provider(correct.deployment());
    String payable = credit(correct.funding(), provider);
    String debit =
        correct.cause() == BookEntry.Cause.RECONCILED
            ? "variance:" + provider
            : spend(correct.key(), correct.accounts());
    if (correct.amount().pico() != 0) {
      transfer(postings, debit, payable, correct.amount());
    }
    if (correct.released().pico() != 0) {
      transfer(postings, "in-doubt:" + provider, payable, correct.released());
    }
  }

  /** Who bears it. */
  private static String spend(String key, List<String> accounts) {
    return "spend:" + CostCentre.of(key, accounts);
  }

  /** Whom it is owed to, or what pays for it. */
  private static String credit(Funding funding, String provider) {
    return switch (funding.kind()) {
      case INVOICE, FREE -> "payable:" + provider;
      case COMMITMENT -> "prepaid:" + funding.name();
      case OWNED -> "absorbed:" + funding.name();
    };
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
