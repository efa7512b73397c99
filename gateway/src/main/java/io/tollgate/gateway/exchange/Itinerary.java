package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.gateway.upstream.Permit;
import io.tollgate.gateway.upstream.Resilience.Retries;
import io.tollgate.gateway.upstream.UpstreamHealth;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Outlook.Availability;
import io.tollgate.policies.routing.Tactic;
import io.tollgate.policies.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where one request goes, and where it goes next: the plan of its decision, less the deployments
 * that take nothing at the moment, cannot be told what it says or cannot be paid for, within the
 * retry budgets of their providers.
 *
 * <p>This is the only place where anything is sent twice.
 */
final class Itinerary {

  /** How often a request is sent to a deployment it has been to, with another account. */
  private static final int MOVES_MAX = 2;

  private List<Candidate> plan;
  private final UpstreamHealth health;
  private final Crossings crossings;
  private final Predicate<Candidate> covered;
  private final long affinity;
  private final DoubleSupplier random;
  private int next;
  private int repeated;
  private int deployments;
  private int moved;
  private long shortageMs;
  private @Nullable Leg prepared;

  /** An attempt that failed because of its account, at a deployment that may have others. */
  private @Nullable Attempt refused;

  /**
   * The itinerary of a request that has been nowhere.
   *
   * @param crossings the request in the dialects of the plan
   * @param covered whether one more attempt may be paid for, should it be billed
   * @param affinity what it has in common with others that should stay with one account
   * @param random numbers from 0 to 1 that spread pauses
   */
  Itinerary(
      Decision decision,
      UpstreamHealth health,
      Crossings crossings,
      Predicate<Candidate> covered,
      long affinity,
      DoubleSupplier random) {
    this.plan = decision.plan();
    this.health = health;
    this.crossings = crossings;
    this.covered = covered;
    this.affinity = affinity;
    this.random = random;
  }

  /**
   * Where it goes first, as its tactic has it: to one deployment or to two at one time, or nowhere
   * where nothing in the plan takes it now.
   */
  List<Leg> begin(Tactic tactic) {
    if (tactic instanceof Tactic.Agreement && plan.size() > 1) {
      List<Leg> pair = pair();
      if (!pair.isEmpty()) {
        return pair;
      }
    }
    Leg first = first();
    return first == null ? List.of() : List.of(first);
  }

  /** The first two of the plan; where one of them takes nothing now, they come last instead. */
  private List<Leg> pair() {
    Leg one = leg(plan.get(0));
    Leg two = one == null ? null : leg(plan.get(1));
    if (one != null && two != null) {
      next = 2;
      deployments = 2;
      return List.of(one, two);
    }
    if (one != null) {
      one.permit().endUnused();
    }
    List<Candidate> others = new ArrayList<>(plan.subList(2, plan.size()));
    others.addAll(plan.subList(0, 2));
    plan = List.copyOf(others);
    return List.of();
  }

  private @Nullable Leg leg(Candidate candidate) {
    Crossing crossing = covered.test(candidate) ? crossings.to(candidate) : null;
    if (crossing == null) {
      return null;
    }
    Usage expected = candidate.estimate().usage();
    Permit permit = health.tryFirst(candidate.deployment(), expected, affinity);
    if (permit == null) {
      noteShortage(health.shortageMs(candidate.deployment(), expected));
      return null;
    }
    return new Leg(candidate, permit, crossing);
  }

  private void noteShortage(long millis) {
    if (millis > 0) {
      shortageMs = shortageMs == 0 ? millis : Math.min(shortageMs, millis);
    }
  }

  /**
   * Milliseconds until the request fits into what is left of the rates of a provider's accounts; 0
   * where nothing was turned down because of that.
   */
  long shortageMs() {
    return shortageMs;
  }

  /** An attempt has failed: where only its account was to blame, there may be another one. */
  void failed(Attempt attempt, AttemptFailure failure) {
    refused = failure.isOfAccount() && moved < MOVES_MAX ? attempt : null;
  }

  /**
   * The next deployment, for a call that is part of the tactic and not a repair: it takes nothing
   * from the retry budget of its provider. {@code null} where there is none.
   */
  @Nullable Leg planned() {
    return prepared != null || prepareOtherAccount() ? next() : first();
  }

  private @Nullable Leg first() {
    while (next < plan.size()) {
      Candidate candidate = plan.get(next++);
      Leg leg = leg(candidate);
      if (leg != null) {
        deployments++;
        return leg;
      }
    }
    return null;
  }

  /** The deployment of the attempt that was refused, with another account of its provider. */
  private boolean prepareOtherAccount() {
    Attempt failed = refused;
    refused = null;
    if (failed == null || prepared != null || !covered.test(failed.candidate())) {
      return false;
    }
    Candidate candidate = failed.candidate();
    Permit permit =
        health.tryOtherAccount(
            candidate.deployment(), failed.permit(), candidate.estimate().usage(), affinity);
    if (permit == null) {
      return false;
    }
    prepared = new Leg(candidate, permit, failed.crossing());
    moved++;
    // It is counted when it is gone to, and is no other deployment.
    deployments--;
    return true;
  }

  /** Whether there is another place to go to; it is taken until {@link #next()}. */
  boolean prepareNext() {
    if (prepareOtherAccount()) {
      return true;
    }
    while (prepared == null && next < plan.size()) {
      Candidate candidate = plan.get(next++);
      Crossing crossing = covered.test(candidate) ? crossings.to(candidate) : null;
      Permit permit = crossing == null ? null : retry(candidate);
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
    Crossing crossing = covered.test(failed) ? crossings.to(failed) : null;
    Permit permit = crossing == null ? null : retry(failed);
    return crossing == null || permit == null ? null : new Leg(failed, permit, crossing);
  }

  private @Nullable Permit retry(Candidate candidate) {
    return health.tryRetry(candidate.deployment(), candidate.estimate().usage(), affinity);
  }

  /** The request is over. */
  void end() {
    if (prepared != null) {
      prepared.permit().endUnused();
      prepared = null;
    }
  }
}
