package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.RequestProfile;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one request from its decision to its last byte, on one event loop.
 *
 * <p>Nothing is sent upstream before RESERVE and DISPATCH are in the journal, and the client gets
 * the last byte of an answer only after SETTLE is. Until the first content byte is released the
 * next deployment of the plan may be tried; after it a failure breaks the stream off with an error
 * event.
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
    /** Entries are on their way to the journal; nothing runs upstream. */
    JOURNALLING,
    /** The attempt is open in the journal, and runs. */
    ATTEMPTING,
    /** The last entries are on their way. */
    ENDING,
    /** The client has all it will get. */
    OVER
  }

  private final ExchangeServices services;
  private final RunningRequests.Ticket ticket;
  private final VirtualKey key;
  private final ChatRequest chat;
  private final Decision decision;
  private final ClientReply reply;
  private final Settlement settlement;
  private final AttemptBilling billing;
  private final ExchangeJournal journal;
  private final String id;
  private final Instant arrivedAt;
  private final long startNanos = System.nanoTime();
  private Phase phase = Phase.JOURNALLING;
  private Attempt attempt;
  private boolean committed;
  private boolean holdIsOpen;
  private @Nullable Runnable interruption;

  /**
   * An exchange that has been decided and not begun.
   *
   * @param ticket given back when the last byte is written
   * @param prices the prices known at admission
   */
  public Exchange(
      ExchangeServices services,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      VirtualKey key,
      ChatRequest chat,
      Decision decision,
      PriceBook prices) {
    this.services = services;
    this.ticket = ticket;
    this.key = key;
    this.chat = chat;
    this.decision = decision;
    this.arrivedAt = services.clock().instant();
    this.id = services.ids().next(arrivedAt.toEpochMilli());
    this.reply = new ClientReply(client, () -> guard(() -> interrupt(this::clientLeft)));
    this.settlement = new Settlement(prices, arrivedAt, id, decision.first().estimate().hold());
    this.billing = new AttemptBilling(chat.profile());
    this.journal = new ExchangeJournal(services, id, settlement, this::guard, this::ledgerFailed);
    this.attempt = new Attempt(this, decision.first(), 1);
  }

  /** Reserves, sends, relays, settles: returns at once, the rest happens on the event loop. */
  public void begin() {
    ticket.onStop(() -> guard(() -> interrupt(this::stopped)));
    guard(() -> journal.open(arrivedAt, key, profile(), decision, attempt, this::send));
  }

  private void send() {
    phase = Phase.ATTEMPTING;
    holdIsOpen = true;
    if (interruption != null) {
      end(attempt.abandon(), interruption);
      return;
    }
    Candidate candidate = attempt.candidate();
    boolean addUsage = profile().stream() && !profile().streamUsage();
    attempt.started(
        services
            .upstreams()
            .chat(
                candidate.deployment().provider(),
                id + "-" + attempt.number(),
                Buffers.of(chat.splice(candidate.deployment().upstreamModel(), addUsage)),
                attempt));
  }

  /** Tries the next deployment, or tells the client that there is none. */
  void attemptFailed(Attempt failed, AttemptFailure failure, AttemptEnd end) {
    LOG.atInfo()
        .addKeyValue("request", id)
        .addKeyValue("deployment", failed.candidate().deployment().id())
        .addKeyValue("status", failed.status())
        .addKeyValue("code", failure.code())
        .log("attempt {} failed", failed.number());
    boolean another = failure.tryNext() && !committed && failed.number() < decision.plan().size();
    if (!another) {
      end(end, () -> giveUp(failure, "provider"));
      return;
    }
    Attempt next = new Attempt(this, decision.plan().get(failed.number()), failed.number() + 1);
    journal.fallBack(
        failed,
        end,
        next,
        "fallback after " + failure.code(),
        () -> {
          attempt = next;
          send();
        });
    phase = Phase.JOURNALLING;
  }

  /** Settles a complete answer, then releases its last bytes. */
  void attemptCompleted(Attempt completed, AttemptEnd.Billed end, Finish finish) {
    long totalMs = completed.totalMs();
    end(
        end,
        () -> {
          services
              .outlook()
              .observe(
                  completed.candidate().deployment(),
                  // A plain answer comes at once, at its end: that says nothing of its first token.
                  profile().stream() ? end.ttftMs() : -1,
                  totalMs,
                  end.usage().totalOutput());
          finish.deliver(settlement.spent());
          finished(200, "complete");
        });
  }

  /** Ends what runs for a reason that is not the provider's; the first reason counts. */
  private void interrupt(Runnable then) {
    if (interruption == null) {
      interruption = then;
      if (phase == Phase.ATTEMPTING) {
        end(attempt.abandon(), then);
      }
    }
  }

  private void clientLeft() {
    finished(committed ? 200 : 499, "aborted");
  }

  private void stopped() {
    giveUp(AttemptFailure.STOPPING, "gateway");
  }

  /** Tells the client that there is no complete answer. */
  private void giveUp(AttemptFailure failure, String source) {
    if (committed) {
      reply.breakOff(failure.event());
      finished(200, "truncated");
      return;
    }
    describe();
    reply.header(ResponseHeaders.ERROR_SOURCE, source);
    if (failure.retryAfter() != null) {
      reply.header(ResponseHeaders.RETRY_AFTER, ResponseHeaders.headerSafe(failure.retryAfter()));
    }
    reply.sendJson(failure.status(), failure.json());
    finished(failure.status(), "failed");
  }

  private void end(AttemptEnd end, Runnable then) {
    journal.close(attempt, end, then);
    phase = Phase.ENDING;
  }

  /** What cannot be written down is not done, and what was done is not called complete. */
  private void ledgerFailed(Throwable cause) {
    LOG.atError().addKeyValue("request", id).setCause(cause).log("the ledger took no entry");
    if (cause instanceof LedgerException e && e.kind() == LedgerException.Kind.REFUSED) {
      settleFault();
    } else {
      giveUp(AttemptFailure.NO_LEDGER, "gateway");
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
        case ATTEMPTING -> guard(this::settleFault);
        case JOURNALLING, ENDING -> guard(this::confessFault);
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
    if (attempt.cancel()) {
      journal.expire(attempt, "a fault of the gateway", this::confessFault);
    } else {
      journal.close(attempt, Attempt.NOTHING_SENT, this::confessFault);
    }
  }

  private void confessFault() {
    phase = Phase.OVER;
    giveUp(AttemptFailure.FAULT, "gateway");
  }

  /**
   * Releases the first content: from here on no other deployment may answer.
   *
   * @return whether it was not released before
   */
  boolean commitStream() {
    if (committed) {
      return false;
    }
    committed = true;
    describe();
    reply.beginStream();
    return true;
  }

  /** The headers that say what was decided and why. */
  void describe() {
    ResponseHeaders.describe(reply, id, decision, attempt.candidate(), attempt.number());
  }

  private void finished(int status, String outcome) {
    phase = Phase.OVER;
    reply.written().onComplete(ignored -> ticket.leave());
    FinishedExchange exchange =
        new FinishedExchange(
            arrivedAt,
            id,
            key.id(),
            decision.policy(),
            decision.rule(),
            attempt.candidate().deployment(),
            attempt.number(),
            profile().stream(),
            status,
            outcome,
            settlement.lastUsage(),
            settlement.lastQuality(),
            settlement.spent(),
            attempt.firstContentMsAfter(startNanos),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
            decision.reason());
    services.metrics().finished(exchange);
    services.log().add(exchange);
  }

  RequestProfile profile() {
    return chat.profile();
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
