package io.tollgate.gateway.exchange;

import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.Memo;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.RequestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The entries of one request on their way to the ledger. Each group is appended as a whole, groups
 * in their order; what follows from one runs on the event loop once it is in the journal.
 */
final class ExchangeJournal {

  /** An attempt that is over, and how it ended. */
  record Ended(Attempt attempt, AttemptEnd end) {}

  private final ExchangeServices services;
  private final String id;
  private final Settlement settlement;
  private final Spending spending;
  private final Consumer<Runnable> runner;
  private final Consumer<Throwable> failed;

  /**
   * A journal without entries.
   *
   * @param spending is charged with what is in the journal
   * @param runner runs a step of the exchange on its event loop
   * @param failed is told when a group was not appended, as such a step
   */
  ExchangeJournal(
      ExchangeServices services,
      String id,
      Settlement settlement,
      Spending spending,
      Consumer<Runnable> runner,
      Consumer<Throwable> failed) {
    this.services = services;
    this.id = id;
    this.settlement = settlement;
    this.spending = spending;
    this.runner = runner;
    this.failed = failed;
  }

  /** Reserves for the request and announces its first attempts. */
  void open(
      Instant arrivedAt,
      VirtualKey key,
      RequestProfile profile,
      Decision decision,
      List<Attempt> first,
      Runnable then) {
    Entry.Reserve reserve =
        new Entry.Reserve(
            arrivedAt,
            id,
            key.id(),
            decision.policy(),
            decision.rule(),
            profile.model(),
            profile.stream(),
            decision.hold(),
            Purpose.SERVE,
            decision.tactic().key(),
            Memo.of(decision.yardstick()),
            spending.accounts());
    Entry.Dispatch dispatch = announcement(first.getFirst(), decision.reason(), arrivedAt);
    if (first.size() == 1) {
      append(List.of(reserve, dispatch), then);
      return;
    }
    String beside = "agreement: asked beside " + first.getFirst().candidate().deployment().id();
    List<Entry> entries = new ArrayList<>(List.of(reserve, dispatch));
    first.stream()
        .skip(1)
        .forEach(attempt -> entries.add(announcement(attempt, beside, arrivedAt)));
    append(entries, then);
  }

  /** Announces a further attempt. */
  void dispatch(Attempt next, String reason, Runnable then) {
    append(List.of(announcement(next, reason, services.clock().instant())), then);
  }

  /** Ends attempts and announces the next. */
  void fallBack(List<Ended> ended, Attempt next, String reason, Runnable then) {
    List<Entry> entries = new ArrayList<>(4);
    ended.forEach(each -> entries.addAll(entries(each, false)));
    entries.add(announcement(next, reason, services.clock().instant()));
    append(entries, then);
  }

  /** Ends an attempt, and not the request. */
  void end(Ended ended) {
    append(entries(ended, false), () -> {});
  }

  /** Ends the request, and with it the attempts that are under way, at least one. */
  void close(List<Ended> all, Runnable then) {
    if (all.size() == 1) {
      append(entries(all.getFirst(), true), then);
      return;
    }
    List<Entry> entries = new ArrayList<>(4);
    for (int i = 0; i < all.size(); i++) {
      entries.addAll(entries(all.get(i), i == all.size() - 1));
    }
    append(entries, then);
  }

  /** Ends the request while no attempt is under way. */
  void close(String reason, Runnable then) {
    append(List.of(new Entry.Voided(services.clock().instant(), id, 0, true, 0, reason)), then);
  }

  /**
   * Ends the request where no bill can be made: attempts that were sent by the estimate the ledger
   * has, others without a charge.
   */
  void expire(List<Attempt> sent, List<Ended> unsent, String reason, Runnable then) {
    List<Entry> entries = new ArrayList<>(4);
    for (int i = 0; i < unsent.size(); i++) {
      entries.addAll(entries(unsent.get(i), sent.isEmpty() && i == unsent.size() - 1));
    }
    for (int i = 0; i < sent.size(); i++) {
      Attempt attempt = sent.get(i);
      entries.add(
          settlement.expire(
              services.clock().instant(),
              attempt.number(),
              attempt.candidate(),
              i == sent.size() - 1,
              reason));
    }
    append(entries, then);
  }

  private Entry.Dispatch announcement(Attempt attempt, String reason, Instant at) {
    Candidate candidate = attempt.candidate();
    spending.claim(attempt.number(), candidate);
    return new Entry.Dispatch(
        at,
        id,
        attempt.number(),
        candidate.deployment().id(),
        candidate.deployment().model().modelClass().key(),
        candidate.estimate().usage(),
        candidate.estimate().cost(),
        reason);
  }

  private List<Entry> entries(Ended ended, boolean last) {
    Attempt attempt = ended.attempt();
    List<Entry> entries =
        settlement.end(
            services.clock().instant(),
            attempt.number(),
            attempt.candidate(),
            ended.end(),
            last,
            attempt.totalMs());
    if (entries.getLast() instanceof Entry.Settle settle) {
      attempt.answer().settled(settle);
    }
    return entries;
  }

  private void append(List<Entry> entries, Runnable then) {
    long before = System.nanoTime();
    services
        .ledger()
        .append(
            entries,
            new AppendListener() {
              @Override
              public void appended(long lastSeq) {
                runner.accept(() -> {
                  services.metrics().appended(System.nanoTime() - before);
                  spending.booked(entries, lastSeq);
                  then.run();
                });
              }

              @Override
              public void failed(Throwable cause) {
                runner.accept(() -> failed.accept(cause));
              }
            });
  }
}
