package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request whose hold is not resolved, with what its further entries need to know.
 *
 * @param opening how it was opened, which stays
 * @param attempts in order: the first is attempt 1
 */
record OpenRequest(Opening opening, List<Attempt> attempts) {

  OpenRequest {
    attempts = List.copyOf(attempts);
  }

  /**
   * How a request was opened.
   *
   * @param seq sequence number of its RESERVE
   * @param reservedAt when its money was held, to the millisecond, as the store keeps it
   * @param purpose what it is made for
   * @param hold the amount held, or {@code null} where it is unknown
   * @param memo what it was decided against, {@code null} where there is no quality budget
   * @param accounts the names of the accounts that it is charged to
   */
  record Opening(
      long seq,
      Instant reservedAt,
      String request,
      String key,
      String policy,
      Purpose purpose,
      @Nullable Picodollars hold,
      @Nullable Memo memo,
      List<String> accounts) {

    Opening {
      reservedAt = reservedAt.truncatedTo(ChronoUnit.MILLIS);
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * An attempt of it.
   *
   * @param seq sequence number of its DISPATCH
   * @param estimatedUsage of no interest, and nothing, once it has ended
   * @param estimatedCost of no interest, and {@code null}, once it has ended
   * @param end how it is billed, voided or expired; {@code null} while it is under way
   */
  record Attempt(
      long seq,
      String deployment,
      String modelClass,
      Usage estimatedUsage,
      @Nullable Picodollars estimatedCost,
      @Nullable End end) {

    boolean ended() {
      return end != null;
    }

    /** The provider's name: the deployment's id up to the first slash. */
    String provider() {
      return HourKey.provider(deployment);
    }

    Attempt with(End other) {
      return new Attempt(seq, deployment, modelClass, Usage.NONE, null, other);
    }
  }

  /**
   * The end of an attempt.
   *
   * @param complete whether its answer was received whole
   * @param amount what it cost, or {@code null} where there is no price
   */
  record End(boolean complete, @Nullable Picodollars amount) {}

  long seq() {
    return opening.seq();
  }

  Instant reservedAt() {
    return opening.reservedAt();
  }

  String request() {
    return opening.request();
  }

  String key() {
    return opening.key();
  }

  String policy() {
    return opening.policy();
  }

  Purpose purpose() {
    return opening.purpose();
  }

  @Nullable Picodollars hold() {
    return opening.hold();
  }

  @Nullable Memo memo() {
    return opening.memo();
  }

  List<String> accounts() {
    return opening.accounts();
  }

  /** The attempt with a number from 1. */
  Attempt attempt(int number) {
    return attempts.get(number - 1);
  }

  /** The same with one more attempt. */
  OpenRequest withSent(Attempt attempt) {
    if (attempts.isEmpty()) {
      return with(List.of(attempt));
    }
    List<Attempt> others = new ArrayList<>(attempts);
    others.add(attempt);
    return with(others);
  }

  /** The same, of which an attempt has ended. */
  OpenRequest withEnded(int number, End end) {
    Attempt ended = attempt(number).with(end);
    // Most have a single attempt, and every request comes by here.
    if (attempts.size() == 1) {
      return with(List.of(ended));
    }
    List<Attempt> others = new ArrayList<>(attempts);
    others.set(number - 1, ended);
    return with(others);
  }

  private OpenRequest with(List<Attempt> others) {
    return new OpenRequest(opening, others);
  }

  /**
   * The deployment whose answer the client got: the last that was received whole. {@code null}
   * where none was.
   */
  @Nullable String answeredBy() {
    String deployment = null;
    for (int i = 0; i < attempts.size(); i++) {
      End end = attempts.get(i).end();
      if (end != null && end.complete()) {
        deployment = attempts.get(i).deployment();
      }
    }
    return deployment;
  }

  /** What its ended attempts cost, exactly; {@code null} where any of them has no price. */
  @Nullable PicodollarSum spent() {
    PicodollarSum sum = new PicodollarSum();
    for (Attempt attempt : attempts) {
      End end = attempt.end();
      if (end != null) {
        Picodollars amount = end.amount();
        if (amount == null) {
          return null;
        }
        sum.add(amount);
      }
    }
    return sum;
  }

  /**
   * The entries that end it: attempts under way are booked at their estimate, for the upstream may
   * bill them, but for those that were not sent; where none is, nothing is owed.
   */
  List<Entry> endAll(Instant at, Set<Integer> unsent, String reason) {
    int lastUnderWay = 0;
    for (int number = 1; number <= attempts.size(); number++) {
      lastUnderWay = attempt(number).ended() ? lastUnderWay : number;
    }
    if (lastUnderWay == 0) {
      return List.of(new Entry.Voided(at, request(), 0, true, 0, reason));
    }
    List<Entry> entries = new ArrayList<>();
    for (int number = 1; number <= lastUnderWay; number++) {
      Attempt attempt = attempt(number);
      boolean last = number == lastUnderWay;
      if (attempt.ended()) {
        continue;
      }
      entries.add(
          unsent.contains(number)
              ? new Entry.Voided(at, request(), number, last, 0, reason)
              : new Entry.ExpireEstimate(
                  at,
                  request(),
                  number,
                  last,
                  attempt.estimatedUsage(),
                  attempt.estimatedCost(),
                  reason));
    }
    return entries;
  }

  boolean anyUnderWay() {
    for (int i = 0; i < attempts.size(); i++) {
      if (!attempts.get(i).ended()) {
        return true;
      }
    }
    return false;
  }
}
