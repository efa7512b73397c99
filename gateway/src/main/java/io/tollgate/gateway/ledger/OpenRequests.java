package io.tollgate.gateway.ledger;

import io.tollgate.gateway.ledger.OpenRequest.End;
import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests whose holds are open, and the rules by which entries may follow each other: each
 * hold is resolved once, each attempt ends once, a bill is the sum of its lines.
 *
 * <p>The same rules stand before the journal (nothing illegal is ever written), in the projection
 * and in the verifier. Not safe for use by several threads.
 */
final class OpenRequests implements Gate {

  private static final String TOO_LATE = "the ledger's disk took an entry too late";

  /** What a request was before entries were applied to it. */
  private record Before(String request, @Nullable OpenRequest value) {}

  private final Map<String, OpenRequest> open = new HashMap<>();
  private final RecentSpend spend;

  /** What {@link #applyAll} changed and nobody committed, in order. */
  private final List<Before> uncommitted = new ArrayList<>();

  OpenRequests() {
    this(new RecentSpend());
  }

  /** Tells somebody what is spent by the entries that are committed. */
  OpenRequests(RecentSpend spend) {
    this.spend = spend;
  }

  /** Those that are open, oldest first. */
  List<OpenRequest> all() {
    return open.values().stream().sorted(Comparator.comparingLong(OpenRequest::seq)).toList();
  }

  void restore(OpenRequest request) {
    open.put(request.request(), request);
  }

  /**
   * Applies entries, all or none.
   *
   * @return {@code null} when done, else the sentence that says which one is illegal
   */
  @Override
  public @Nullable String applyAll(List<Entry> entries) {
    int start = uncommitted.size();
    int spendStart = spend.uncommitted();
    for (Entry entry : entries) {
      if (!(entry instanceof Entry.Monetary monetary)) {
        continue;
      }
      uncommitted.add(new Before(entry.request(), open.get(entry.request())));
      try {
        spend.add(apply(0, monetary).purpose(), monetary);
      } catch (IllegalArgumentException e) {
        undoTo(start);
        spend.undoTo(spendStart);
        return RecordType.of(entry) + " of " + entry.request() + ": " + e.getMessage();
      }
    }
    return null;
  }

  @Override
  public void commit() {
    uncommitted.clear();
    spend.commit();
  }

  @Override
  public void rollBack() {
    undoTo(0);
    spend.undoTo(0);
  }

  private void undoTo(int size) {
    while (uncommitted.size() > size) {
      Before before = uncommitted.removeLast();
      put(before.request(), before.value());
    }
  }

  /**
   * Ends the request of a group: an attempt that the group announced was never sent, any other that
   * is under way may be billed. A group that is only about its quality ends nothing.
   */
  @Override
  public List<Entry> endsOf(List<Entry> group, Instant at) {
    OpenRequest request = open.get(group.getFirst().request());
    if (request == null || group.stream().noneMatch(Entry.Monetary.class::isInstance)) {
      return List.of();
    }
    Set<Integer> unsent = new HashSet<>();
    for (Entry entry : group) {
      if (entry instanceof Entry.Dispatch dispatch) {
        unsent.add(dispatch.attempt());
      }
    }
    return request.endAll(at, unsent, TOO_LATE);
  }

  private void put(String request, @Nullable OpenRequest value) {
    if (value == null) {
      open.remove(request);
    } else {
      open.put(request, value);
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
    return switch (entry) {
      case Entry.Reserve reserve -> reserve(seq, reserve);
      case Entry.Dispatch dispatch -> dispatch(seq, dispatch);
      case Entry.Settle settle -> {
        checkBill(settle);
        boolean complete = settle.outcome() == Entry.Outcome.COMPLETE;
        yield end(settle, settle.attempt(), settle.last(), new End(complete, settle.amount()));
      }
      case Entry.Voided voided ->
          voided.attempt() == 0
              ? endRequest(voided)
              : end(voided, voided.attempt(), voided.last(), new End(false, Picodollars.ZERO));
      case Entry.ExpireEstimate expired -> {
        requireNotNegative(expired.amount());
        yield end(expired, expired.attempt(), expired.last(), new End(false, expired.amount()));
      }
      case Entry.Overrun overrun -> {
        require(overrun.amount().pico() > 0, "the overrun is not more than 0");
        yield need(overrun);
      }
    };
  }

  private OpenRequest reserve(long seq, Entry.Reserve reserve) {
    require(!open.containsKey(reserve.request()), "the request is already open");
    requireNotNegative(reserve.hold());
    Memo memo = reserve.memo();
    requireNotNegative(memo == null ? null : memo.referenceCost());
    OpenRequest request =
        new OpenRequest(
            seq,
            reserve.at(),
            reserve.request(),
            reserve.key(),
            reserve.policy(),
            reserve.purpose(),
            reserve.hold(),
            reserve.memo(),
            reserve.accounts(),
            List.of());
    open.put(request.request(), request);
    return request;
  }

  private OpenRequest dispatch(long seq, Entry.Dispatch dispatch) {
    OpenRequest request = need(dispatch);
    int expected = request.attempts().size() + 1;
    require(
        dispatch.attempt() == expected,
        "attempt " + dispatch.attempt() + " (expected: " + expected + ")");
    requireNotNegative(dispatch.estimatedCost());
    List<OpenRequest.Attempt> attempts = new ArrayList<>(request.attempts());
    attempts.add(
        new OpenRequest.Attempt(
            seq,
            dispatch.deployment(),
            dispatch.modelClass(),
            dispatch.estimatedUsage(),
            dispatch.estimatedCost(),
            null));
    OpenRequest after = request.with(attempts);
    open.put(request.request(), after);
    return after;
  }

  private OpenRequest end(Entry.Monetary entry, int number, boolean last, End end) {
    OpenRequest request = need(entry);
    require(
        number >= 1 && number <= request.attempts().size(),
        "attempt " + number + " was not dispatched");
    require(!request.attempt(number).ended(), "attempt " + number + " has already ended");
    OpenRequest after = request.withEnded(number, end);
    if (last) {
      require(!after.anyUnderWay(), "it is not the last: another attempt is under way");
      open.remove(request.request());
    } else {
      open.put(request.request(), after);
    }
    return after;
  }

  private OpenRequest endRequest(Entry.Voided voided) {
    OpenRequest request = need(voided);
    require(voided.last(), "without an attempt it must be the last");
    require(!request.anyUnderWay(), "an attempt is under way");
    open.remove(request.request());
    return request;
  }

  private OpenRequest need(Entry.Monetary entry) {
    OpenRequest request = open.get(entry.request());
    if (request == null) {
      throw new IllegalArgumentException("the request is not open");
    }
    return request;
  }

  private static void checkBill(Entry.Settle settle) {
    Picodollars amount = settle.amount();
    if (amount == null) {
      require(settle.lines().isEmpty(), "it has priced lines, but no amount");
      return;
    }
    PicodollarSum sum = new PicodollarSum();
    for (RatedLine line : settle.lines()) {
      Picodollars cost = cost(line, line.multiplier());
      require(
          line.amount().equals(cost),
          line.meter().key()
              + " is billed as "
              + line.amount().pico()
              + " pico-dollars (expected: "
              + cost.pico()
              + ")");
      Picodollars list = cost(line, line.listMultiplier());
      require(
          line.list().equals(list),
          line.meter().key()
              + " is listed as "
              + line.list().pico()
              + " pico-dollars (expected: "
              + list.pico()
              + ")");
      sum.add(line.amount());
    }
    require(
        sum.pico().equals(BigInteger.valueOf(amount.pico())),
        "the amount is " + amount.pico() + " pico-dollars, the sum of its lines " + sum.pico());
  }

  private static Picodollars cost(RatedLine line, Ratio multiplier) {
    try {
      return Picodollars.cost(line.quantity(), line.unitPricePico(), multiplier);
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
