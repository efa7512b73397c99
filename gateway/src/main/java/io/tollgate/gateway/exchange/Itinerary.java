package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.gateway.upstream.Permit;
import io.tollgate.gateway.upstream.Resilience.Retries;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.gateway.upstream.Verdict;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Outlook.Availability;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one request goes, and where it goes next: the plan of its decision, less the deployments
 * that take nothing at the moment or cannot be told what it says, within the retry budgets of their
 * providers.
 *
 * <p>This is the only place where anything is sent twice.
 */
final class Itinerary {

  private final List<Candidate> plan;
  private final UpstreamHealth health;
  private final Crossings crossings;
  private final DoubleSupplier random;
  private int next;
  private int repeated;
  private int deployments;
  private @Nullable Leg prepared;

  /**
   * The itinerary of a request that has been nowhere.
   *
   * @param crossings the request in the dialects of the plan
   * @param random numbers from 0 to 1 that spread pauses
   */
  Itinerary(Decision decision, UpstreamHealth health, Crossings crossings, DoubleSupplier random) {
    this.plan = decision.plan();
    this.health = health;
    this.crossings = crossings;
    this.random = random;
  }

  /** Where it goes first, or {@code null} where nothing in the plan takes it now. */
  @Nullable Leg first() {
    while (next < plan.size()) {
      Candidate candidate = plan.get(next++);
      Crossing crossing = crossings.to(candidate);
      Permit permit = crossing == null ? null : health.tryFirst(candidate.deployment());
      if (crossing != null && permit != null) {
        deployments++;
        return new Leg(candidate, permit, crossing);
      }
    }
    return null;
  }

  /** Whether there is another deployment to go to; its place is taken until {@link #next()}. */
  boolean prepareNext() {
    while (prepared == null && next < plan.size()) {
      Candidate candidate = plan.get(next++);
      Crossing crossing = crossings.to(candidate);
      Permit permit = crossing == null ? null : health.tryRetry(candidate.deployment());
      if (crossing != null && permit != null) {
        prepared = new Leg(candidate, permit, crossing);
      }
    }
    return prepared != null;
  }

  /** The next deployment, or {@code null} where there is none. */
  @Nullable Leg next() {
    if (!prepareNext()) {
      return null;
    }
    Leg leg = prepared;
    prepared = null;
    deployments++;
    return leg;
  }

  /**
   * How long to rest before the same deployment is asked again, or -1 where it is not to be. Full
   * jitter over a range that doubles, and never less than the provider asked for.
   */
  long restMs(Candidate failed, AttemptFailure failure) {
    Retries retries = health.resilience(failed.deployment()).retries();
    if (failure.next() != AttemptFailure.Next.ANYWHERE
        || deployments > 1
        || repeated >= retries.sameDeployment()
        || health.of(failed.deployment()).availability() == Availability.EJECTED) {
      return -1;
    }
    long range =
        Math.min(
            retries.pauseMin().toMillis() << Math.min(repeated, 20), retries.pauseMax().toMillis());
    // What it asked for is part of its pause already.
    long least = Math.max(failure.retryAfterMs(), health.of(failed.deployment()).throttledMs());
    if (least > retries.pauseMax().toMillis()) {
      return -1;
    }
    repeated++;
    return Math.max(0, least) + (long) (random.getAsDouble() * range);
  }

  /** The same deployment once more, or {@code null} where it takes nothing now. */
  @Nullable Leg again(Candidate failed) {
    Crossing crossing = crossings.to(failed);
    Permit permit = crossing == null ? null : health.tryRetry(failed.deployment());
    return crossing == null || permit == null ? null : new Leg(failed, permit, crossing);
  }

  /** The request is over. */
  void end() {
    if (prepared != null) {
      prepared.permit().end(Verdict.NOTHING);
      prepared = null;
    }
  }
}
