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
 * @param postings in the order in which they are kept; they do not change any more
 */
record Booking(List<Posting> postings) {

  static final String SUSPENSE = "suspense:unpriced";

  private static final Booking NOTHING = new Booking(List.of());

  private static final DerivedNames<String> HOLDS = new DerivedNames<>("holds:"::concat);
  private static final DerivedNames<Bearer> SPEND = new DerivedNames<>(Bearer::spend);
  private static final DerivedNames<String> PAYABLE = new DerivedNames<>("payable:"::concat);
  private static final DerivedNames<String> PREPAID = new DerivedNames<>("prepaid:"::concat);
  private static final DerivedNames<String> ABSORBED = new DerivedNames<>("absorbed:"::concat);

  /** What says who bears a cost. */
  private record Bearer(String key, List<String> accounts) {

    private String spend() {
      return "spend:" + CostCentre.of(key, accounts);
    }
  }

  Booking {
    PicodollarSum sum = new PicodollarSum();
    for (int i = 0; i < postings.size(); i++) {
      Picodollars amount = postings.get(i).amount();
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
    if (entry instanceof Entry.Dispatch) {
      return NOTHING;
    }
    List<Posting> postings = new ArrayList<>(entry instanceof Entry.Settle ? 4 : 2);
    String key = request.key();
    switch (entry) {
      case Entry.Reserve _ -> transfer(postings, HOLDS.of(key), "commitments", request.hold());
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
              PREPAID.of(purchase.commitment()),
              PAYABLE.of(purchase.provider()),
              purchase.amount());
      case BookEntry.CapacityHour hour -> {
        Picodollars idle = hour.cost().minus(hour.absorbed());
        postings.add(new Posting(ABSORBED.of(hour.pool()), hour.absorbed()));
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
    return SPEND.of(new Bearer(key, accounts));
  }

  /** Whom it is owed to, or what pays for it. */
  private static String credit(Funding funding, String provider) {
    return switch (funding.kind()) {
      case INVOICE, FREE -> PAYABLE.of(provider);
      case COMMITMENT -> PREPAID.of(funding.name());
      case OWNED -> ABSORBED.of(funding.name());
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
      transfer(postings, "commitments", HOLDS.of(request.key()), request.hold());
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
