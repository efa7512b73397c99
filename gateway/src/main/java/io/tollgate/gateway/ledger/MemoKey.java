package io.tollgate.gateway.ledger;

import java.time.Instant;
import java.util.List;

/**
 * The dimensions by which memos are summed.
 *
 * @param hour the UTC hour in which the request ended
 * @param deployment what was decided for: where the first attempt went
 */
record MemoKey(
    String hour, String key, String policy, String deployment, String provider, String modelClass)
    implements SumKey {

  @Override
  public List<Object> columns() {
    return List.of(hour, key, policy, deployment, provider, modelClass);
  }

  /** The key of a request that was answered. */
  static MemoKey of(Instant at, OpenRequest request) {
    OpenRequest.Attempt first = request.attempt(1);
    return new MemoKey(
        HourKey.hour(at),
        request.key(),
        request.policy(),
        first.deployment(),
        first.provider(),
        first.modelClass());
  }
}
