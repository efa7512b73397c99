package io.tollgate.gateway.http;

import io.tollgate.gateway.limit.LimitBook;
import io.tollgate.gateway.limit.Objection;
import io.tollgate.policies.routing.Allowance;
import io.tollgate.policies.routing.Refusal;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Knows which deployments are at a rate limit for one request, and which is free the soonest. */
final class BusyDeployments {

  /** No deployment has a limit. */
  static final BusyDeployments NONE = new BusyDeployments(new LimitBook(), 0, () -> 0);

  private final LimitBook book;
  private final long tokens;
  private final LongSupplier nowMs;
  private @Nullable Objection soonest;

  /** Those for a request that is thought to come to so many tokens. */
  BusyDeployments(LimitBook book, long tokens, LongSupplier nowMs) {
    this.book = book;
    this.tokens = tokens;
    this.nowMs = nowMs;
  }

  /** Why a deployment is no candidate, or {@code null}. */
  Allowance.@Nullable Objection objection(String deployment) {
    Objection objection = book.toDeployment(deployment, tokens, nowMs);
    if (objection == null) {
      return null;
    }
    if (soonest == null || objection.waitMs() < soonest.waitMs()) {
      soonest = objection;
    }
    return new Allowance.Objection(
        Refusal.Code.THROTTLED, "is at its rate limit " + objection.limit().id());
  }

  /**
   * The limit of those it has objected to that is the first to have room again, or {@code null}.
   */
  @Nullable Objection soonest() {
    return soonest;
  }
}
