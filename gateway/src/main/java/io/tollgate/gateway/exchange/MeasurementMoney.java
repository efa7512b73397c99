package io.tollgate.gateway.exchange;

import io.tollgate.policies.routing.Candidate;
import org.jspecify.annotations.Nullable;

/** Holds money for the gateway's own requests, where there is some. */
@FunctionalInterface
public interface MeasurementMoney {

  /**
   * Holds what a call may come to.
   *
   * @param key the public id of the virtual key whose request is measured
   * @param candidate who is asked
   * @param atMs now, in milliseconds since 1970
   * @return what may be spent, or {@code null} where a budget has no room for it
   */
  @Nullable Spending hold(String key, Candidate candidate, long atMs);
}
