package io.tollgate.gateway.quality;

import io.tollgate.gateway.exchange.FinishedExchange;
import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.Model;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.routing.Decision;
import io.tollgate.policies.routing.Estimate;
import io.tollgate.policies.routing.Patience;
import io.tollgate.policies.routing.Tolerance;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decisions and judgements for tests. */
final class Samples {

  static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  static final Deployment SWIFT = deployment("cheap/swift");
  static final Deployment BRIGHT = deployment("dear/bright");

  private Samples() {}

  /** A wall clock that is set by hand. */
  static final class Clock implements InstantSource {
    private Instant now = NOON;

    void set(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  static Deployment deployment(String id) {
    String name = id.substring(id.indexOf('/') + 1);
    return Deployment.of(id, new Model(name, ModelClass.LOCAL, 700_000, 9_000, 900, Set.of()));
  }

  static Decision decision(int predictedPpm) {
    Estimate estimate = new Estimate(Usage.of(10, 20), null, null, null, 1, 2, predictedPpm);
    return new Decision(
        "thrifty",
        "default",
        List.of(new Candidate(SWIFT, estimate, 0)),
        List.of(),
        "a test",
        Patience.ENDLESS,
        Tolerance.HINTS);
  }

  static FinishedExchange finished(String request, String key, String outcome) {
    return new FinishedExchange(
        NOON,
        request,
        key,
        "openai-chat",
        0,
        "thrifty",
        "default",
        SWIFT,
        1,
        false,
        200,
        outcome,
        Usage.of(10, 20),
        UsageQuality.PROVIDER_REPORTED,
        null,
        -1,
        5,
        "a test",
        List.of("everything", "team:search"));
  }

  static Judgement judgement(String request, int scorePpm, @Nullable Prompt prompt) {
    return new Judgement(
        NOON,
        request,
        "key",
        "thrifty",
        SWIFT,
        true,
        700_000,
        scorePpm,
        BRIGHT,
        900_000,
        JudgementSource.JUDGE,
        30_000,
        "maths",
        10,
        20,
        prompt);
  }
}
