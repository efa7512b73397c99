package io.tollgate.gateway.ledger;

import io.tollgate.gateway.ledger.OpenRequest.End;
import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests whose holds are open, and the rules by which entries may follow each other: each
 * hold is resolved once, each attempt ends once, a bill is the sum of its lines.
 *
 * <p>The same rules stand before the journal (nothing illegal is ever written), in the projection
 * and in the verifier. Not safe for use by several threads.
 */
final class OpenRequests {

  private final Map<String, OpenRequest> open = new HashMap<>();

  /** Those that are open, oldest first. */
  List<OpenRequest> all() {
    return open.values().stream().sorted(Comparator.comparingLong(OpenRequest::seq)).toList();
  }

  void restore(OpenRequest request) {
    open.put(request.request(), request);
  }

  /** What is open under a request's name; {@code null} where nothing is. */
  @Nullable OpenRequest find(String request) {
    return open.get(request);
  }

  /** Puts back what was open under a request's name before an entry was applied. */
  void putBack(String request, @Nullable OpenRequest before) {
    if (before == null) {
      open.remove(request);
    } else {
      open.put(request, before);
    }
  }

  /**
   * Applies an entry about money.
   *
   * @param seq its sequence number
   * @return the request as it is after the entry; if resolved, as it last was
   * @throws IllegalArgumentException with the reason when the entry may not follow
   */
  OpenRequest apply(long seq, Entry.Monetary entry) {
    return apply(seq, entry, find(entry.request()));
  }

  /**
   * The same for one who has looked.
   *
   * @param before what is {@linkplain #find open} under the name of the entry's request
   */
  OpenRequest apply(long seq, Entry.Monetary entry, @Nullable OpenRequest before) {
    return switch (entry) {
      case Entry.Reserve reserve -> reserve(seq, reserve, before);
      case Entry.Dispatch dispatch -> dispatch(seq, dispatch, need(before));
      case Entry.Settle settle -> {
        checkBill(settle);
        boolean complete = settle.outcome() == Entry.Outcome.COMPLETE;
        End end = new End(complete, settle.amount());
        yield end(need(before), settle.attempt(), settle.last(), end);
      }
      case Entry.Voided voided ->
          voided.attempt() == 0
              ? endRequest(need(before), voided)
              : end(
                  need(before), voided.attempt(), voided.last(), new End(false, Picodollars.ZERO));
      case Entry.ExpireEstimate expired -> {
        requireNotNegative(expired.amount());
        End end = new End(false, expired.amount());
        yield end(need(before), expired.attempt(), expired.last(), end);
      }
      case Entry.Overrun overrun -> {
        require(overrun.amount().pico() > 0, "the overrun is not more than 0");
        yield need(before);
      }
    };
  }

  private OpenRequest reserve(long seq, Entry.Reserve reserve, @Nullable OpenRequest before) {
    require(before == null, "the request is already open");
    requireNotNegative(reserve.hold());
    Memo memo = reserve.memo();
    requireNotNegative(memo == null ? null : memo.referenceCost());
    OpenRequest request =
        new OpenRequest(
            new OpenRequest.Opening(
                seq,
                reserve.at(),
                reserve.request(),
                reserve.key(),
                reserve.policy(),
                reserve.purpose(),
                reserve.hold(),
                reserve.memo(),
                reserve.accounts()),
            List.of());
    open.put(request.request(), request);
    return request;
  }

  private OpenRequest dispatch(long seq, Entry.Dispatch dispatch, OpenRequest request) {
    int expected = request.attempts().size() + 1;
    if (dispatch.attempt() != expected) {
      throw new IllegalArgumentException(
          "attempt " + dispatch.attempt() + " (expected: " + expected + ")");
    }
    requireNotNegative(dispatch.estimatedCost());
    OpenRequest after =
        request.withSent(
            new OpenRequest.Attempt(
                seq,
                dispatch.deployment(),
                dispatch.modelClass(),
                dispatch.estimatedUsage(),
                dispatch.estimatedCost(),
                null));
    open.put(request.request(), after);
    return after;
  }

  private OpenRequest end(OpenRequest request, int number, boolean last, End end) {
    if (number < 1 || number > request.attempts().size()) {
      throw new IllegalArgumentException("attempt " + number + " was not dispatched");
    }
    if (request.attempt(number).ended()) {
      throw new IllegalArgumentException("attempt " + number + " has already ended");
    }
    OpenRequest after = request.withEnded(number, end);
    if (last) {
      require(!after.anyUnderWay(), "it is not the last: another attempt is under way");
      open.remove(request.request());
    } else {
      open.put(request.request(), after);
    }
    return after;
  }

  private OpenRequest endRequest(OpenRequest request, Entry.Voided voided) {
    require(voided.last(), "without an attempt it must be the last");
    require(!request.anyUnderWay(), "an attempt is under way");
    open.remove(request.request());
    return request;
  }

  private static OpenRequest need(@Nullable OpenRequest before) {
    if (before == null) {
      throw new IllegalArgumentException("the request is not open");
    }
    return before;
  }

  private static void checkBill(Entry.Settle settle) {
    Picodollars amount = settle.amount();
    if (amount == null) {
      require(settle.lines().isEmpty(), "it has priced lines, but no amount");
      return;
    }
    PicodollarSum sum = checkedSum(settle.lines());
    if (!sum.is(amount.pico())) {
      throw new IllegalArgumentException(
          "the amount is " + amount.pico() + " pico-dollars, the sum of its lines " + sum.pico());
    }
  }

  /**
   * The sum of lines in pico-dollars.
   *
   * @throws IllegalArgumentException where one is not the product of its factors
   */
  static PicodollarSum checkedSum(List<RatedLine> lines) {
    PicodollarSum sum = new PicodollarSum();
    for (int i = 0; i < lines.size(); i++) {
      RatedLine line = lines.get(i);
      check("billed", line, line.amount(), line.multiplier());
      check("listed", line, line.list(), line.listMultiplier());
      sum.add(line.amount());
    }
    return sum;
  }

  private static void check(String how, RatedLine line, Picodollars amount, Ratio multiplier) {
    long cost = cost(line, multiplier);
    // Not by require: the sentence would be made for every line of every bill.
    if (amount.pico() != cost) {
      throw new IllegalArgumentException(
          line.meter().key()
              + " is "
              + how
              + " as "
              + amount.pico()
              + " pico-dollars (expected: "
              + cost
              + ")");
    }
  }

  private static long cost(RatedLine line, Ratio multiplier) {
    try {
      return Picodollars.costPico(line.quantity(), line.unitPricePico(), multiplier);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(line.meter().key() + " costs more than fits", e);
    }
  }

  private static void requireNotNegative(@Nullable Picodollars amount) {
    require(amount == null || amount.pico() >= 0, "an amount is negative");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
