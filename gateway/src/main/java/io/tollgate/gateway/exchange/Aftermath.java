package io.tollgate.gateway.exchange;

import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.routing.Decision;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is learnt from one request: from its answers once they are settled, and from its end. */
final class Aftermath {

  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private final ExchangeServices services;
  private final Instant arrivedAt;
  private final String id;
  private final VirtualKey key;
  private final Decision decision;
  private final Settlement settlement;
  private final List<String> accounts;
  private final Telling telling;
  private final AnswerWitness.@Nullable Listener witness;
  private final long startNanos = System.nanoTime();

  /**
   * Nothing learnt yet; the request begins now.
   *
   * @param accounts the names of the accounts that it is charged to
   * @param witness who wants to read its answers, or {@code null}
   */
  Aftermath(
      ExchangeServices services,
      Instant arrivedAt,
      String id,
      VirtualKey key,
      Decision decision,
      Settlement settlement,
      List<String> accounts,
      Telling telling,
      AnswerWitness.@Nullable Listener witness) {
    this.services = services;
    this.arrivedAt = arrivedAt;
    this.id = id;
    this.key = key;
    this.decision = decision;
    this.settlement = settlement;
    this.accounts = accounts;
    this.telling = telling;
    this.witness = witness;
  }

  /** Whether somebody wants to read the answers. */
  boolean isWitnessed() {
    return witness != null;
  }

  /** A whole answer is settled. */
  void settled(Attempt completed, AttemptEnd.Billed bill, boolean released, boolean stream) {
    services
        .health()
        .observe(
            completed.candidate().deployment(),
            // A plain answer comes at once, at its end: that says nothing of its first token.
            stream ? bill.ttftMs() : -1,
            completed.totalMs(),
            bill.usage(),
            bill.quality().isReported());
    WitnessedAnswer answer = witness == null ? null : completed.answer().witnessed(released);
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

  /** The client has all it will get. */
  void finished(int status, String outcome, Attempt answered, int attempts, boolean stream) {
    FinishedExchange exchange =
        new FinishedExchange(
            arrivedAt,
            id,
            key.id(),
            telling.dialect(),
            answered.crossing().losses().size(),
            decision.policy(),
            decision.rule(),
            answered.candidate().deployment(),
            attempts,
            stream,
            status,
            outcome,
            settlement.lastUsage(),
            settlement.lastQuality(),
            settlement.spent(),
            answered.firstContentMsAfter(startNanos),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
            telling.reason(),
            accounts);
    services.metrics().finished(exchange);
    services.log().add(exchange);
  }
}
