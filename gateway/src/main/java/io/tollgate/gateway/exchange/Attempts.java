package io.tollgate.gateway.exchange;

import io.tollgate.gateway.exchange.ExchangeJournal.Ended;
import io.tollgate.policies.routing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The attempts of one request: sends them, and knows which are under way. */
final class Attempts {

  private final Exchange exchange;
  private final Itinerary itinerary;
  private final ExchangeJournal journal;
  private final Patience patience;

  /** Attempts of which the ledger does not know the end: one, or two that are asked at a time. */
  private final List<Attempt> live = new ArrayList<>(2);

  /** The attempt that answers, or the latest while none does. */
  private Attempt foremost;

  private int made;

  /**
   * The attempts that a request begins with.
   *
   * @param first where they go, at least one
   */
  Attempts(
      Exchange exchange,
      Itinerary itinerary,
      ExchangeJournal journal,
      Patience patience,
      List<Leg> first) {
    this.exchange = exchange;
    this.itinerary = itinerary;
    this.journal = journal;
    this.patience = patience;
    for (Leg leg : first) {
      live.add(new Attempt(exchange, leg, ++made));
    }
    this.foremost = live.getFirst();
  }

  List<Attempt> live() {
    return live;
  }

  Attempt foremost() {
    return foremost;
  }

  /** How many there were. */
  int made() {
    return made;
  }

  boolean isLive(Attempt attempt) {
    return live.contains(attempt);
  }

  /** From here on this is the one that answers. */
  void lead(Attempt attempt) {
    foremost = attempt;
  }

  /** Sends the attempts that the request begins with, which the ledger knows of. */
  void begin() {
    // One that cannot be sent may be replaced by another right away.
    for (Attempt attempt : live.toArray(new Attempt[0])) {
      send(attempt);
    }
  }

  /** Sends an attempt that the ledger knows of. */
  void send(Attempt attempt) {
    if (attempt.isOver()) {
      return;
    }
    boolean stream = exchange.profile().stream();
    attempt.started(
        exchange
            .services()
            .upstreams()
            .send(
                attempt.candidate().deployment().provider(),
                attempt.permit().account(),
                exchange.id() + "-" + attempt.number(),
                attempt.crossing().request(),
                stream,
                attempt));
    long firstTokenMs = patience.firstTokenMs();
    if (stream && firstTokenMs != Patience.UNLIMITED) {
      exchange.timers().after(firstTokenMs, () -> firstTokenIsLate(attempt, firstTokenMs));
    }
  }

  private void firstTokenIsLate(Attempt attempt, long limitMs) {
    if (!attempt.hasContent()) {
      switchFrom(attempt, "no first token within " + limitMs + " ms");
    }
  }

  /**
   * Gives an attempt up for the next deployment, if there is one that takes the request.
   *
   * @return whether it was given up
   */
  boolean switchFrom(Attempt attempt, String why) {
    if (attempt.isOver() || exchange.isCommitted() || live.size() > 1 || !itinerary.prepareNext()) {
      return false;
    }
    attempt.giveUp(why);
    return true;
  }

  /** Asks another deployment as well. */
  Attempt beside(Leg leg, String reason) {
    Attempt next = next(leg);
    journal.dispatch(next, reason, () -> send(next));
    live.add(next);
    return next;
  }

  /**
   * Asks another deployment in the place of attempts that have ended.
   *
   * @param then what else is to be done once that is in the ledger
   */
  void instead(List<Ended> ended, Leg leg, String reason, Runnable then) {
    Attempt next = next(leg);
    journal.fallBack(
        ended,
        next,
        reason,
        () -> {
          send(next);
          then.run();
        });
    ended.forEach(each -> live.remove(each.attempt()));
    live.add(next);
  }

  private Attempt next(Leg leg) {
    foremost = new Attempt(exchange, leg, ++made);
    return foremost;
  }

  /** An attempt is over, and the other one may still answer. */
  void drop(Ended ended) {
    journal.end(ended);
    live.remove(ended.attempt());
    foremost = live.getFirst();
  }

  /** An attempt is over, and for the moment there is no other. */
  void rest(Ended ended) {
    journal.end(ended);
    live.clear();
  }

  /** Breaks off all but one. */
  List<Ended> abandonBut(@Nullable Attempt kept) {
    List<Ended> ended = new ArrayList<>(2);
    for (Attempt attempt : live) {
      if (!attempt.equals(kept)) {
        ended.add(new Ended(attempt, attempt.abandon()));
      }
    }
    return ended;
  }

  /** One is released: the others are broken off, and the ledger is told. */
  void settleBut(Attempt winner) {
    foremost = winner;
    abandonBut(winner).forEach(journal::end);
    live.removeIf(Predicate.not(winner::equals));
  }

  /** None is under way any longer. */
  void clear() {
    live.clear();
  }

  /** Breaks off whatever runs, and gives every leave back, bill or none. */
  void cancel() {
    live.forEach(Attempt::cancel);
    foremost.release();
  }
}
