package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.verify.Verdict;
import io.tollgate.gateway.exchange.ExchangeJournal.Ended;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import java.util.List;

/**
 * The answer of the first of the plan is held back until it is whole and has been looked at. One
 * that is found wanting is paid for and goes to nobody: the next of the plan answers straight.
 */
final class VerifiedCourse implements Course {

  private final Exchange exchange;
  private final Attempts attempts;
  private final StraightCourse straight;
  private final Candidate looked;
  private boolean holding = true;

  VerifiedCourse(Exchange exchange, Attempts attempts, StraightCourse straight, Decision decision) {
    this.exchange = exchange;
    this.attempts = attempts;
    this.straight = straight;
    this.looked = decision.first();
  }

  @Override
  public void begin() {
    straight.begin();
  }

  @Override
  public boolean holds(Attempt attempt) {
    return holding && attempt.candidate().equals(looked);
  }

  @Override
  public void overflowed(Attempt attempt) {
    holding = false;
    unverified(attempt, "too large to be held");
  }

  private void unverified(Attempt attempt, String why) {
    exchange.note("released unverified: " + why);
    exchange.services().metrics().verified(attempt.candidate().deployment(), "unverified");
  }

  @Override
  public void failed(Ended ended, AttemptFailure failure) {
    straight.failed(ended, failure);
  }

  @Override
  public void completed(Attempt completed, AttemptEnd.Billed bill, Exchange.Finish finish) {
    if (!holds(completed)) {
      straight.completed(completed, bill, finish);
      return;
    }
    Completion answer = completed.answer().completion();
    if (answer == null) {
      unverified(completed, "too large to be looked at");
      straight.completed(completed, bill, finish);
      return;
    }
    exchange
        .checks()
        .verify(
            answer,
            verdict -> {
              if (exchange.mayTryAnother() && attempts.isLive(completed)) {
                judged(verdict, completed, bill, finish);
              }
            });
  }

  private void judged(
      Verdict verdict, Attempt completed, AttemptEnd.Billed bill, Exchange.Finish finish) {
    completed.answer().verified(verdict);
    exchange.services().metrics().verified(completed.candidate().deployment(), verdict.code());
    switch (verdict) {
      case Verdict.Passed _ -> {
        exchange.note("verified");
        straight.completed(completed, bill, finish);
      }
      case Verdict.None none -> {
        exchange.note("released unverified: " + none.reason());
        straight.completed(completed, bill, finish);
      }
      case Verdict.Failed failed -> wanting(failed, completed, bill, finish);
    }
  }

  private void wanting(
      Verdict.Failed failed, Attempt completed, AttemptEnd.Billed bill, Exchange.Finish finish) {
    holding = false;
    Ended ended = new Ended(completed, bill);
    String reason = "fallback after verifier: " + failed.sentence();
    if (attempts.live().size() > 1) {
      // The other attempt of a hedge is under way already.
      exchange.note(reason);
      attempts.drop(ended);
      exchange.wasSettled(completed, bill);
      return;
    }
    Leg leg = exchange.itinerary().planned();
    if (leg == null) {
      // What it is worth its client can see; nobody else could be asked.
      exchange.note("released though " + failed.sentence() + ": no other deployment takes it");
      straight.completed(completed, bill, finish);
      return;
    }
    exchange.note(reason);
    attempts.instead(List.of(ended), leg, reason, () -> exchange.wasSettled(completed, bill));
  }
}
