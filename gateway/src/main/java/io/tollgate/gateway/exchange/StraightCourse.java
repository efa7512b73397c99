package io.tollgate.gateway.exchange;

import io.tollgate.gateway.exchange.ExchangeJournal.Ended;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import java.util.List;

/**
 * The first of the plan answers, and the others where it fails: one after the other, or, where the
 * policy hedges, the second beside a first that is slow.
 */
final class StraightCourse implements Course {

  private final Exchange exchange;
  private final Attempts attempts;
  private final Itinerary itinerary;
  private final long hedgeAfterMs;
  private final boolean hedges;

  StraightCourse(Exchange exchange, Attempts attempts, Decision decision) {
    this.exchange = exchange;
    this.attempts = attempts;
    this.itinerary = exchange.itinerary();
    this.hedgeAfterMs = decision.patience().hedgeAfterMs();
    this.hedges = decision.patience().hedges();
  }

  @Override
  public void begin() {
    if (hedges) {
      exchange.timers().after(hedgeAfterMs, this::hedge);
    }
  }

  /** Asks the next deployment as well, and lets the first to answer win. */
  private void hedge() {
    List<Attempt> live = attempts.live();
    if (!exchange.mayTryAnother() || live.size() != 1 || live.getFirst().hasContent()) {
      return;
    }
    Leg leg = itinerary.next();
    if (leg != null) {
      attempts.beside(leg, "hedge after " + hedgeAfterMs + " ms without a first token");
      exchange.services().metrics().hedged(leg.candidate().deployment());
    }
  }

  @Override
  public boolean holds(Attempt attempt) {
    return false;
  }

  @Override
  public void overflowed(Attempt attempt) {
    throw new IllegalStateException("nothing is held");
  }

  @Override
  public void failed(Ended ended, AttemptFailure failure) {
    if (attempts.live().size() > 1) {
      // The other attempt of the hedge may still answer.
      attempts.drop(ended);
      return;
    }
    if (exchange.isCommitted() || failure.next() == AttemptFailure.Next.NOWHERE) {
      exchange.fail(List.of(ended), failure);
      return;
    }
    Leg leg = itinerary.next();
    if (leg != null) {
      attempts.instead(List.of(ended), leg, "fallback after " + failure.code(), () -> {});
      return;
    }
    Candidate candidate = ended.attempt().candidate();
    long restMs = itinerary.restMs(candidate, failure);
    if (restMs < 0) {
      exchange.fail(List.of(ended), failure);
      return;
    }
    attempts.rest(ended);
    exchange.timers().after(restMs, () -> again(candidate, failure));
  }

  /** Asks the same deployment once more. */
  private void again(Candidate candidate, AttemptFailure failure) {
    if (!exchange.isOpen()) {
      return;
    }
    Leg leg = itinerary.again(candidate);
    if (leg == null) {
      exchange.fail(List.of(), failure);
      return;
    }
    attempts.beside(leg, "retry after " + failure.code());
  }

  @Override
  public void completed(Attempt completed, AttemptEnd.Billed bill, Exchange.Finish finish) {
    exchange.release(completed, bill, finish);
  }
}
