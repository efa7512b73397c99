package io.tollgate.gateway.quality;

import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.gateway.metrics.QualityMeters;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Takes what callers say of their answers: once for each request, and only of their own.
 *
 * <p>A caller that says the same again is told the same again, for it may not have heard the
 * answer; one that says something else is refused, because what was said has been learnt from
 * already. Safe for use by several threads.
 */
public final class FeedbackDesk {

  /** What becomes of feedback. */
  public enum Result {
    /** It counts. */
    TAKEN("taken"),
    /** It was said before and counted then. */
    REPEATED("repeated"),
    /** Something else was said before. */
    CONTRADICTING("contradicting"),
    /** The key has no such request, or had it too long ago. */
    UNKNOWN("unknown");

    private final String key;

    Result(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  private final DecisionLog decisions;
  private final QualityEvents events;
  private final QualityMeters meters;
  private final InstantSource clock;

  /**
   * A desk where nothing was said.
   *
   * @param decisions the requests that feedback is taken for
   * @param events is told of what counts
   */
  public FeedbackDesk(
      DecisionLog decisions, QualityEvents events, QualityMeters meters, InstantSource clock) {
    this.decisions = decisions;
    this.events = events;
    this.meters = meters;
    this.clock = clock;
  }

  /** How long after its end feedback on a request is taken. */
  public Duration age() {
    return decisions.age();
  }

  /** Takes feedback of the owner of a key. */
  public Result take(String key, Feedback feedback) {
    RecentDecision decision = decisions.find(key, feedback.request());
    Result result = decision == null ? Result.UNKNOWN : note(decision, feedback);
    meters.feedback(feedback.kind(), result.key());
    if (decision != null && result == Result.TAKEN) {
      events.judged(
          new Judgement(
              clock.instant(),
              decision.request(),
              decision.key(),
              decision.policy(),
              decision.deployment(),
              true,
              decision.predictedPpm(),
              feedback.scorePpm(),
              null,
              null,
              JudgementSource.FEEDBACK,
              // Callers speak up as they like; nobody drew them.
              Judgement.PPM,
              decision.task(),
              decision.inTokens(),
              decision.outTokens(),
              null));
    }
    return result;
  }

  private Result note(RecentDecision decision, Feedback feedback) {
    Integer before = decisions.note(decision, feedback.scorePpm());
    if (before == null) {
      return Result.TAKEN;
    }
    return before == feedback.scorePpm() ? Result.REPEATED : Result.CONTRADICTING;
  }
}
