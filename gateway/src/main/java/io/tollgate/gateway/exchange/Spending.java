package io.tollgate.gateway.exchange;

import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.Hold;
import io.tollgate.gateway.budget.Reservation;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.limit.LimitClock;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Estimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request may still spend of its budgets: its reservation, of which each attempt that may
 * be billed claims a part until its bill is in the ledger. No attempt is sent that is not covered,
 * or does not fit into the rate limits of its deployment.
 *
 * <p>On one event loop.
 */
public final class Spending {

  /** What an attempt may still be billed for. */
  private record Claim(int attempt, Hold hold) {}

  private final Reservation reservation;
  private final Passage passage;
  private final @Nullable Picodollars cap;
  private final List<Claim> claims = new ArrayList<>(2);
  private Picodollars spent = Picodollars.ZERO;

  /** The spending of a request that has sent nothing and that no rate limits. */
  public Spending(Reservation reservation) {
    this(reservation, Passage.FREE, null);
  }

  /**
   * The spending of a request that has sent nothing.
   *
   * @param passage what it has taken of rate limits
   * @param cap what all its attempts may cost together, or {@code null}
   */
  public Spending(Reservation reservation, Passage passage, @Nullable Picodollars cap) {
    this.reservation = reservation;
    this.passage = passage;
    this.cap = cap;
  }

  /** The spending of a request that is charged to no account and bounded by no budget. */
  public static Spending unbudgeted(Instant heldAt) {
    BudgetBook book = new BudgetBook(event -> {});
    return new Spending(Reservation.unbudgeted(book, heldAt.toEpochMilli()));
  }

  /** What a decision has to hold before anything is sent. */
  public static Hold of(Decision decision) {
    return of(decision.cost(), decision.hold(), decision.worst());
  }

  private static Hold of(Candidate candidate) {
    Estimate estimate = candidate.estimate();
    return of(estimate.cost(), estimate.hold(), estimate.worst());
  }

  /** What has to be held for a call; nothing where it has no price. */
  public static Hold of(
      @Nullable Picodollars cost, @Nullable Picodollars hold, @Nullable Picodollars worst) {
    return cost == null || hold == null || worst == null
        ? Hold.NONE
        : new Hold(cost.pico(), hold.pico(), worst.pico());
  }

  /** When the money was held: the ledger charges it to the same time as the budgets do. */
  Instant heldAt() {
    return Instant.ofEpochMilli(reservation.admittedMs());
  }

  /** The accounts that are charged. */
  List<String> accounts() {
    return reservation.path().names();
  }

  /** Whether one more attempt is covered; where it is not yet, more is held for it. */
  boolean covers(Candidate next) {
    Hold all = claimed().plus(of(next));
    return isUnderCap(all)
        && reservation.require(all)
        && passage.visit(next.deployment().id(), LimitClock::nowMs);
  }

  private boolean isUnderCap(Hold all) {
    return cap == null || all.worstPico() <= cap.minus(spent).pico();
  }

  private Hold claimed() {
    Hold all = Hold.NONE;
    for (int i = 0; i < claims.size(); i++) {
      all = all.plus(claims.get(i).hold());
    }
    return all;
  }

  /** An attempt is about to be sent. */
  void claim(int attempt, Candidate candidate) {
    claims.add(new Claim(attempt, of(candidate)));
    passage.sent(attempt, candidate.deployment().id());
  }

  /** An attempt will not be billed. */
  void disclaim(int attempt) {
    claims.removeIf(claim -> claim.attempt() == attempt);
  }

  /**
   * Entries of the request are in the journal: bills are charged, and with the last the rest is
   * given back.
   *
   * @param seq the last record of them; they follow each other
   */
  void booked(List<Entry> entries, long seq) {
    long next = seq - entries.size();
    for (Entry entry : entries) {
      next++;
      switch (entry) {
        case Entry.Settle settle -> {
          passage.billed(
              settle.attempt(), settle.usage().totalInput() + settle.usage().totalOutput());
          charge(settle.attempt(), settle.amount(), settle.last(), next);
        }
        case Entry.ExpireEstimate expired -> {
          passage.billedUnknown();
          charge(expired.attempt(), expired.amount(), expired.last(), next);
        }
        case Entry.Voided voided -> {
          passage.billed(voided.attempt(), 0);
          charge(voided.attempt(), null, voided.last(), next);
        }
        case Entry.Reserve _,
            Entry.Dispatch _,
            Entry.Overrun _,
            Entry.Judged _,
            Entry.OutcomeReported _,
            BookEntry _ -> {}
      }
    }
  }

  private void charge(int attempt, @Nullable Picodollars amount, boolean last, long seq) {
    disclaim(attempt);
    spent = amount == null ? spent : spent.plus(amount);
    reservation.charge(amount, seq);
    if (last) {
      end();
    }
  }

  /** The request has ended, and every bill of it is in the journal, or nothing was sent. */
  public void end() {
    reservation.close();
    passage.close(LimitClock::nowMs);
  }

  /**
   * The request has ended, and the journal did not take all its bills: what they may come to counts
   * as spent until the ledger says otherwise, at the next start.
   */
  void endInDoubt() {
    reservation.chargeClaims(claimed());
    passage.billedUnknown();
    end();
  }
}
