package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.metrics.QualityMeters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what callers say became of their answers, once for each request and key, and books it in
 * the ledger.
 *
 * <p>A task may be done long after its request is forgotten here: then the outcome is booked to the
 * accounts of the key, and to no deployment. What was said is remembered as long as requests are,
 * in memory and of this node only. Safe for use by several threads.
 */
public final class OutcomeDesk {

  /** How old a request may be; ids of older ones are more likely mistaken than late. */
  public static final Duration AGE_MAX = Duration.ofDays(90);

  /** As much as the clocks of two nodes may differ. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

  /** What becomes of an outcome. */
  public sealed interface Result {

    /**
     * It counts, from now on or since it was said before.
     *
     * @param booked completes when it is in the journal, or with why it is not
     */
    record Noted(CompletableFuture<Long> booked) implements Result {}

    /** Something else was said before. */
    record Contradicting() implements Result {}

    /** No request of such an id can be meant. */
    record Unknown() implements Result {}
  }

  private record Said(Outcome outcome, Instant at, CompletableFuture<Long> booked) {}

  private record Request(String key, String id) {}

  private final DecisionLog decisions;
  private final Supplier<DecisionLog.Bounds> bounds;
  private final BiConsumer<List<Entry>, AppendListener> ledger;
  private final QualityMeters meters;
  private final InstantSource clock;
  private final LinkedHashMap<Request, Said> said = new LinkedHashMap<>();

  /**
   * A desk where nothing was said.
   *
   * @param decisions the requests of which more is known than their keys
   * @param bounds how much of what was said is remembered, asked each time
   * @param ledger appends to the journal
   */
  public OutcomeDesk(
      DecisionLog decisions,
      Supplier<DecisionLog.Bounds> bounds,
      BiConsumer<List<Entry>, AppendListener> ledger,
      QualityMeters meters,
      InstantSource clock) {
    this.decisions = decisions;
    this.bounds = bounds;
    this.ledger = ledger;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Takes the outcome of a request of the owner of a key.
   *
   * @param accounts the accounts that the key is charged to
   */
  public Result take(String key, List<String> accounts, Outcome outcome) {
    Instant now = clock.instant();
    Request request = new Request(key, outcome.request());
    RecentDecision decision = decisions.find(key, outcome.request());
    if (decision == null && !mayBe(outcome.request(), now)) {
      meters.outcome("unknown");
      return new Result.Unknown();
    }
    Said mine = new Said(outcome, now, new CompletableFuture<>());
    Said before;
    synchronized (this) {
      forget(now);
      before = said.putIfAbsent(request, mine);
    }
    if (before != null) {
      boolean same = before.outcome().equals(outcome);
      meters.outcome(same ? "repeated" : "contradicting");
      return same ? new Result.Noted(before.booked()) : new Result.Contradicting();
    }
    meters.outcome("taken");
    book(request, mine, entry(now, key, accounts, outcome, decision));
    return new Result.Noted(mine.booked());
  }

  private static Entry entry(
      Instant now,
      String key,
      List<String> accounts,
      Outcome outcome,
      @Nullable RecentDecision decision) {
    String policy = "";
    String deployment = "";
    List<String> charged = accounts;
    if (decision != null) {
      policy = decision.policy();
      deployment = decision.deployment().id();
      charged = decision.accounts();
    }
    return new Entry.OutcomeReported(
        now,
        outcome.request(),
        key,
        policy,
        deployment,
        charged,
        outcome.success(),
        outcome.value());
  }

  private static boolean mayBe(String request, Instant now) {
    Instant made = RequestIds.time(request);
    return made != null && !made.isBefore(now.minus(AGE_MAX)) && !made.isAfter(now.plus(AHEAD_MAX));
  }

  private void book(Request request, Said mine, Entry entry) {
    ledger.accept(
        List.of(entry),
        new AppendListener() {
          @Override
          public void appended(long lastSeq) {
            mine.booked().complete(lastSeq);
          }

          @Override
          public void failed(Throwable cause) {
            // It may be said again.
            synchronized (OutcomeDesk.this) {
              said.remove(request, mine);
            }
            mine.booked().completeExceptionally(cause);
          }
        });
  }

  private void forget(Instant now) {
    DecisionLog.Bounds most = bounds.get();
    Instant oldest = now.minus(most.age());
    Iterator<Said> eldestFirst = said.values().iterator();
    while (eldestFirst.hasNext()) {
      Said eldest = eldestFirst.next();
      if (said.size() <= most.requestsMax() && !eldest.at().isBefore(oldest)) {
        return;
      }
      eldestFirst.remove();
    }
  }
}
