package io.tollgate.gateway.exchange;

import io.tollgate.adapters.openai.chat.ChatErrors;
import io.tollgate.adapters.openai.chat.ChatRequest;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
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
 * next deployment of the plan may be tried; after it a failure breaks the stream off with an error
 * event.
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
    /** An attempt runs. */
    ATTEMPTING,
    /** The last entries are on their way, or everything is done. */
    ENDING
  }

  private final ExchangeServices services;
  private final VirtualKey key;
  private final ChatRequest chat;
  private final Decision decision;
  private final ClientReply reply;
  private final Settlement settlement;
  private final AttemptBilling billing;
  private final String id;
  private final Instant arrivedAt;
  private final long startNanos = System.nanoTime();
  private Phase phase = Phase.JOURNALLING;
  private Attempt attempt;
  private boolean committed;
  private boolean clientLeft;

  /**
   * An exchange that has been decided and not begun.
   *
   * @param prices the prices known at admission
   */
  public Exchange(
      ExchangeServices services,
      HttpServerRequest request,
      VirtualKey key,
      ChatRequest chat,
      Decision decision,
      PriceBook prices) {
    this.services = services;
    this.key = key;
    this.chat = chat;
    this.decision = decision;
    this.arrivedAt = services.clock().instant();
    this.id = services.ids().next(arrivedAt.toEpochMilli());
    this.reply = new ClientReply(request, this::clientLeft);
    this.settlement = new Settlement(prices, arrivedAt, id, decision.first().estimate().hold());
    this.billing = new AttemptBilling(chat.profile());
    this.attempt = new Attempt(this, decision.first(), 1);
  }

  /** Reserves, sends, relays, settles: returns at once, the rest happens on the event loop. */
  public void begin() {
    services.metrics().entered();
    List<Entry> entries = new ArrayList<>(2);
    entries.add(
        new Entry.Reserve(
            arrivedAt,
            id,
            key.id(),
            decision.policy(),
            decision.rule(),
            chat.profile().model(),
            chat.profile().stream(),
            decision.first().estimate().hold()));
    entries.add(dispatch(attempt, decision.reason()));
    append(entries, this::send);
  }

  private Entry.Dispatch dispatch(Attempt next, String reason) {
    Candidate candidate = next.candidate();
    return new Entry.Dispatch(
        services.clock().instant(),
        id,
        next.number(),
        candidate.deployment().id(),
        candidate.deployment().model().modelClass().key(),
        candidate.estimate().usage(),
        candidate.estimate().cost(),
        reason);
  }

  private void send() {
    if (clientLeft) {
      AttemptEnd end = new AttemptEnd.Unbilled(0, "the client left before anything was sent");
      end(attempt, end, () -> finished(499, "aborted"));
      return;
    }
    phase = Phase.ATTEMPTING;
    Candidate candidate = attempt.candidate();
    boolean addUsage = chat.profile().stream() && !chat.profile().streamUsage();
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
      end(failed, end, () -> giveUp(failure));
      return;
    }
    phase = Phase.JOURNALLING;
    List<Entry> entries = endEntries(failed, end, false);
    attempt = new Attempt(this, decision.plan().get(failed.number()), failed.number() + 1);
    entries.add(dispatch(attempt, "fallback after " + failure.code()));
    append(entries, this::send);
  }

  /** Settles a complete answer, then releases its last bytes. */
  void attemptCompleted(Attempt completed, AttemptEnd.Billed end, Finish finish) {
    end(
        completed,
        end,
        () -> {
          services
              .outlook()
              .observe(
                  completed.candidate().deployment(),
                  // A plain answer comes at once, at its end: that says nothing of its first token.
                  isStreamed() ? end.ttftMs() : -1,
                  completed.totalMs(),
                  end.usage().totalOutput());
          finish.deliver(settlement.spent());
          finished(200, "complete");
        });
  }

  private void clientLeft() {
    clientLeft = true;
    if (phase == Phase.ATTEMPTING) {
      end(attempt, attempt.abandon(), () -> finished(committed ? 200 : 499, "aborted"));
    }
  }

  private void giveUp(AttemptFailure failure) {
    if (committed) {
      reply.breakOff(
          Buffer.buffer(
              ChatErrors.event(failure.status(), failure.code(), null, failure.message())));
      finished(200, "truncated");
      return;
    }
    describe();
    reply.header(ResponseHeaders.ERROR_SOURCE, "provider");
    if (failure.retryAfter() != null) {
      reply.header(ResponseHeaders.RETRY_AFTER, failure.retryAfter());
    }
    Buffer body = failure.body();
    reply.sendJson(
        failure.status(),
        body != null
            ? body
            : Buffer.buffer(
                ChatErrors.body(failure.status(), failure.code(), null, failure.message())));
    finished(failure.status(), "failed");
  }

  private void end(Attempt last, AttemptEnd end, Runnable then) {
    phase = Phase.ENDING;
    append(endEntries(last, end, true), then);
  }

  private List<Entry> endEntries(Attempt ended, AttemptEnd end, boolean last) {
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
                services
                    .context()
                    .runOnContext(ignored -> {
                      services.metrics().appended(System.nanoTime() - before);
                      then.run();
                    });
              }

              @Override
              public void failed(Throwable cause) {
                services.context().runOnContext(ignored -> ledgerFailed(cause));
              }
            });
  }

  /** What cannot be written down is not done, and what was done is not called complete. */
  private void ledgerFailed(Throwable cause) {
    phase = Phase.ENDING;
    LOG.atError().addKeyValue("request", id).setCause(cause).log("the ledger took no entry");
    String message = "The gateway's ledger cannot be written; nothing more is done for now.";
    if (committed) {
      reply.breakOff(Buffer.buffer(ChatErrors.event(503, "ledger_unavailable", null, message)));
    } else {
      reply.header(ResponseHeaders.ERROR_SOURCE, "gateway");
      reply.sendJson(503, Buffer.buffer(ChatErrors.body(503, "ledger_unavailable", null, message)));
    }
    finished(committed ? 200 : 503, "failed");
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
    services.metrics().left();
    FinishedExchange exchange =
        new FinishedExchange(
            arrivedAt,
            id,
            key.id(),
            decision.policy(),
            decision.rule(),
            attempt.candidate().deployment(),
            attempt.number(),
            chat.profile().stream(),
            status,
            outcome,
            settlement.lastUsage(),
            settlement.lastQuality(),
            settlement.spent(),
            attempt.ttftMs(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
            decision.reason());
    services.metrics().finished(exchange);
    services.log().add(exchange);
  }

  UsageRule usageRule(Candidate candidate) {
    return services.upstreams().provider(candidate.deployment().provider()).usageRule();
  }

  boolean isStreamed() {
    return chat.profile().stream();
  }

  boolean wantsStreamUsage() {
    return chat.profile().streamUsage();
  }

  int choices() {
    return chat.profile().choices();
  }

  boolean resendsLost() {
    return services.limits().resendLost();
  }

  ExchangeServices.AnswerLimits limits() {
    return services.limits();
  }

  AttemptBilling billing() {
    return billing;
  }

  ClientReply reply() {
    return reply;
  }
}
