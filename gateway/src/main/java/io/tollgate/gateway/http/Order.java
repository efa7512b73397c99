package io.tollgate.gateway.http;

import io.tollgate.adapters.anthropic.AnthropicClient;
import io.tollgate.adapters.anthropic.AnthropicRequest;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.ClientError;
import io.tollgate.adapters.openai.responses.ResponsesRequest;
import io.tollgate.gateway.budget.BudgetReading;
import io.tollgate.gateway.budget.LeaseShortage;
import io.tollgate.gateway.budget.LeaseWait;
import io.tollgate.gateway.budget.Leases;
import io.tollgate.gateway.config.RoutingState;
import io.tollgate.gateway.exchange.Beginning;
import io.tollgate.gateway.exchange.ClientRequest;
import io.tollgate.gateway.exchange.Exchange;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.GatheredBytes;
import io.tollgate.gateway.exchange.RunningRequests;
import io.tollgate.gateway.exchange.Spending;
import io.tollgate.gateway.keys.Caller;
import io.tollgate.gateway.limit.LimitClock;
import io.tollgate.gateway.limit.Objection;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.gateway.upstream.Lease;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Guidance;
import io.tollgate.policies.routing.Refusal;
import io.tollgate.policies.routing.RequestProfile;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that is read, and goes on once its rate limits let it through: it is decided where it
 * goes, the money is held, and its exchange begins. Where this node is not leased enough of a
 * budget it waits a moment for what other nodes can spare.
 *
 * <p>On one event loop.
 */
final class Order implements Turnstile.Outcome {

  /** So long a request waits for any answer of the store of leases. */
  private static final long SILENCE_MS = 1_000;

  /** So long it waits while the store answers, and other requests are faster. */
  private static final long LEASE_PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  /** After which a request that the store did not answer may well be admitted. */
  private static final long STORE_RETRY_MS = 1_000;

  private static final CharSequence RETRY_AFTER_MS = HttpHeaders.createOptimized("retry-after-ms");

  private final LoopTools tools;
  private final RunningRequests.Ticket ticket;
  private final ClientRequest client;
  private final Caller caller;
  private final ClientCall call;
  private final GatheredBytes body;
  private final RequestTerms terms;

  Order(
      LoopTools tools,
      RunningRequests.Ticket ticket,
      ClientRequest client,
      Caller caller,
      ClientCall call,
      GatheredBytes body,
      RequestTerms terms) {
    this.tools = tools;
    this.ticket = ticket;
    this.client = client;
    this.caller = caller;
    this.call = call;
    this.body = body;
    this.terms = terms;
  }

  @Override
  public void passed(Passage passage) {
    // Also where it ends before anything is sent: then it has used no tokens.
    ticket.onLeave(() -> passage.close(LimitClock::nowMs));
    buy(passage, null, false);
  }

  @Override
  public void refused(Objection objection) {
    end(limited(objection));
  }

  @Override
  public void left() {
    ticket.leave();
  }

  @Override
  public void stopped() {
    end(Refusals.STOPPING);
  }

  private void end(ErrorReply refusal) {
    ticket.leave();
    tools.refuse(client.http(), refusal);
  }

  /** Says how long to wait, and why. */
  private ErrorReply limited(Objection objection) {
    HttpServerRequest request = client.http();
    tools.bounds().rates().meters().refused(objection);
    LoopTools.retryAfter(request, objection.waitMs());
    request.response().putHeader(RETRY_AFTER_MS, Long.toString(objection.waitMs()));
    return Refusals.limited(objection);
  }

  /**
   * Decides, holds the money and begins the exchange, or refuses.
   *
   * @param waited how it has waited for a lease so far
   * @param last whether it does not wait any more
   */
  private void buy(Passage passage, @Nullable Waited waited, boolean last) {
    try {
      ErrorReply refusal = purchase(passage, waited, last);
      if (refusal != null) {
        end(refusal);
      }
    } catch (RuntimeException | Error fault) {
      // An exchange that has begun deals with its own faults.
      ticket.leave();
      tools.refuseFaulty(client.http(), fault);
    }
  }

  /** Says why not, where it neither has begun nor waits. */
  private @Nullable ErrorReply purchase(Passage passage, @Nullable Waited waited, boolean last) {
    ExchangeServices now = tools.now();
    SharedBounds bounds = tools.bounds();
    RoutingState routing = tools.snapshot().get().routing();
    Guidance.Source guidance = bounds.desk().guidance(caller.id(), call::prompt);
    RequestProfile profile = call.profile();
    Instant moment = now.clock().instant();
    BusyDeployments busy =
        new BusyDeployments(bounds.rates().book(), RateLimits.tokens(profile), LimitClock::nowMs);
    Purchase purchase =
        new Purchase(
            bounds.accounts().book(),
            bounds.accounts().of(caller, terms.tags()),
            caller,
            terms.maxCost(),
            moment.toEpochMilli(),
            passage,
            busy);
    return switch (purchase.make(
        allowance -> routing.router().decide(profile, now.health(), guidance, allowance, moment),
        last)) {
      case Purchase.Result.Held(Decision decision, Spending spending) ->
          begin(passage, decision, spending);
      case Purchase.Result.Refused(Refusal refusal, BudgetReading budget) ->
          refused(refusal, budget, busy);
      case Purchase.Result.Lacking(LeaseShortage shortage, BudgetReading _) ->
          await(shortage, passage, waited == null ? new Waited() : waited);
    };
  }

  private ErrorReply refused(
      Refusal refusal, @Nullable BudgetReading budget, BusyDeployments busy) {
    Objection objection = busy.soonest();
    if (refusal.code() == Refusal.Code.THROTTLED
        && refusal.retryAfterMs() == 0
        && objection != null) {
      return limited(objection);
    }
    if (refusal.retryAfterMs() > 0) {
      LoopTools.retryAfter(client.http(), refusal.retryAfterMs());
    }
    if (budget != null) {
      tools.now().metrics().overBudget(budget.budget().id());
    }
    return Refusals.of(refusal, client.dialect());
  }

  /** How long a request has waited for leases, however often it had to. */
  private static final class Waited {
    private final long untilNanos = System.nanoTime() + LEASE_PATIENCE_NANOS;
    private @Nullable LeaseWait wait;
    private int times;
    private long timer;
    private long answers;

    private boolean isOver() {
      return System.nanoTime() - untilNanos >= 0;
    }
  }

  private @Nullable ErrorReply await(LeaseShortage shortage, Passage passage, Waited waited) {
    Leases leases = tools.bounds().leases();
    Context loop = tools.vertx().getOrCreateContext();
    int time = ++waited.times;
    LeaseWait wait =
        leases == null
            ? null
            : leases.await(
                shortage,
                answered -> loop.runOnContext(_ -> woken(passage, waited, time, answered)));
    if (leases == null || wait == null) {
      return storeUnavailable();
    }
    waited.wait = wait;
    awaitAnswer(leases, passage, waited, time);
    return null;
  }

  private void awaitAnswer(Leases leases, Passage passage, Waited waited, int time) {
    waited.answers = leases.answers();
    waited.timer = tools.vertx().setTimer(SILENCE_MS, _ -> answered(leases, passage, waited, time));
  }

  /** Goes on waiting as long as the store answers somebody. */
  private void answered(Leases leases, Passage passage, Waited waited, int time) {
    if (leases.answers() == waited.answers) {
      woken(passage, waited, time, false);
    } else if (waited.isOver()) {
      woken(passage, waited, time, true);
    } else {
      awaitAnswer(leases, passage, waited, time);
    }
  }

  private ErrorReply storeUnavailable() {
    LoopTools.retryAfter(client.http(), STORE_RETRY_MS);
    return Refusals.STORE_UNAVAILABLE;
  }

  /**
   * Called by the leases and by the timer, whichever comes first; says whether the store answers.
   */
  private void woken(Passage passage, Waited waited, int time, boolean answered) {
    LeaseWait wait = waited.wait;
    if (wait == null || time != waited.times) {
      return;
    }
    wait.cancel();
    waited.wait = null;
    tools.vertx().cancelTimer(waited.timer);
    if (client.http().response().closed()) {
      left();
    } else if (!answered) {
      end(storeUnavailable());
    } else {
      buy(passage, waited, waited.isOver());
    }
  }

  /** Begins the exchange of a request whose money is held, or says why not. */
  private @Nullable ErrorReply begin(Passage passage, Decision decision, Spending spending) {
    ErrorReply refusal = begin(decision, spending);
    if (refusal == null) {
      return null;
    }
    spending.end();
    Objection objection = passage.objection();
    return refusal.equals(Refusals.NO_DEPLOYMENT) && objection != null
        ? limited(objection)
        : refusal;
  }

  private @Nullable ErrorReply begin(Decision decision, Spending spending) {
    ExchangeServices now = tools.now();
    if (call instanceof AnthropicRequest request
        && request.isThreaded()
        && !MessageThreads.canBeKept(decision, now.upstreams())) {
      return Refusals.of(AnthropicClient.THREAD_REFUSAL);
    }
    Lease upstreams = now.upstreams().lease();
    upstreams.take();
    ticket.onLeave(upstreams::giveBack);
    ClientRequest answered = keeping();
    return switch (Exchange.begin(
        now,
        ticket,
        answered,
        caller.key(),
        call,
        decision,
        tools.snapshot().get().routing().prices(),
        spending)) {
      case Beginning.Begun _ -> null;
      case Beginning.NothingTakes(long shortageMs) -> {
        if (shortageMs == 0) {
          yield Refusals.NO_DEPLOYMENT;
        }
        LoopTools.retryAfter(client.http(), shortageMs);
        yield Refusals.NO_RATE;
      }
      case Beginning.Untranslatable(ClientError error) -> Refusals.of(error);
    };
  }

  /** The same client, whose answer is kept where it may go on from it later. */
  private ClientRequest keeping() {
    return call instanceof ResponsesRequest request
            && request.stores()
            && tools.snapshot().get().config().limits().responses().bytesMax() > 0
        ? client.with(
            tools
                .bounds()
                .responses()
                .keeping(caller.id(), request, body.length(), client.recorder()))
        : client;
  }
}
