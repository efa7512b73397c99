package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request whose hold is not resolved, with what its further entries need to know.
 *
 * @param seq sequence number of its RESERVE
 * @param hold the amount held, or {@code null} where it is unknown
 * @param attempts in order: the first is attempt 1
 */
record OpenRequest(
    long seq,
    String request,
    String key,
    String policy,
    @Nullable Picodollars hold,
    List<Attempt> attempts) {

  OpenRequest {
    attempts = List.copyOf(attempts);
  }

  /**
   * An attempt of it.
   *
   * @param seq sequence number of its DISPATCH
   * @param estimatedUsage of no interest, and nothing, once it has ended
   * @param estimatedCost of no interest, and {@code null}, once it has ended
   * @param ended whether it is billed, voided or expired
   */
  record Attempt(
      long seq,
      String deployment,
      String modelClass,
      Usage estimatedUsage,
      @Nullable Picodollars estimatedCost,
      boolean ended) {

    /** The provider's name: the deployment's id up to the first slash. */
    String provider() {
      int slash = deployment.indexOf('/');
      return slash < 0 ? deployment : deployment.substring(0, slash);
    }

    Attempt end() {
      return new Attempt(seq, deployment, modelClass, Usage.NONE, null, true);
    }
  }

  /** The attempt with a number from 1. */
  Attempt attempt(int number) {
    return attempts.get(number - 1);
  }

  OpenRequest with(List<Attempt> others) {
    return new OpenRequest(seq, request, key, policy, hold, others);
  }

  OpenRequest withEnded(int number) {
    List<Attempt> others = new ArrayList<>(attempts);
    others.set(number - 1, attempt(number).end());
    return with(others);
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
      return List.of(new Entry.Voided(at, request, 0, true, 0, reason));
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
              ? new Entry.Voided(at, request, number, last, 0, reason)
              : new Entry.ExpireEstimate(
                  at,
                  request,
                  number,
                  last,
                  attempt.estimatedUsage(),
                  attempt.estimatedCost(),
                  reason));
    }
    return entries;
  }

  boolean anyUnderWay() {
    return attempts.stream().anyMatch(attempt -> !attempt.ended());
  }
}
