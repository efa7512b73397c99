package io.tollgate.gateway.exchange;

import io.tollgate.gateway.exchange.ExchangeJournal.Ended;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Tactic;

/**
 * How the plan of one request is gone through: what follows when an attempt has ended, and whose
 * answer is released. One class for each {@link Tactic}; each ends in a {@link StraightCourse}.
 *
 * <p>It is asked only while the client is there and nothing was released; called on the event loop.
 */
sealed interface Course permits StraightCourse, VerifiedCourse, AgreementCourse {

  /** The course that a decision asks for, with as many attempts as have begun. */
  static Course of(Exchange exchange, Attempts attempts, Decision decision) {
    StraightCourse straight = new StraightCourse(exchange, attempts, decision);
    return switch (decision.tactic()) {
      case Tactic.Straight _ -> straight;
      case Tactic.Verified _ -> new VerifiedCourse(exchange, attempts, straight, decision);
      // Where one of the two takes nothing now, there is nobody to agree with.
      case Tactic.Agreement _ ->
          attempts.live().size() < 2 ? straight : new AgreementCourse(exchange, attempts, straight);
    };
  }

  /** The first attempts are on their way. */
  void begin();

  /** Whether nothing of an attempt's answer is to be released before all of it is there. */
  boolean holds(Attempt attempt);

  /** There is no room to hold more of an attempt's answer: it is released as it comes. */
  void overflowed(Attempt attempt);

  /** An attempt has ended without an answer. */
  void failed(Ended ended, AttemptFailure failure);

  /** An attempt has its whole answer; nothing of it was released if it was held. */
  void completed(Attempt completed, AttemptEnd.Billed bill, Exchange.Finish finish);
}
