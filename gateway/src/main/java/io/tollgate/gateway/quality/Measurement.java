package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Finish;
import io.tollgate.gateway.exchange.BareFault;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.MeasurementCall;
import io.tollgate.gateway.exchange.MeasurementCall.Question;
import io.tollgate.gateway.exchange.MeasurementCall.Result;
import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.routing.Candidate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measurement of one answer: the same question to another model, an exact comparison, and where
 * that says nothing a judge, who reads both answers twice. One call at a time, on one event loop.
 *
 * <p>Whatever fails on the way ends it without a verdict.
 */
final class Measurement {

  private static final Logger LOG = LoggerFactory.getLogger(Measurement.class);

  private static final String SHADOW = "shadow";
  private static final String JUDGE = "judge";
  private static final String VERDICT = "verdict";

  /** A verdict takes few tokens, but for what is thought before it. */
  private static final long JUDGE_TOKENS = 32;

  private static final int CHARS_PER_TOKEN = 4;

  private final MeasurementTools tools;
  private final Supplier<ExchangeServices> services;
  private final PriceBook prices;
  private final Sample sample;
  private final Runnable whenOver;
  private final Deque<Deployment> shadows;
  private final boolean explores;
  private final int propensityPpm;
  private @Nullable MeasurementCall call;
  private boolean stopped;
  private boolean over;

  /** What the other model answered, and who it is. */
  private @Nullable Deployment other;

  private @Nullable Completion otherAnswer;
  private Deque<Deployment> judges = new ArrayDeque<>();
  private @Nullable JudgeReply answerFirst;

  private Measurement(
      MeasurementTools tools,
      Supplier<ExchangeServices> services,
      PriceBook prices,
      Sample sample,
      Contestant contestant,
      Runnable whenOver) {
    this.tools = tools;
    this.services = services;
    this.prices = prices;
    this.sample = sample;
    this.shadows = new ArrayDeque<>(contestant.deployments());
    this.explores = contestant.explores();
    this.propensityPpm =
        (int) Math.max(1, Math.round(sample.propensityPpm() * contestant.chance()));
    this.whenOver = whenOver;
  }

  /**
   * Begins a measurement.
   *
   * @param services what calls are made with, asked for each: a changed configuration has others
   * @param whenOver told once, when nothing of it runs any longer
   */
  static Measurement begin(
      MeasurementTools tools,
      Supplier<ExchangeServices> services,
      PriceBook prices,
      Sample sample,
      Contestant contestant,
      Runnable whenOver) {
    Measurement measurement =
        new Measurement(tools, services, prices, sample, contestant, whenOver);
    measurement.guard(measurement::shadow);
    return measurement;
  }

  /** Breaks it off; what runs is settled before it is over. */
  void stop() {
    stopped = true;
    MeasurementCall running = call;
    if (running != null) {
      running.stop();
    }
  }

  private void shadow() {
    Deployment next = shadows.poll();
    if (next == null) {
      end(SHADOW, "unavailable");
      return;
    }
    long most = sample.outputTokens(tools.settings().get().outputTokensMax());
    ask(
        SHADOW,
        next,
        PlainQuestion.of(sample.conversation(), most),
        sample.inTokens(),
        sample.textBytes(),
        sample.outTokens(),
        most,
        completion -> {
          other = next;
          otherAnswer = completion;
          compare(completion);
        },
        this::shadow);
  }

  private void compare(Completion completion) {
    if (isCut(completion) && !isOwnLimit()) {
      // It would be held against a limit that only measurements have.
      end(VERDICT, "truncated");
      return;
    }
    // Nobody waits for it, so a worker may take its time over schemas and long texts.
    services
        .get()
        .context()
        .executeBlocking(() -> AnswerPair.of(sample, completion), false)
        .onComplete(
            pair -> guard(() -> compared(pair)), fault -> guard(() -> end(VERDICT, "fault")));
  }

  private void compared(AnswerPair pair) {
    if (pair.ownFails() || pair.otherFails()) {
      conclude(
          pair.ownFails() ? 0 : Judgement.PPM,
          pair.otherFails() ? 0 : Judgement.PPM,
          JudgementSource.VERIFIER);
      end(VERDICT, "verified");
    } else if (pair.agree()) {
      // It says nothing of how good they are, and all of how far apart.
      conclude(Judgement.PPM, Judgement.PPM, JudgementSource.AGREEMENT);
      end(VERDICT, "agreed");
    } else {
      judges = new ArrayDeque<>(impartialFirst(sample.terms().judges()));
      judge(true);
    }
  }

  private boolean isOwnLimit() {
    Long wanted = sample.conversation().sampling().maxOutputTokens();
    return wanted != null && wanted <= tools.settings().get().outputTokensMax();
  }

  private static boolean isCut(Completion completion) {
    Finish finish = completion.choices().getFirst().finish();
    return finish == Finish.LENGTH || finish == Finish.CONTEXT_FULL;
  }

  /** Models like what they wrote themselves: those that take no part come first. */
  private List<Deployment> impartialFirst(List<Deployment> all) {
    return all.stream()
        .sorted((one, two) -> Boolean.compare(takesPart(one), takesPart(two)))
        .toList();
  }

  private boolean takesPart(Deployment judge) {
    String model = judge.model().id();
    return model.equals(sample.deployment().model().id())
        || (other != null && model.equals(other.model().id()));
  }

  private void judge(boolean sampleFirst) {
    Deployment judge = judges.peek();
    Completion against = otherAnswer;
    if (judge == null || against == null) {
      end(VERDICT, "no_judge");
      return;
    }
    int chars = Rubric.textCharsMax();
    String question = AnswerText.of(sample.conversation(), chars);
    String own = AnswerText.of(sample.completion(), chars);
    String others = AnswerText.of(against, chars);
    Conversation conversation =
        Rubric.conversation(
            question, sampleFirst ? own : others, sampleFirst ? others : own, tools.mark());
    long bytes = Rubric.textBytes(conversation);
    ask(
        JUDGE,
        judge,
        conversation,
        bytes / CHARS_PER_TOKEN,
        bytes,
        JUDGE_TOKENS,
        Rubric.OUTPUT_TOKENS,
        completion -> heard(JudgeReply.read(AnswerText.words(completion)), sampleFirst),
        () -> {
          // Both readings are of one judge, or none counts.
          if (sampleFirst) {
            judges.poll();
            judge(true);
          } else {
            end(VERDICT, "no_verdict");
          }
        });
  }

  private void heard(@Nullable JudgeReply reply, boolean sampleFirst) {
    JudgeReply before = answerFirst;
    if (reply == null) {
      end(VERDICT, "unreadable");
    } else if (sampleFirst) {
      answerFirst = reply;
      judge(false);
    } else if (before != null) {
      PairVerdict verdict = PairVerdict.of(before, reply);
      conclude(verdict.answerPpm(), verdict.referencePpm(), JudgementSource.JUDGE);
      end(VERDICT, verdict.consistent() ? "judged" : "tie");
    }
  }

  /**
   * Tells of the verdict. Where the reference had answered the client, it is the other model whose
   * answer is judged.
   */
  private void conclude(int ownPpm, int otherPpm, JudgementSource source) {
    Deployment against = other;
    if (against == null) {
      return;
    }
    tools
        .events()
        .judged(
            new Judgement(
                tools.clock().instant(),
                sample.request(),
                sample.key(),
                sample.policy(),
                explores ? against : sample.deployment(),
                !explores,
                explores ? Judgement.UNKNOWN : sample.predictedPpm(),
                explores ? otherPpm : ownPpm,
                explores ? sample.deployment() : against,
                explores ? ownPpm : otherPpm,
                source,
                propensityPpm,
                sample.prompt().task(),
                sample.inTokens(),
                explores ? Judgement.UNKNOWN : sample.outTokens(),
                sample.prompt()));
  }

  /**
   * Asks within the cap.
   *
   * @param elsewhere what is done where this one cannot be asked at all
   */
  private void ask(
      String kind,
      Deployment whom,
      Conversation conversation,
      long inTokens,
      long textBytes,
      long outTokens,
      long outTokensMax,
      Consumer<Completion> then,
      Runnable elsewhere) {
    if (stopped) {
      end(kind, "stopped");
      return;
    }
    Candidate candidate =
        MeasurementCost.candidate(
            whom, prices, tools.clock().instant(), inTokens, textBytes, outTokens, outTokensMax);
    Picodollars most = candidate == null ? null : candidate.estimate().hold();
    if (candidate == null || most == null) {
      tools.meters().measured(kind, "unpriced");
      elsewhere.run();
      return;
    }
    if (!tools.budget().hold(sample.policy(), sample.terms().perDay(), most)) {
      end(kind, "capped");
      return;
    }
    Question question =
        new Question(
            sample.key(),
            sample.policy(),
            kind,
            candidate,
            conversation,
            inTokens,
            kind + " of " + sample.request());
    begin(kind, question, most, then, elsewhere);
  }

  private void begin(
      String kind,
      Question question,
      Picodollars most,
      Consumer<Completion> then,
      Runnable elsewhere) {
    MeasurementCall begun;
    try {
      begun =
          MeasurementCall.begin(
              services.get(),
              prices,
              question,
              result -> {
                call = null;
                tools.budget().settle(sample.policy(), most, result.cost());
                if (result.cost() != null) {
                  tools.meters().spent(kind, result.cost());
                }
                guard(() -> came(kind, result, then, elsewhere));
              });
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Its provider is no longer configured; nothing was sent.
      tools.budget().settle(sample.policy(), most, Picodollars.ZERO);
      end(kind, "unavailable");
      return;
    }
    // Where nothing is under way, what came in its place may be already.
    if (begun != null) {
      call = begun;
    }
  }

  private void came(String kind, Result result, Consumer<Completion> then, Runnable elsewhere) {
    switch (result) {
      case Result.Answered answered -> {
        tools.meters().measured(kind, "answered");
        then.accept(answered.completion());
      }
      case Result.Failed failed -> {
        if (failed.why().equals("unavailable") || failed.why().equals("untranslatable")) {
          tools.meters().measured(kind, failed.why());
          elsewhere.run();
        } else {
          end(kind, failed.why());
        }
      }
    }
  }

  /** Runs a step; what it throws ends the measurement, so that its place is free for another. */
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException fault) {
      LOG.atError()
          .addKeyValue("request", sample.request())
          .setCause(new BareFault(fault))
          .log("a fault of the gateway ended a measurement");
      end(VERDICT, "fault");
    }
  }

  private void end(String kind, String how) {
    if (!over) {
      over = true;
      tools.meters().measured(kind, how);
      whenOver.run();
    }
  }
}
