package io.tollgate.policies.routing;

import io.tollgate.policies.yaml.Quoting;
import io.tollgate.policies.yaml.Spelling;
import java.util.Collection;
import java.util.List;

/** The refusals a router gives, in words for the caller. */
final class Refusals {

  /** Reasons listed in one refusal. */
  private static final int MAX_REASONS = 4;

  /** A longer name is nobody's misspelling, and guessing takes time by its length. */
  private static final int MAX_GUESSED_LENGTH = 100;

  private Refusals() {}

  static Refusal unknownModel(String model, Collection<String> known) {
    String general = "ask for auto, auto/POLICY, PROVIDER/MODEL or one of GET /v1/models";
    String advice =
        model.length() > MAX_GUESSED_LENGTH ? general : Spelling.advice(model, known, general);
    return new Refusal(
        Refusal.Code.UNKNOWN_MODEL,
        "The model \"" + Quoting.shortened(model) + "\" does not exist; " + advice,
        0);
  }

  static Refusal mixedEmbeddings(String policy) {
    return new Refusal(
        Refusal.Code.NO_CANDIDATE,
        "Embeddings of different models cannot be compared, and policy "
            + policy
            + " may choose among several: ask for one model by its name",
        0);
  }

  static Refusal noCandidate(String policy, String rule, Ranking ranking, String note) {
    List<Rejection> rejected = ranking.rejected();
    StringBuilder text =
        new StringBuilder(
            ranking.isPaused()
                ? "No deployment can take this request at the moment"
                : "No deployment qualifies for this request");
    if (!policy.equals(Policy.DIRECT)) {
      text.append(" under policy ").append(policy);
      if (!rule.equals(Router.NO_RULE)) {
        text.append(", rule ").append(rule);
      }
    }
    String separator = ": ";
    for (int i = 0; i < Math.min(MAX_REASONS, rejected.size()); i++) {
      text.append(separator).append(rejected.get(i).deployment().id()).append(": ");
      text.append(rejected.get(i).reason());
      separator = "; ";
    }
    if (rejected.size() > MAX_REASONS) {
      text.append("; and ").append(rejected.size() - MAX_REASONS).append(" more");
    }
    return new Refusal(
        ranking.refusal(),
        text.append(note).toString(),
        ranking.isPaused() ? ranking.shortestPauseMs() : 0);
  }
}
