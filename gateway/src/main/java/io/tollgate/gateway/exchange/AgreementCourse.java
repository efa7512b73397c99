package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.verify.Agreement;
import io.tollgate.gateway.exchange.ExchangeJournal.Ended;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first two of the plan are asked at one time, and both answers are held back. Where they agree
 * that of the first is released; where not, or where one fails, the next of the plan answers
 * straight. All are paid for.
 */
final class AgreementCourse implements Course {

  private static final String FALLBACK = "fallback after disagreement";

  /** A whole answer that waits for the other. */
  private record Waiting(Attempt attempt, AttemptEnd.Billed bill, Exchange.Finish finish) {
    Ended ended() {
      return new Ended(attempt, bill);
    }
  }

  private final Exchange exchange;
  private final Attempts attempts;
  private final StraightCourse straight;
  private final Attempt first;
  private final Attempt second;
  private @Nullable Waiting waiting;
  private boolean over;

  /** The course of a request whose first two attempts have begun. */
  AgreementCourse(Exchange exchange, Attempts attempts, StraightCourse straight) {
    this.exchange = exchange;
    this.attempts = attempts;
    this.straight = straight;
    this.first = attempts.live().getFirst();
    this.second = attempts.live().getLast();
  }

  @Override
  public void begin() {
    straight.begin();
  }

  @Override
  public boolean holds(Attempt attempt) {
    return !over && (attempt.equals(first) || attempt.equals(second));
  }

  @Override
  public void overflowed(Attempt attempt) {
    end("incomparable");
    exchange.note("without agreement: too large to be held");
  }

  private void end(String result) {
    over = true;
    exchange.services().metrics().agreed(result);
  }

  @Override
  public void failed(Ended ended, AttemptFailure failure) {
    if (over) {
      straight.failed(ended, failure);
      return;
    }
    end("incomplete");
    Waiting answer = waiting;
    // A request that is at fault itself is not sent on; the other answer may still come.
    Leg leg = failure.next() == AttemptFailure.Next.NOWHERE ? null : exchange.itinerary().planned();
    if (leg != null) {
      // There is nothing left to agree with, so the other answer is not waited for.
      List<Ended> all = new ArrayList<>(attempts.abandonBut(ended.attempt()));
      all.addFirst(ended);
      exchange.note(FALLBACK + ": " + failure.code());
      attempts.instead(all, leg, FALLBACK + ": " + failure.code(), () -> wasSettled(answer));
      return;
    }
    attempts.drop(ended);
    exchange.note("without agreement: " + failure.code());
    if (answer != null) {
      straight.completed(answer.attempt(), answer.bill(), answer.finish());
    }
  }

  private void wasSettled(@Nullable Waiting answer) {
    if (answer != null) {
      exchange.wasSettled(answer.attempt(), answer.bill());
    }
  }

  @Override
  public void completed(Attempt completed, AttemptEnd.Billed bill, Exchange.Finish finish) {
    if (!holds(completed)) {
      straight.completed(completed, bill, finish);
      return;
    }
    Waiting answer = new Waiting(completed, bill, finish);
    Waiting other = waiting;
    if (other == null) {
      waiting = answer;
    } else if (completed.equals(first)) {
      compare(answer, other);
    } else {
      compare(other, answer);
    }
  }

  private void compare(Waiting one, Waiting two) {
    Completion a = one.attempt().answer().completion();
    Completion b = two.attempt().answer().completion();
    if (a == null || b == null) {
      compared(Agreement.INCOMPARABLE, one, two);
      return;
    }
    exchange
        .checks()
        .compare(
            a,
            b,
            agreement -> {
              if (exchange.mayTryAnother() && attempts.isLive(one.attempt())) {
                compared(agreement, one, two);
              }
            });
  }

  private void compared(Agreement agreement, Waiting one, Waiting two) {
    end(agreement.key());
    if (agreement == Agreement.AGREED) {
      exchange.note("agreed with " + two.attempt().candidate().deployment().id());
      release(one);
      return;
    }
    Leg leg = exchange.itinerary().planned();
    if (leg == null) {
      exchange.note("without agreement: no other deployment takes it");
      boolean secondIsBetter = quality(two) > quality(one);
      release(secondIsBetter ? two : one);
      return;
    }
    exchange.note(FALLBACK);
    attempts.instead(
        List.of(one.ended(), two.ended()),
        leg,
        FALLBACK,
        () -> {
          wasSettled(one);
          wasSettled(two);
        });
  }

  private void release(Waiting winner) {
    straight.completed(winner.attempt(), winner.bill(), winner.finish());
  }

  private static int quality(Waiting answer) {
    return answer.attempt().candidate().estimate().qualityPpm();
  }
}
