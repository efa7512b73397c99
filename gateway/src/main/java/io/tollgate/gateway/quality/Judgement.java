package io.tollgate.gateway.quality;

import io.tollgate.gateway.ledger.JudgementSource;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.quality.Prompt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How good one answer was, and who says so.
 *
 * @param at when it was judged
 * @param request the request that was answered
 * @param key the public id of the virtual key whose request it was
 * @param policy the policy that decided it
 * @param deployment whose answer is judged: who answered, or, where the reference did, the cheaper
 *     one that was asked beside it
 * @param served whether the client got that answer
 * @param predictedPpm how good its answer was expected to be, in millionths, or {@link #UNKNOWN}
 * @param scorePpm how good it was, in millionths: 0 to 1,000,000
 * @param reference who gave the answer it was compared with; {@code null} where there was none
 * @param referenceScorePpm how good the reference's answer was by the same judge, in millionths, or
 *     {@code null} where there was none to compare with
 * @param source who judged
 * @param propensityPpm the probability that it was judged at all, in millionths, above 0
 * @param task the caller's task tag, if any
 * @param inTokens input tokens of the answer, or -1
 * @param outTokens output tokens of the answer, or -1
 * @param prompt what a predictor looks at, while it is known; {@code null} where it is not kept
 */
public record Judgement(
    Instant at,
    String request,
    String key,
    String policy,
    Deployment deployment,
    boolean served,
    int predictedPpm,
    int scorePpm,
    @Nullable Deployment reference,
    @Nullable Integer referenceScorePpm,
    JudgementSource source,
    int propensityPpm,
    @Nullable String task,
    long inTokens,
    long outTokens,
    @Nullable Prompt prompt) {

  /** A figure that is not known. */
  public static final int UNKNOWN = -1;

  /** Millionths of a whole. */
  public static final int PPM = 1_000_000;

  public Judgement {
    requireWithin("score", scorePpm, 0);
    if (referenceScorePpm != null) {
      requireWithin("score of the reference", referenceScorePpm, 0);
    }
    requireWithin("propensity", propensityPpm, 1);
  }

  /** The provider-neutral id of the model whose answer is judged. */
  public String model() {
    return deployment.model().id();
  }

  private static void requireWithin(String name, int ppm, int least) {
    if (ppm < least || ppm > PPM) {
      throw new IllegalArgumentException(
          name + ": " + ppm + " ppm (expected: " + least + " to " + PPM + ")");
    }
  }
}
