package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.BookedOutcome;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.metrics.QualityMeters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes what callers say became of their answers, once for each request and key, and books it in
 * the ledger.
 *
 * <p>A task may be done long after its request is forgotten here: then the outcome is booked to the
 * accounts of the key, and to no deployment. What was said is remembered as long as requests are,
 * in memory; what is not found there is looked up in the ledger of this node before it is booked,
 * off the caller's thread and one after the other, so that two that say the same at once are not
 * both the first. Safe for use by several threads.
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
     * @param seq its record in the journal
     */
    record Noted(long seq) implements Result {}

    /** Something else was said before. */
    record Contradicting() implements Result {}

    /** No request of such an id can be meant. */
    record Unknown() implements Result {}
  }

  /**
   * What counts.
   *
   * @param at when it was said or looked up
   * @param result completes when it is in the journal, or with why it is not
   */
  private record Said(Outcome outcome, Instant at, CompletableFuture<Result> result) {}

  private record Request(String key, String id) {}

  private final DecisionLog decisions;
  private final Supplier<DecisionLog.Bounds> bounds;
  private final BiConsumer<List<Entry>, AppendListener> ledger;
  private final PastOutcomes past;
  private final Executor lookups;
  private final QualityMeters meters;
  private final InstantSource clock;
  private final LinkedHashMap<Request, Said> said = new LinkedHashMap<>();

  /**
   * A desk where nothing is remembered.
   *
   * @param decisions the requests of which more is known than their keys
   * @param bounds how much of what was said is remembered, asked each time
   * @param ledger appends to the journal
   * @param past asked for what is not remembered
   * @param lookups runs what asks it, and may block; one at a time
   */
  public OutcomeDesk(
      DecisionLog decisions,
      Supplier<DecisionLog.Bounds> bounds,
      BiConsumer<List<Entry>, AppendListener> ledger,
      PastOutcomes past,
      Executor lookups,
      QualityMeters meters,
      InstantSource clock) {
    this.decisions = decisions;
    this.bounds = bounds;
    this.ledger = ledger;
    this.past = past;
    this.lookups = lookups;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Takes the outcome of a request of the owner of a key. Does not block.
   *
   * @param accounts the accounts that the key is charged to
   * @return completes when it is known what becomes of it, and what counts is in the journal;
   *     completes with why it is not, and then it may be said again
   */
  public CompletableFuture<Result> take(String key, List<String> accounts, Outcome outcome) {
    Instant now = clock.instant();
    RecentDecision decision = decisions.find(key, outcome.request());
    if (decision == null && !mayBe(outcome.request(), now)) {
      meters.outcome("unknown");
      return CompletableFuture.completedFuture(new Result.Unknown());
    }
    Request request = new Request(key, outcome.request());
    CompletableFuture<Result> again = again(request, outcome, now);
    if (again != null) {
      return again;
    }
    Entry entry = entry(now, key, accounts, outcome, decision);
    CompletableFuture<Result> result = new CompletableFuture<>();
    try {
      lookups.execute(() -> takeNew(request, outcome, entry, now, result));
    } catch (RejectedExecutionException stopping) {
      result.completeExceptionally(stopping);
    }
    return result;
  }

  /** What becomes of an outcome of a request of which one is remembered, else {@code null}. */
  private @Nullable CompletableFuture<Result> again(Request request, Outcome outcome, Instant now) {
    Said before;
    synchronized (this) {
      forget(now);
      before = said.get(request);
    }
    if (before == null) {
      return null;
    }
    boolean same = before.outcome().equals(outcome);
    meters.outcome(same ? "repeated" : "contradicting");
    return same ? before.result() : CompletableFuture.completedFuture(new Result.Contradicting());
  }

  /** Books an outcome, unless there is one by now, here or in the ledger. */
  private void takeNew(
      Request request,
      Outcome outcome,
      Entry entry,
      Instant now,
      CompletableFuture<Result> result) {
    CompletableFuture<Result> again = again(request, outcome, now);
    if (again == null) {
      BookedOutcome booked;
      try {
        booked = past.find(request.key(), request.id());
      } catch (RuntimeException e) {
        // Not booked, for it might be there already.
        result.completeExceptionally(e);
        return;
      }
      if (booked == null) {
        Said mine = new Said(outcome, now, result);
        remember(request, mine);
        meters.outcome("taken");
        book(request, mine, entry);
        return;
      }
      remember(
          request,
          new Said(
              new Outcome(request.id(), booked.success(), booked.value()),
              now,
              CompletableFuture.completedFuture(new Result.Noted(booked.seq()))));
      again = again(request, outcome, now);
    }
    pass(Objects.requireNonNull(again), result);
  }

  private synchronized void remember(Request request, Said what) {
    said.put(request, what);
  }

  private static void pass(CompletableFuture<Result> from, CompletableFuture<Result> to) {
    from.whenComplete((result, failure) -> {
      if (failure == null) {
        to.complete(result);
      } else {
        to.completeExceptionally(failure);
      }
    });
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
            mine.result().complete(new Result.Noted(lastSeq));
          }

          @Override
          public void failed(Throwable cause) {
            // It may be said again.
            synchronized (OutcomeDesk.this) {
              said.remove(request, mine);
            }
            mine.result().completeExceptionally(cause);
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
