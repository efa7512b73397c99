package io.tollgate.gateway.quality;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Tool;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.profile.MalformedRequest;
import io.tollgate.gateway.exchange.AnswerWitness;
import io.tollgate.gateway.exchange.ExchangeServices;
import io.tollgate.gateway.exchange.WitnessedAnswer;
import io.tollgate.gateway.keys.VirtualKey;
import io.tollgate.policies.catalog.Capability;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.RequestProfile;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one event loop: draws the answers that are measured, and runs a few at a time
 * while no more than so many wait.
 */
final class MeasurementLane implements AnswerWitness {

  /** What a judge cannot be shown, or is priced beyond its tokens. */
  private static final Set<Capability> UNMEASURED =
      Set.of(
          Capability.IMAGES,
          Capability.AUDIO,
          Capability.FILES,
          Capability.EMBEDDINGS,
          Capability.LOGPROBS);

  private final MeasurementTools tools;
  private final DecisionLog decisions;
  private final MeasurementTerms.Source terms;
  private final MeasuredShare share;
  private final Supplier<PriceBook> prices;
  private final Context loop;
  private final Supplier<ExchangeServices> services;
  private final Deque<Sample> waiting = new ArrayDeque<>();
  private final Set<Measurement> running = new HashSet<>();
  private final Promise<Void> idle = Promise.promise();
  private boolean stopped;

  MeasurementLane(
      MeasurementTools tools,
      DecisionLog decisions,
      MeasurementTerms.Source terms,
      MeasuredShare share,
      Supplier<PriceBook> prices,
      Context loop,
      Supplier<ExchangeServices> services) {
    this.tools = tools;
    this.decisions = decisions;
    this.terms = terms;
    this.share = share;
    this.prices = prices;
    this.loop = loop;
    this.services = services;
  }

  @Override
  public @Nullable Listener about(
      String request, VirtualKey key, ClientCall call, Decision decision) {
    decisions.decided(request, decision, call.profile().task());
    MeasurementTerms said = terms.of(decision.policy());
    if (said == null || stopped) {
      return null;
    }
    String model = decision.first().deployment().model().id();
    int ppm = share.ppm(decision.policy(), key.id(), model, said.judgedSharePpm());
    if (ppm <= 0 || tools.random().getAsDouble() * Judgement.PPM >= ppm) {
      return null;
    }
    share.picked(decision.policy(), key.id(), model);
    if (!isMeasurable(call.profile())) {
      tools.meters().measured("sample", "unsuitable");
      return null;
    }
    return listener(request, key, call, decision, said, Math.min(ppm, Judgement.PPM));
  }

  private boolean isMeasurable(RequestProfile profile) {
    return profile.bodyBytes() <= tools.settings().get().promptBytesMax()
        && profile.choices() == 1
        && profile.needs().stream().noneMatch(UNMEASURED::contains);
  }

  private @Nullable Listener listener(
      String request,
      VirtualKey key,
      ClientCall call,
      Decision decision,
      MeasurementTerms said,
      int ppm) {
    try {
      Conversation conversation = call.conversation();
      if (!conversation.tools().stream().allMatch(Tool.Function.class::isInstance)) {
        tools.meters().measured("sample", "unsuitable");
        return null;
      }
      Prompt prompt = call.prompt();
      long textBytes = call.profile().bodyBytes();
      return answer -> {
        if (answer.released() && isComparable(answer)) {
          add(
              new Sample(
                  request,
                  key.id(),
                  decision.policy(),
                  said,
                  conversation,
                  textBytes,
                  prompt,
                  answer.deployment(),
                  answer.completion(),
                  predicted(decision, answer),
                  ppm,
                  answer.usage().totalInput(),
                  answer.usage().totalOutput()));
        }
      };
    } catch (MalformedRequest e) {
      // It is passed through as it is; what the provider says to it is between it and its client.
      tools.meters().measured("sample", "unsuitable");
      return null;
    }
  }

  /** A longer one would be compared with one that is cut short. */
  private boolean isComparable(WitnessedAnswer answer) {
    boolean comparable = answer.usage().totalOutput() <= tools.settings().get().outputTokensMax();
    if (!comparable) {
      tools.meters().measured("sample", "unsuitable");
    }
    return comparable;
  }

  private static int predicted(Decision decision, WitnessedAnswer answer) {
    for (Candidate candidate : decision.plan()) {
      if (candidate.deployment().equals(answer.deployment())) {
        return candidate.estimate().qualityPpm();
      }
    }
    return Judgement.UNKNOWN;
  }

  private void add(Sample sample) {
    if (stopped) {
      tools.meters().measured("sample", "stopped");
    } else if (waiting.size() >= tools.settings().get().waitingMax()
        && running.size() >= tools.settings().get().concurrentMax()) {
      tools.meters().measured("sample", "dropped");
    } else {
      tools.meters().measured("sample", "taken");
      waiting.add(sample);
      beginSome();
    }
  }

  private void beginSome() {
    while (!stopped
        && !waiting.isEmpty()
        && running.size() < tools.settings().get().concurrentMax()) {
      begin(waiting.remove());
    }
    if (stopped && running.isEmpty()) {
      idle.tryComplete();
    }
  }

  private void begin(Sample sample) {
    PriceBook now = prices.get();
    Contestant contestant =
        Contestant.of(sample, now, tools.clock().instant(), share.unsettled(), tools.random());
    if (contestant.deployments().isEmpty()) {
      tools.meters().measured("sample", "no_contestant");
      return;
    }
    // It may be over before it is known here.
    boolean[] over = new boolean[1];
    Measurement[] self = new Measurement[1];
    Measurement begun =
        Measurement.begin(
            tools,
            services,
            now,
            sample,
            contestant,
            () -> {
              over[0] = true;
              if (self[0] != null) {
                running.remove(self[0]);
                loop.runOnContext(ignored -> beginSome());
              }
            });
    self[0] = begun;
    if (!over[0]) {
      running.add(begun);
    }
  }

  /** Takes no more, and breaks off what runs; completes when that is in the ledger. */
  Future<Void> stop() {
    loop.runOnContext(ignored -> {
      stopped = true;
      waiting.clear();
      List.copyOf(running).forEach(Measurement::stop);
      beginSome();
    });
    return idle.future();
  }
}
