package io.tollgate.gateway.exchange;

import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.RequestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The entries of one request on their way to the ledger. Each group is appended as a whole; what
 * follows from it runs on the event loop once it is in the journal.
 */
final class ExchangeJournal {

  private final ExchangeServices services;
  private final String id;
  private final Settlement settlement;
  private final Consumer<Runnable> runner;
  private final Consumer<Throwable> failed;

  /**
   * A journal without entries.
   *
   * @param runner runs a step of the exchange on its event loop
   * @param failed is told when a group was not appended, as such a step
   */
  ExchangeJournal(
      ExchangeServices services,
      String id,
      Settlement settlement,
      Consumer<Runnable> runner,
      Consumer<Throwable> failed) {
    this.services = services;
    this.id = id;
    this.settlement = settlement;
    this.runner = runner;
    this.failed = failed;
  }

  /** Reserves for the request and announces its first attempt. */
  void open(
      Instant arrivedAt,
      VirtualKey key,
      RequestProfile profile,
      Decision decision,
      Attempt first,
      Runnable then) {
    List<Entry> entries = new ArrayList<>(2);
    entries.add(
        new Entry.Reserve(
            arrivedAt,
            id,
            key.id(),
            decision.policy(),
            decision.rule(),
            profile.model(),
            profile.stream(),
            decision.first().estimate().hold()));
    entries.add(dispatch(first, decision.reason()));
    append(entries, then);
  }

  /** Ends an attempt and announces the next. */
  void fallBack(Attempt ended, AttemptEnd end, Attempt next, String reason, Runnable then) {
    List<Entry> entries = entries(ended, end, false);
    entries.add(dispatch(next, reason));
    append(entries, then);
  }

  /** Ends the last attempt, and with it the request. */
  void close(Attempt last, AttemptEnd end, Runnable then) {
    append(entries(last, end, true), then);
  }

  /** Ends the last attempt where no bill can be made of it: by the estimate the ledger has. */
  void expire(Attempt last, String reason, Runnable then) {
    append(
        List.of(
            settlement.expire(services.clock().instant(), last.number(), last.candidate(), reason)),
        then);
  }

  private Entry.Dispatch dispatch(Attempt attempt, String reason) {
    Candidate candidate = attempt.candidate();
    return new Entry.Dispatch(
        services.clock().instant(),
        id,
        attempt.number(),
        candidate.deployment().id(),
        candidate.deployment().model().modelClass().key(),
        candidate.estimate().usage(),
        candidate.estimate().cost(),
        reason);
  }

  private List<Entry> entries(Attempt ended, AttemptEnd end, boolean last) {
    return settlement.end(
        services.clock().instant(), ended.number(), ended.candidate(), end, last, ended.totalMs());
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
                onLoop(() -> {
                  services.metrics().appended(System.nanoTime() - before);
                  then.run();
                });
              }

              @Override
              public void failed(Throwable cause) {
                onLoop(() -> failed.accept(cause));
              }
            });
  }

  private void onLoop(Runnable step) {
    services.context().runOnContext(ignored -> runner.accept(step));
  }
}
