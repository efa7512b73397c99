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
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.RequestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one request from its decision to its last byte, on one event loop.
 *
 * <p>Nothing is sent upstream before RESERVE and DISPATCH are in the journal, and the client gets
 * the last byte of an answer only after SETTLE is. Until the first content byte is released another
 * deployment of the plan may be tried, as its {@link Course} has it; after it a failure breaks the
 * stream off with an error event.
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
  private final TaxFacts facts;
  private final Settlement settlement;
  private final Spending spending;
  private final AttemptBilling billing;
  private final ExchangeJournal journal;
  private final Timers timers;
  private final AnswerChecks checks;
  private final Attempts attempts;
  private final Course course;
  private final String id;
  private final Instant arrivedAt;
  private final Aftermath aftermath;

  private Phase phase = Phase.OPENING;
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
      Spending spending,
      Itinerary itinerary,
      List<Leg> first) {
    this.services = services;
    this.ticket = ticket;
    this.key = key;
    this.profile = call.profile();
    this.decision = decision;
    this.itinerary = itinerary;
    this.arrivedAt = spending.heldAt();
    this.id = services.ids().next(arrivedAt.toEpochMilli());
    Consumer<Runnable> guard = this::guard;
    this.reply = new ClientReply(services.context(), client, () -> guard(this::departed));
    this.telling = new Telling(reply, client.dialect(), id, decision);
    this.facts = new TaxFacts(services.conversations(), key.id(), call, decision.floor());
    this.settlement = new Settlement(prices, arrivedAt, id, decision.hold(), facts);
    this.spending = spending;
    this.aftermath =
        new Aftermath(
            services,
            arrivedAt,
            id,
            key,
            decision,
            settlement,
            spending.accounts(),
            telling,
            services.witness().about(id, key, call, decision));
    this.billing = new AttemptBilling(profile);
    this.journal =
        new ExchangeJournal(services, id, settlement, spending, guard, this::ledgerFailed);
    this.timers = new Timers(services.context(), guard);
    this.checks = new AnswerChecks(call, services.context(), guard);
    this.attempts = new Attempts(this, itinerary, journal, decision.patience(), first);
    this.course = Course.of(this, attempts, decision);
  }

  /**
   * Reserves, sends, relays, settles: returns at once, the rest happens on the event loop.
   *
   * @param ticket given back when the last byte is written
   * @param prices the prices known at admission
   * @param spending what is held for it; its own to end, if it has begun
   */
  public static Beginning begin(
      ExchangeServices services,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      VirtualKey key,
      ClientCall call,
      Decision decision,
      PriceBook prices,
      Spending spending) {
    Crossings crossings =
        new Crossings(
            call, decision.mayLose(), services.upstreams(), services.thoughts().of(key.id()));
    Itinerary itinerary =
        new Itinerary(
            decision,
            services.health(),
            crossings,
            spending::covers,
            affinity(key, call.profile()),
            services.random());
    List<Leg> first = itinerary.begin(decision.tactic());
    if (first.isEmpty()) {
      ClientError refusal = crossings.refusal();
      return refusal == null
          ? new Beginning.NothingTakes(itinerary.shortageMs())
          : new Beginning.Untranslatable(refusal);
    }
    Exchange exchange =
        new Exchange(
            services, ticket, client, key, call, decision, prices, spending, itinerary, first);
    ticket.onStop(() -> exchange.guard(() -> exchange.interrupt(exchange::stopped)));
    exchange.guard(exchange::open);
    return new Beginning.Begun();
  }

  /** What the requests of one application have in common, and of one of its users; never 0. */
  private static long affinity(VirtualKey key, RequestProfile profile) {
    return (31L * key.id().hashCode() + Objects.hashCode(profile.user())) << 1 | 1;
  }

  private void open() {
    journal.open(
        arrivedAt,
        key,
        profile(),
        decision,
        attempts.live(),
        () -> {
          phase = Phase.OPEN;
          holdIsOpen = true;
          Runnable reason = interruption;
          if (reason != null) {
            abandonAll(reason);
          } else {
            attempts.begin();
            course.begin();
            facts.recall();
          }
        });
  }

  /**
   * Gives an attempt up for the next deployment, if there is one that takes the request.
   *
   * @return whether it was given up
   */
  boolean switchFrom(Attempt attempt, String why) {
    return attempts.switchFrom(attempt, why);
  }

  /** Tries the next deployment, or tells the client that there is none. */
  void attemptFailed(Attempt failed, AttemptFailure failure, AttemptEnd end) {
    LOG.atInfo()
        .addKeyValue("request", id)
        .addKeyValue("deployment", failed.candidate().deployment().id())
        .addKeyValue("status", failed.status())
        .addKeyValue("code", failure.code())
        .log("attempt {} failed", failed.number());
    if (end instanceof AttemptEnd.Unbilled) {
      spending.disclaim(failed.number());
    }
    itinerary.failed(failed, failure);
    Ended ended = new Ended(failed, end);
    if (alone) {
      close(List.of(ended), this::clientLeft);
    } else {
      course.failed(ended, failure);
    }
  }

  /** An attempt has its whole answer: it is released, held against another, or found wanting. */
  void attemptCompleted(Attempt completed, AttemptEnd.Billed end, Finish finish) {
    attempts.lead(completed);
    if (alone) {
      AttemptEnd.Billed bill = end.as(Entry.Outcome.ABORTED);
      close(
          List.of(new Ended(completed, bill)),
          () -> {
            clientLeft();
            wasSettled(completed, bill);
          });
    } else {
      course.completed(completed, end, finish);
    }
  }

  /** Settles a complete answer, and with it the request, then releases its last bytes. */
  void release(Attempt winner, AttemptEnd.Billed bill, Finish finish) {
    attempts.lead(winner);
    List<Ended> all = attempts.abandonBut(winner);
    List<Ended> others = List.copyOf(all);
    all.add(new Ended(winner, bill));
    close(
        all,
        () -> {
          finish.deliver(settlement.spent());
          finished(200, "complete");
          aftermath.settled(winner, bill, true, profile.stream());
          for (Ended other : others) {
            if (other.end() instanceof AttemptEnd.Billed billed && billed.isComplete()) {
              wasSettled(other.attempt(), billed);
            }
          }
        });
  }

  /** Ends the request without an answer, once it is in the ledger how its attempts ended. */
  void fail(List<Ended> all, AttemptFailure failure) {
    close(all, () -> giveUp(failure, failure.source()));
  }

  /** A whole answer that nobody gets is in the ledger. */
  void wasSettled(Attempt attempt, AttemptEnd.Billed bill) {
    aftermath.settled(attempt, bill, false, profile.stream());
    attempt.discard();
  }

  /** The client has closed its connection. */
  private void departed() {
    List<Attempt> live = attempts.live();
    if (phase == Phase.OPEN && live.size() == 1 && live.getFirst().isRunning()) {
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

  /** Breaks off what runs; a whole answer that is held goes to nobody either. */
  private void abandonAll(Runnable then) {
    List<Ended> all = new ArrayList<>(2);
    for (Ended ended : attempts.abandonBut(null)) {
      all.add(
          ended.end() instanceof AttemptEnd.Billed billed
              ? new Ended(ended.attempt(), billed.as(Entry.Outcome.ABORTED))
              : ended);
    }
    close(all, then);
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
    attempts.clear();
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
      attempts.cancel();
      endSpending(phase);
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
    for (Attempt attempt : attempts.live()) {
      if (attempt.cancel()) {
        sent.add(attempt);
      } else {
        unsent.add(new Ended(attempt, Attempt.NOTHING_SENT));
      }
    }
    if (attempts.live().isEmpty()) {
      journal.close("a fault of the gateway", this::confessFault);
    } else {
      journal.expire(sent, unsent, "a fault of the gateway", this::confessFault);
    }
  }

  /** Whatever may have been billed and is not in the ledger counts as spent. */
  private void endSpending(Phase reached) {
    if (reached == Phase.OPENING) {
      spending.end();
    } else {
      spending.endInDoubt();
    }
  }

  private void confessFault() {
    Phase reached = phase;
    phase = Phase.OVER;
    endSpending(reached);
    attempts.cancel();
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
    timers.cancel();
    itinerary.end();
    attempts.settleBut(winner);
    describe();
    reply.beginStream();
    return true;
  }

  /** Whether nothing of an attempt's answer is to be released before all of it is there. */
  boolean holds(Attempt attempt) {
    return !committed && !alone && course.holds(attempt);
  }

  /** There is no room to hold more of an attempt's answer. */
  void overflowed(Attempt attempt) {
    course.overflowed(attempt);
    if (!aftermath.isWitnessed()) {
      attempt.answer().forget();
    }
  }

  /** A place for the answer of an attempt that is to be looked at; else {@code null}. */
  @Nullable KeptAnswer keep(Attempt attempt) {
    Crossing crossing = attempt.crossing();
    if ((!aftermath.isWitnessed() && !holds(attempt)) || !crossing.dialect().talks()) {
      return null;
    }
    ExchangeServices.AnswerLimits limits = services.limits();
    HeldBytes.Share held = reply.held();
    return profile.stream()
        ? KeptAnswer.streamed(
            crossing, held, limits.answerBytesMax(), profile.choices(), limits.eventBytesMax())
        : KeptAnswer.plain(crossing, held, limits.answerBytesMax());
  }

  /** The headers that say what was decided and why. */
  void describe() {
    telling.describe(attempts.foremost(), attempts.made());
  }

  private void finished(int status, String outcome) {
    phase = Phase.OVER;
    spending.end();
    timers.cancel();
    itinerary.end();
    reply.written().onComplete(ignored -> ticket.leave());
    aftermath.finished(status, outcome, attempts.foremost(), attempts.made(), profile.stream());
  }

  /**
   * Whether the beginning of a stream is to be held back until it is known to be fast enough: in
   * tokens a second, or 0.
   */
  long tokensPerSecondMin() {
    return committed || alone ? 0 : decision.patience().tokensPerSecond();
  }

  /** Whether the request is under way, and not about to end. */
  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Whether content was released, so that nobody else may answer. */
  boolean isCommitted() {
    return committed;
  }

  /** Whether another deployment could still answer a client that is there. */
  boolean mayTryAnother() {
    return phase == Phase.OPEN && !committed && !alone && interruption == null;
  }

  /** What the client is told of the way its answer came about, beside why it was decided so. */
  void note(String how) {
    telling.note(how);
  }

  Itinerary itinerary() {
    return itinerary;
  }

  AnswerChecks checks() {
    return checks;
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
