package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import java.util.ArrayList;
import java.util.List;
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

  boolean anyUnderWay() {
    return attempts.stream().anyMatch(attempt -> !attempt.ended());
  }
}
