package io.tollgate.gateway.exchange;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.Losses;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.upstream.Lease;
import io.tollgate.gateway.upstream.Permit;
import io.tollgate.gateway.upstream.UpstreamCall;
import io.tollgate.gateway.upstream.UpstreamFailure;
import io.tollgate.gateway.upstream.UpstreamListener;
import io.tollgate.gateway.upstream.Verdict;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.RequestProfile;
import io.tollgate.policies.routing.Tactic;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plain request of the gateway's own to one deployment, to measure quality: in the ledger like
 * any other, but for its purpose, and read by nobody but who asked for it.
 *
 * <p>On one event loop. It is asked once: a measurement that fails is none, and nothing is sent in
 * its place.
 */
public final class MeasurementCall {

  private static final Logger LOG = LoggerFactory.getLogger(MeasurementCall.class);

  private static final int ATTEMPT = 1;
  private static final int BYTES_PER_TOKEN = 4;

  /** Answers beyond this are not worth comparing. */
  private static final int ANSWER_BYTES_MAX = 1 << 20;

  private static final String REQUEST_ID = "x-request-id";

  /**
   * What is asked.
   *
   * @param key the public id of the virtual key whose request is measured
   * @param policy the policy that has it measured
   * @param kind what it is for, in a word: the rule in the ledger
   * @param candidate who is asked, with what is expected and reserved
   * @param conversation what is said; not streamed
   * @param inputTokens estimate of its input tokens
   * @param reason why, in a sentence for the ledger
   */
  public record Question(
      String key,
      String policy,
      String kind,
      Candidate candidate,
      Conversation conversation,
      long inputTokens,
      String reason) {}

  /** What comes of it. */
  public sealed interface Result {

    /** What it cost; {@code null} where it has no price. */
    @Nullable Picodollars cost();

    /** A whole answer. */
    record Answered(Completion completion, @Nullable Picodollars cost) implements Result {}

    /**
     * None.
     *
     * @param why a word
     */
    record Failed(String why, @Nullable Picodollars cost) implements Result {}
  }

  private enum Phase {
    OPENING,
    OPEN,
    ENDING,
    OVER
  }

  private final ExchangeServices services;
  private final Question question;
  private final Consumer<Result> whenDone;
  private final ProviderDialect dialect;
  private final ProviderRequest request;
  private final Permit permit;
  private final Lease lease;
  private final String id;
  private final Instant startedAt;
  private final Settlement settlement;
  private final Spending spending;
  private final AttemptBilling billing;
  private final Buffer body = Buffer.buffer();
  private long startNanos = System.nanoTime();
  private Phase phase = Phase.OPENING;
  private boolean stopping;
  private int status;
  private @Nullable String providerRequest;
  private @Nullable UpstreamCall call;
  private @Nullable Completion completion;

  private MeasurementCall(
      ExchangeServices services,
      PriceBook prices,
      Question question,
      ProviderDialect dialect,
      ProviderRequest request,
      Permit permit,
      Spending spending,
      Consumer<Result> whenDone) {
    this.services = services;
    this.question = question;
    this.dialect = dialect;
    this.request = request;
    this.permit = permit;
    this.spending = spending;
    this.whenDone = whenDone;
    this.lease = services.upstreams().lease();
    this.startedAt = spending.heldAt();
    this.id = services.ids().next(startedAt.toEpochMilli());
    this.settlement = new Settlement(prices, startedAt, id, question.candidate().estimate().hold());
    this.billing = new AttemptBilling(plain(question));
  }

  /**
   * Asks, unless that cannot be done.
   *
   * @param prices the prices known now
   * @param whenDone told once, on the event loop: at once where nothing was asked
   * @return what is under way, or {@code null} where nothing is
   */
  public static @Nullable MeasurementCall begin(
      ExchangeServices services, PriceBook prices, Question question, Consumer<Result> whenDone) {
    Candidate candidate = question.candidate();
    ProviderDialect dialect =
        services.upstreams().dialects(candidate.deployment()).stream()
            .filter(ProviderDialect::talks)
            .findFirst()
            .orElse(null);
    if (dialect == null) {
      whenDone.accept(new Result.Failed("untranslatable", Picodollars.ZERO));
      return null;
    }
    Losses losses = new Losses();
    ProviderRequest request =
        dialect.write(question.conversation(), candidate.deployment().upstreamModel(), losses);
    if (losses.all().stream().anyMatch(loss -> loss.weight() == Loss.Weight.MEANING)) {
      // An answer to another question says nothing of this one.
      whenDone.accept(new Result.Failed("untranslatable", Picodollars.ZERO));
      return null;
    }
    Spending spending =
        services.measurementMoney().hold(question.key(), candidate, services.clock().millis());
    if (spending == null) {
      whenDone.accept(new Result.Failed("over_budget", Picodollars.ZERO));
      return null;
    }
    Permit permit =
        services.health().tryFirst(candidate.deployment(), candidate.estimate().usage(), 0);
    if (permit == null) {
      spending.end();
      whenDone.accept(new Result.Failed("unavailable", Picodollars.ZERO));
      return null;
    }
    MeasurementCall call =
        new MeasurementCall(
            services, prices, question, dialect, request, permit, spending, whenDone);
    call.open();
    return call;
  }

  private static RequestProfile plain(Question question) {
    return new RequestProfile(
        question.candidate().deployment().id(),
        false,
        false,
        0,
        question.conversation().messages().size(),
        0,
        question.inputTokens(),
        -1,
        1,
        question.conversation().tools().size(),
        Set.of(),
        null,
        null);
  }

  /** Breaks it off and settles what there is to settle; whoever asked is told as ever. */
  public void stop() {
    guard(() -> {
      if (phase == Phase.OPENING) {
        stopping = true;
      } else if (phase == Phase.OPEN) {
        abandon();
      }
    });
  }

  private void open() {
    lease.take();
    Candidate candidate = question.candidate();
    spending.claim(ATTEMPT, candidate);
    append(
        List.of(
            new Entry.Reserve(
                startedAt,
                id,
                question.key(),
                question.policy(),
                question.kind(),
                candidate.deployment().id(),
                false,
                candidate.estimate().hold(),
                Purpose.MEASUREMENT,
                Tactic.STRAIGHT.key(),
                null,
                spending.accounts()),
            new Entry.Dispatch(
                startedAt,
                id,
                ATTEMPT,
                candidate.deployment().id(),
                candidate.deployment().model().modelClass().key(),
                candidate.estimate().usage(),
                candidate.estimate().cost(),
                question.reason())),
        this::send);
  }

  private void send() {
    phase = Phase.OPEN;
    startNanos = System.nanoTime();
    if (stopping) {
      abandon();
      return;
    }
    call =
        services
            .upstreams()
            .send(
                question.candidate().deployment().provider(),
                permit.account(),
                id + "-" + ATTEMPT,
                request,
                false,
                new Ear());
  }

  private void abandon() {
    UpstreamCall running = call;
    boolean sent = running != null && running.isSent();
    if (running != null) {
      running.cancel();
    }
    end(sent ? billing.aborted(soFar()) : Attempt.NOTHING_SENT, Verdict.NOTHING, "stopped");
  }

  /** Hears what the provider says, as long as the call is open. */
  private final class Ear implements UpstreamListener {

    @Override
    public void head(int upstreamStatus, MultiMap headers) {
      status = upstreamStatus;
      providerRequest = headers.get(REQUEST_ID);
    }

    @Override
    public void chunk(Buffer data) {
      guard(() -> {
        if (phase != Phase.OPEN) {
          return;
        }
        if (body.length() + data.length() > ANSWER_BYTES_MAX) {
          broken(
              new UpstreamFailure(
                  UpstreamFailure.Kind.PROTOCOL,
                  "the answer is over the limit of " + ANSWER_BYTES_MAX + " bytes"));
        } else {
          body.appendBuffer(data);
        }
      });
    }

    @Override
    public void ended() {
      guard(() -> {
        if (phase == Phase.OPEN) {
          read();
        }
      });
    }

    @Override
    public void failed(UpstreamFailure failure) {
      guard(() -> {
        if (phase == Phase.OPEN) {
          broken(failure);
        }
      });
    }
  }

  private void read() {
    byte[] bytes = body.getBytes();
    if (status != 200) {
      ProviderError error = dialect.error(status, bytes, 0, bytes.length);
      end(
          new AttemptEnd.Unbilled(status, "the provider answered HTTP " + status),
          AttemptFailure.status(status, error, error.retryAfterMs()).verdict(),
          "failed");
      return;
    }
    switch (dialect.read(bytes, 0, bytes.length)) {
      case Completion read -> {
        completion = read;
        end(
            billing.complete(soFar()),
            new Verdict.Sound(Math.max(1, System.nanoTime() - startNanos)),
            "answered");
      }
      case ProviderError error ->
          end(
              new AttemptEnd.Unbilled(200, "the provider answered with an error object"),
              AttemptFailure.inBand(error.message()).verdict(),
              "failed");
      case MalformedAnswer malformed ->
          broken(new UpstreamFailure(UpstreamFailure.Kind.PROTOCOL, malformed.reason()));
    }
  }

  private void broken(UpstreamFailure failure) {
    UpstreamCall running = call;
    if (running != null) {
      running.cancel();
    }
    AttemptEnd end =
        status != 0 && status != 200
            ? new AttemptEnd.Unbilled(status, "the provider answered HTTP " + status)
            : billing.broken(soFar(), failure);
    end(end, AttemptFailure.of(failure, false).verdict(), "failed");
  }

  private AttemptSoFar soFar() {
    Completion read = completion;
    return new AttemptSoFar(
        status,
        providerRequest,
        -1,
        question.candidate().estimate().usage(),
        read == null
            ? AttemptSoFar.AnswerSoFar.NOTHING
            : new AttemptSoFar.AnswerSoFar(
                read.usage() == null ? null : read.usage().usage(),
                read.usage() == null
                    ? AttemptSoFar.AnswerSoFar.NOTHING.quality()
                    : read.usage().quality(),
                Math.ceilDiv(body.length(), BYTES_PER_TOKEN),
                read.model(),
                read.servedTier(),
                read.usage() == null ? null : read.usage().region(),
                read.usage() == null ? null : read.usage().engine()));
  }

  private void end(AttemptEnd end, Verdict verdict, String how) {
    phase = Phase.ENDING;
    permit.end(verdict);
    end.correct(permit);
    if (end instanceof AttemptEnd.Billed billed) {
      services
          .work()
          .done(
              question.candidate().deployment().id(),
              () -> billed.work(soFar().answer().engine(), totalMs()),
              services.clock());
    }
    List<Entry> entries =
        settlement.end(
            services.clock().instant(), ATTEMPT, question.candidate(), end, true, totalMs());
    append(
        entries,
        () -> {
          Completion read = completion;
          done(
              read != null
                  ? new Result.Answered(read, settlement.spent())
                  : new Result.Failed(how, settlement.spent()));
        });
  }

  private long totalMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  private void done(Result result) {
    if (phase != Phase.OVER) {
      phase = Phase.OVER;
      permit.end(Verdict.NOTHING);
      lease.giveBack();
      whenDone.accept(result);
    }
  }

  private void append(List<Entry> entries, Runnable then) {
    services
        .ledger()
        .append(
            entries,
            new AppendListener() {
              @Override
              public void appended(long lastSeq) {
                spending.booked(entries, lastSeq);
                guard(then);
              }

              @Override
              public void failed(Throwable cause) {
                guard(() -> unwritten());
              }
            });
  }

  /** What cannot be written down is not done; the ledger resolves what it has of it by itself. */
  private void unwritten() {
    UpstreamCall running = call;
    if (running != null) {
      running.cancel();
    }
    if (call == null) {
      spending.end();
    } else {
      spending.endInDoubt();
    }
    // At worst it was paid for as it was reserved.
    done(
        new Result.Failed(
            "unwritten", call == null ? Picodollars.ZERO : question.candidate().estimate().hold()));
  }

  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error fault) {
      LOG.atError()
          .addKeyValue("request", id)
          .setCause(new BareFault(fault))
          .log("a fault of the gateway ended a measurement");
      if (phase == Phase.OPEN) {
        phase = Phase.ENDING;
        guard(this::expire);
      } else {
        unwritten();
      }
    }
  }

  private void expire() {
    UpstreamCall running = call;
    if (running != null) {
      running.cancel();
    }
    append(
        List.of(
            settlement.expire(
                services.clock().instant(),
                ATTEMPT,
                question.candidate(),
                true,
                "a fault of the gateway")),
        () ->
            done(
                new Result.Failed(
                    "fault", Objects.requireNonNullElse(settlement.spent(), Picodollars.ZERO))));
  }
}
