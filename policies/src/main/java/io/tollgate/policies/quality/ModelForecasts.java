package io.tollgate.policies.quality;

import io.tollgate.policies.quality.FeatureMap.Features;
import java.util.ArrayList;
import java.util.List;

/** The forecasts of a model for one prompt; each figure is worked out when it is asked for. */
final class ModelForecasts implements Forecasts {

  private static final int PPM = 1_000_000;
  private static final int MAX_TOKENS = 1_000_000;

  /**
   * Standard errors below the mean that the lower bound lies: one side of 90 %. A bound of many
   * cells that are looked at together would need more; the pacer corrects what this lets through.
   */
  private static final double ERRORS_BELOW = 1.28;

  private final QualityModel model;
  private final Features features;

  ModelForecasts(QualityModel model, Features features) {
    this.model = model;
    this.features = features;
  }

  @Override
  public int qualityPpm(String id) {
    LearntModel learnt = model.model(id);
    return learnt == null ? UNKNOWN : ppm(learnt.quality().of(features.values()));
  }

  @Override
  public int outputTokens(String id) {
    LearntModel learnt = model.model(id);
    if (learnt == null || Float.isNaN(learnt.length().bias())) {
      return UNKNOWN;
    }
    return Math.clamp(Math.round(Math.expm1(learnt.length().of(features.values()))), 1, MAX_TOKENS);
  }

  @Override
  public boolean mayDisplace(String id, String reference, int maxLossPpm) {
    if (id.equals(reference)) {
      return true;
    }
    LearntModel candidate = model.model(id);
    LearntModel other = model.model(reference);
    if (candidate == null || other == null || features.tag() == Features.UNKNOWN_TAG) {
      return false;
    }
    double gain = candidate.quality().of(features.values()) - other.quality().of(features.values());
    double error = 0;
    double surest = features.kinds().length == 0 ? 1 : 0;
    for (int kind = 0; kind < features.kinds().length; kind++) {
      double share = features.kinds()[kind];
      surest = Math.max(surest, share);
      // The two are judged on the same prompts and are right on the same ones, mostly: to add
      // their errors as if they were independent errs on the side of the reference.
      error +=
          share
              * share
              * (candidate.evidence()[kind].squaredError() + other.evidence()[kind].squaredError());
    }
    double unsure = 1 - surest;
    error += unsure * squaredShift(candidate, other);
    return gain - ERRORS_BELOW * Math.sqrt(error) >= -maxLossPpm / (double) PPM;
  }

  /** How far, squared, the difference of two models is off in a kind that was not learnt from. */
  private static double squaredShift(LearntModel one, LearntModel other) {
    double sum = 0;
    int kinds = 0;
    for (int kind = 0; kind < one.evidence().length; kind++) {
      double shift = one.evidence()[kind].shift() - other.evidence()[kind].shift();
      if (!Double.isNaN(shift)) {
        sum += shift * shift;
        kinds++;
      }
    }
    return kinds == 0 ? 0 : sum / kinds;
  }

  @Override
  public List<Agreement> agreements() {
    List<Agreement> agreements = new ArrayList<>(model.arms().size());
    for (LearntArm arm : model.arms()) {
      agreements.add(
          new Agreement(
              model.models().get(arm.one()).id(),
              model.models().get(arm.other()).id(),
              model.models().get(arm.third()).id(),
              ppm(arm.quality().of(features.values())),
              ppm(arm.agreement().of(features.values()))));
    }
    return agreements;
  }

  private static int ppm(float share) {
    return Math.clamp(Math.round((double) share * PPM), 0, PPM);
  }
}
