package io.tollgate.gateway.exchange;

import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.gateway.exchange.ExchangeJournal.Ended;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.gateway.upstream.Resilience.Departure;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.RequestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one request from its decision to its last byte, on one event loop.
 *
 * <p>Nothing is sent upstream before RESERVE and DISPATCH are in the journal, and the client gets
 * the last byte of an answer only after SETTLE is. Until the first content byte is released the
 * next deployment of the plan may be tried, or, where the policy hedges, asked at the same time;
 * after it a failure breaks the stream off with an error event.
 *
 * <p>Whatever calls in from outside goes through {@link #guard}, so that a fault in any step still
 * resolves the hold and answers the client.
 */
public final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** What is left to tell the client once the answer is settled. */
  @FunctionalInterface
  interface Finish {
    /** Releases the last bytes; the cost is {@code null} where there is no price. */
    void deliver(@Nullable Picodollars cost);
  }

  private enum Phase {
    /** The first entries are on their way to the journal; nothing runs upstream. */
    OPENING,
    /** Attempts run, or one is about to. */
    OPEN,
    /** The last entries are on their way. */
    ENDING,
    /** The client has all it will get. */
    OVER
  }

  private final ExchangeServices services;
  private final RunningRequests.Ticket ticket;
  private final VirtualKey key;
  private final RequestProfile profile;
  private final Decision decision;
  private final Itinerary itinerary;
  private final ClientReply reply;
  private final Telling telling;
  private final Settlement settlement;
  private final AttemptBilling billing;
  private final ExchangeJournal journal;
  private final Timers timers;
  private final String id;
  private final Instant arrivedAt;
  private final AnswerWitness.@Nullable Listener witness;
  private final long startNanos = System.nanoTime();

  /** Attempts of which the ledger knows the beginning and not the end: one, or two of a hedge. */
  private final List<Attempt> live = new ArrayList<>(2);

  private Phase phase = Phase.OPENING;

  /** The attempt that answers, or the latest while none does. */
  private Attempt foremost;

  private int attempts = 1;
  private boolean committed;
  private boolean alone;
  private boolean holdIsOpen;
  private @Nullable Runnable interruption;

  private Exchange(
      ExchangeServices services,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      VirtualKey key,
      ClientCall call,
      Decision decision,
      PriceBook prices,
      Itinerary itinerary,
      Leg first) {
    this.services = services;
    this.ticket = ticket;
    this.key = key;
    this.profile = call.profile();
    this.decision = decision;
    this.itinerary = itinerary;
    this.arrivedAt = services.clock().instant();
    this.id = services.ids().next(arrivedAt.toEpochMilli());
    this.witness = services.witness().about(id, key, call, decision);
    this.reply = new ClientReply(client, () -> guard(this::departed));
    this.telling = new Telling(reply, client.dialect(), id, decision);
    this.settlement = new Settlement(prices, arrivedAt, id, decision.hold());
    this.billing = new AttemptBilling(profile);
    this.journal = new ExchangeJournal(services, id, settlement, this::guard, this::ledgerFailed);
    this.timers = new Timers(services.context(), this::guard);
    this.foremost = new Attempt(this, first, attempts);
  }

  /**
   * Reserves, sends, relays, settles: returns at once, the rest happens on the event loop.
   *
   * @param ticket given back when the last byte is written
   * @param prices the prices known at admission
   */
  public static Beginning begin(
      ExchangeServices services,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      VirtualKey key,
      ClientCall call,
      Decision decision,
      PriceBook prices) {
    Crossings crossings =
        new Crossings(
            call, decision.mayLose(), services.upstreams(), services.thoughts().of(key.id()));
    Itinerary itinerary = new Itinerary(decision, services.health(), crossings, services.random());
    Leg first = itinerary.first();
    if (first == null) {
      ClientError refusal = crossings.refusal();
      return refusal == null ? new Beginning.NothingTakes() : new Beginning.Untranslatable(refusal);
    }
    Exchange exchange =
        new Exchange(services, ticket, client, key, call, decision, prices, itinerary, first);
    ticket.onStop(() -> exchange.guard(() -> exchange.interrupt(exchange::stopped)));
    exchange.guard(exchange::open);
    return new Beginning.Begun();
  }

  private void open() {
    Attempt first = foremost;
    journal.open(
        arrivedAt,
        key,
        profile(),
        decision,
        first,
        () -> {
          phase = Phase.OPEN;
          holdIsOpen = true;
          live.add(first);
          Runnable reason = interruption;
          if (reason != null) {
            abandonAll(reason);
          } else {
            send(first);
            armHedge();
          }
        });
  }

  private void send(Attempt attempt) {
    if (attempt.isOver()) {
      return;
    }
    attempt.started(
        services
            .upstreams()
            .send(
                attempt.candidate().deployment().provider(),
                id + "-" + attempt.number(),
                attempt.crossing().request(),
                profile().stream(),
                attempt));
    long firstTokenMs = decision.patience().firstTokenMs();
    if (profile().stream() && firstTokenMs != Patience.UNLIMITED) {
      timers.after(firstTokenMs, () -> firstTokenIsLate(attempt, firstTokenMs));
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
    if (attempt.isOver() || committed || live.size() > 1 || !itinerary.prepareNext()) {
      return false;
    }
    attempt.giveUp(why);
    return true;
  }

  private void armHedge() {
    long hedgeAfterMs = decision.patience().hedgeAfterMs();
    if (decision.patience().hedges()) {
      timers.after(hedgeAfterMs, () -> hedge(hedgeAfterMs));
    }
  }

  /** Asks the next deployment as well, and lets the first to answer win. */
  private void hedge(long afterMs) {
    if (phase != Phase.OPEN || committed || alone || live.size() != 1) {
      return;
    }
    if (live.getFirst().hasContent() || interruption != null) {
      return;
    }
    Leg leg = itinerary.next();
    if (leg != null) {
      Attempt second = nextAttempt(leg);
      journal.dispatch(
          second, "hedge after " + afterMs + " ms without a first token", () -> send(second));
      live.add(second);
      services.metrics().hedged(leg.candidate().deployment());
    }
  }

  private Attempt nextAttempt(Leg leg) {
    foremost = new Attempt(this, leg, ++attempts);
    return foremost;
  }

  /** Tries the next deployment, or tells the client that there is none. */
  void attemptFailed(Attempt failed, AttemptFailure failure, AttemptEnd end) {
    LOG.atInfo()
        .addKeyValue("request", id)
        .addKeyValue("deployment", failed.candidate().deployment().id())
        .addKeyValue("status", failed.status())
        .addKeyValue("code", failure.code())
        .log("attempt {} failed", failed.number());
    Ended ended = new Ended(failed, end);
    if (alone) {
      close(List.of(ended), this::clientLeft);
      return;
    }
    if (live.size() > 1) {
      // The other attempt of the hedge may still answer.
      journal.end(ended);
      live.remove(failed);
      foremost = live.getFirst();
      return;
    }
    if (committed || failure.next() == AttemptFailure.Next.NOWHERE) {
      close(List.of(ended), () -> giveUp(failure, failure.source()));
      return;
    }
    Leg leg = itinerary.next();
    if (leg != null) {
      Attempt next = nextAttempt(leg);
      journal.fallBack(ended, next, "fallback after " + failure.code(), () -> send(next));
      live.set(0, next);
      return;
    }
    long restMs = itinerary.restMs(failed.candidate(), failure);
    if (restMs < 0) {
      close(List.of(ended), () -> giveUp(failure, failure.source()));
      return;
    }
    journal.end(ended);
    live.clear();
    timers.after(restMs, () -> again(failed.candidate(), failure));
  }

  /** Asks the same deployment once more. */
  private void again(Candidate candidate, AttemptFailure failure) {
    if (phase != Phase.OPEN) {
      return;
    }
    Leg leg = itinerary.again(candidate);
    if (leg == null) {
      close(List.of(), () -> giveUp(failure, failure.source()));
      return;
    }
    Attempt next = nextAttempt(leg);
    journal.dispatch(next, "retry after " + failure.code(), () -> send(next));
    live.add(next);
  }

  /** Settles a complete answer, then releases its last bytes. */
  void attemptCompleted(Attempt completed, AttemptEnd.Billed end, Finish finish) {
    foremost = completed;
    long totalMs = completed.totalMs();
    AttemptEnd.Billed bill = alone ? end.as(Entry.Outcome.ABORTED) : end;
    List<Ended> all = abandonBut(completed);
    all.add(new Ended(completed, bill));
    close(
        all,
        () -> {
          services
              .health()
              .observe(
                  completed.candidate().deployment(),
                  // A plain answer comes at once, at its end: that says nothing of its first token.
                  profile().stream() ? end.ttftMs() : -1,
                  totalMs,
                  end.usage(),
                  end.quality().isReported());
          if (alone) {
            clientLeft();
          } else {
            finish.deliver(settlement.spent());
            finished(200, "complete");
          }
          witnessed(completed, !alone);
        });
  }

  private List<Ended> abandonBut(@Nullable Attempt kept) {
    List<Ended> ended = new ArrayList<>(2);
    for (Attempt attempt : live) {
      if (!attempt.equals(kept)) {
        ended.add(new Ended(attempt, attempt.abandon()));
      }
    }
    return ended;
  }

  /** The client has closed its connection. */
  private void departed() {
    if (phase == Phase.OPEN && live.size() == 1 && live.getFirst().isSent()) {
      Attempt attempt = live.getFirst();
      Departure departure =
          services.health().resilience(attempt.candidate().deployment()).departure();
      if (departure.drains() && !alone) {
        alone = true;
        timers.cancel();
        timers.after(departure.drain().toMillis(), this::readFarEnough);
        attempt.readOnAlone(departure.drainBytes());
        return;
      }
    }
    interrupt(this::clientLeft);
  }

  /** The answer of a client that has left was read on for as long as it may be. */
  void readFarEnough() {
    interrupt(this::clientLeft);
  }

  /** Ends what runs for a reason that is not the provider's; the first reason counts. */
  private void interrupt(Runnable then) {
    if (interruption == null) {
      interruption = then;
      if (phase == Phase.OPEN) {
        abandonAll(then);
      }
    }
  }

  private void abandonAll(Runnable then) {
    close(abandonBut(null), then);
  }

  private void clientLeft() {
    finished(committed ? 200 : 499, "aborted");
  }

  private void stopped() {
    if (alone) {
      clientLeft();
    } else {
      giveUp(AttemptFailure.STOPPING, "gateway");
    }
  }

  /** Tells the client that there is no complete answer. */
  private void giveUp(AttemptFailure failure, String source) {
    if (committed) {
      telling.breakOff(failure);
      finished(200, "truncated");
      return;
    }
    describe();
    telling.refuse(failure, source);
    finished(failure.status(), "failed");
  }

  /** Writes down how everything ended that was under way, and with it the request. */
  private void close(List<Ended> all, Runnable then) {
    if (all.isEmpty()) {
      journal.close("the request ended between two attempts", then);
    } else {
      journal.close(all, then);
    }
    live.clear();
    timers.cancel();
    phase = Phase.ENDING;
  }

  /** What cannot be written down is not done, and what was done is not called complete. */
  private void ledgerFailed(Throwable cause) {
    if (phase == Phase.OVER) {
      return;
    }
    if (cause instanceof LedgerException e && e.kind() == LedgerException.Kind.REFUSED) {
      LOG.atError().addKeyValue("request", id).setCause(cause).log("the ledger took no entry");
      settleFault();
    } else {
      // The ledger itself says once what ails it, and ends on the books what it told us too late.
      LOG.atDebug().addKeyValue("request", id).setCause(cause).log("the ledger took no entry");
      live.forEach(Attempt::cancel);
      foremost.release();
      giveUp(AttemptFailure.ledger(cause), "gateway");
    }
  }

  /** Runs a step; what it throws ends the whole exchange and not only the step. */
  void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error fault) {
      LOG.atError()
          .addKeyValue("request", id)
          .setCause(new BareFault(fault))
          .log("a fault of the gateway ended a request");
      // Each case goes on to a later phase, so that faults upon faults come to an end.
      switch (phase) {
        case OPEN -> guard(this::settleFault);
        case OPENING, ENDING -> guard(this::confessFault);
        case OVER -> {
          reply.abort();
          ticket.leave();
        }
      }
    }
  }

  /** Resolves the hold without a bill: by the estimate that the ledger already has. */
  private void settleFault() {
    phase = Phase.ENDING;
    if (!holdIsOpen) {
      confessFault();
      return;
    }
    // Tried once: where the ledger refuses this, too, only a restart can resolve it.
    holdIsOpen = false;
    List<Attempt> sent = new ArrayList<>(2);
    List<Ended> unsent = new ArrayList<>(2);
    for (Attempt attempt : live) {
      if (attempt.cancel()) {
        sent.add(attempt);
      } else {
        unsent.add(new Ended(attempt, Attempt.NOTHING_SENT));
      }
    }
    if (live.isEmpty()) {
      journal.close("a fault of the gateway", this::confessFault);
    } else {
      journal.expire(sent, unsent, "a fault of the gateway", this::confessFault);
    }
  }

  private void confessFault() {
    phase = Phase.OVER;
    live.forEach(Attempt::cancel);
    foremost.release();
    giveUp(AttemptFailure.FAULT, "gateway");
  }

  /**
   * Releases the first content: from here on no other deployment may answer.
   *
   * @return whether it was not released before
   */
  boolean commitStream(Attempt winner) {
    if (committed) {
      return false;
    }
    committed = true;
    foremost = winner;
    timers.cancel();
    itinerary.end();
    abandonBut(winner).forEach(journal::end);
    live.removeIf(attempt -> !attempt.equals(winner));
    describe();
    reply.beginStream();
    return true;
  }

  /** A place for the answer of an attempt that somebody wants to look at; else {@code null}. */
  @Nullable KeptAnswer keep(Crossing crossing) {
    if (witness == null || !crossing.dialect().talks()) {
      return null;
    }
    ExchangeServices.AnswerLimits limits = services.limits();
    HeldBytes.Share held = reply.held();
    return profile.stream()
        ? KeptAnswer.streamed(
            crossing, held, limits.answerBytesMax(), profile.choices(), limits.eventBytesMax())
        : KeptAnswer.plain(crossing, held, limits.answerBytesMax());
  }

  /** Tells who wanted to know of an answer that is settled. */
  private void witnessed(Attempt answered, boolean released) {
    WitnessedAnswer answer = witness == null ? null : answered.witnessed(released);
    if (witness != null && answer != null) {
      try {
        witness.answered(answer);
      } catch (RuntimeException fault) {
        // The client has its answer, whatever becomes of the look at it.
        LOG.atError()
            .addKeyValue("request", id)
            .setCause(new BareFault(fault))
            .log("a fault of the gateway in looking at an answer");
      }
    }
  }

  /** The headers that say what was decided and why. */
  void describe() {
    telling.describe(foremost, attempts);
  }

  private void finished(int status, String outcome) {
    phase = Phase.OVER;
    timers.cancel();
    itinerary.end();
    reply.written().onComplete(ignored -> ticket.leave());
    FinishedExchange exchange =
        new FinishedExchange(
            arrivedAt,
            id,
            key.id(),
            telling.dialect(),
            foremost.crossing().losses().size(),
            decision.policy(),
            decision.rule(),
            foremost.candidate().deployment(),
            attempts,
            profile().stream(),
            status,
            outcome,
            settlement.lastUsage(),
            settlement.lastQuality(),
            settlement.spent(),
            foremost.firstContentMsAfter(startNanos),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
            decision.reason());
    services.metrics().finished(exchange);
    services.log().add(exchange);
  }

  /**
   * Whether the beginning of a stream is to be held back until it is known to be fast enough: in
   * tokens a second, or 0.
   */
  long tokensPerSecondMin() {
    return committed || alone ? 0 : decision.patience().tokensPerSecond();
  }

  String id() {
    return id;
  }

  Instant arrivedAt() {
    return arrivedAt;
  }

  Timers timers() {
    return timers;
  }

  RequestProfile profile() {
    return profile;
  }

  ExchangeServices services() {
    return services;
  }

  AttemptBilling billing() {
    return billing;
  }

  ClientReply reply() {
    return reply;
  }
}
