package io.tollgate.policies.quality;

import io.tollgate.policies.quality.FeatureMap.Features;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forecasts of a model for one prompt; each figure is worked out when it is first asked for. Of
 * one thread.
 */
final class ModelForecasts implements Forecasts {

  private static final int PPM = 1_000_000;
  private static final int MAX_TOKENS = 1_000_000;

  /**
   * Standard errors below the mean that the lower bound lies: one side of 90 %. A bound of many
   * cells that are looked at together would need more; the pacer corrects what this lets through.
   */
  private static final double ERRORS_BELOW = 1.28;

  /** The score of a kind from which on a text is one of it: few of kinds left out reach it. */
  private static final float TYPICAL = 0.9f;

  private final QualityModel model;
  private final Features features;
  private float @Nullable [] likenesses;
  private @Nullable List<Agreement> agreements;

  /**
   * Expected scores by model, NaN where nobody asked yet: a decision asks for most several times.
   */
  private final float[] qualities;

  ModelForecasts(QualityModel model, Features features) {
    this.model = model;
    this.features = features;
    this.qualities = new float[model.models().size()];
    Arrays.fill(qualities, Float.NaN);
  }

  private float quality(int place) {
    if (Float.isNaN(qualities[place])) {
      qualities[place] = model.models().get(place).quality().of(features.values());
    }
    return qualities[place];
  }

  @Override
  public int qualityPpm(String id) {
    int place = model.place(id);
    return place < 0 ? UNKNOWN : ppm(quality(place));
  }

  @Override
  public int optimismPpm(String id) {
    int place = model.place(id);
    return place < 0 ? 0 : ppm(model.models().get(place).optimism());
  }

  @Override
  public int outputTokens(String id) {
    int place = model.place(id);
    LinearHead length = place < 0 ? null : model.models().get(place).length();
    if (length == null || Float.isNaN(length.bias())) {
      return UNKNOWN;
    }
    return Math.clamp(Math.round(Math.expm1(length.of(features.values()))), 1, MAX_TOKENS);
  }

  @Override
  public boolean mayDisplace(String id, String reference, int maxLossPpm) {
    if (id.equals(reference)) {
      return true;
    }
    int place = model.place(id);
    int placeOfOther = model.place(reference);
    if (place < 0 || placeOfOther < 0 || features.tag() == Features.UNKNOWN_TAG) {
      return false;
    }
    double gain = quality(place) - quality(placeOfOther);
    LearntModel candidate = model.models().get(place);
    LearntModel other = model.models().get(placeOfOther);
    double error = 0;
    for (int kind = 0; kind < features.kinds().length; kind++) {
      double share = features.kinds()[kind];
      // The two are judged on the same prompts and are right on the same ones, mostly: to add
      // their errors as if they were independent errs on the side of the reference.
      error +=
          share
              * share
              * (candidate.evidence()[kind].squaredError() + other.evidence()[kind].squaredError());
    }
    error += unlearnt() * squaredShift(candidate, other);
    return gain - ERRORS_BELOW * Math.sqrt(error) >= -maxLossPpm / (double) PPM;
  }

  /**
   * How much the prompt has to be taken for one of a kind that was not learnt: wholly, unless its
   * caller names the kind, or it is as typical of one as its own prompts are. Probabilities do not
   * tell, since they are those of the kinds that were learnt.
   */
  private double unlearnt() {
    if (features.tag() >= 0) {
      return 1 - features.kinds()[features.tag()];
    }
    return features.typical() < TYPICAL ? 1 : 0;
  }

  /**
   * How far, squared, the difference of two models is off in a kind that was not learnt from: as
   * far as it was in those that were left out for trial, above all in those whose prompts were
   * taken for what this one is taken for.
   */
  private double squaredShift(LearntModel one, LearntModel other) {
    if (likenesses == null) {
      likenesses = model.map().likenesses(features);
    }
    double sum = 0;
    double weights = 0;
    for (int kind = 0; kind < likenesses.length; kind++) {
      double shift = one.evidence()[kind].shift() - other.evidence()[kind].shift();
      if (!Double.isNaN(shift)) {
        sum += likenesses[kind] * shift * shift;
        weights += likenesses[kind];
      }
    }
    return weights == 0 ? 0 : sum / weights;
  }

  @Override
  public List<Agreement> agreements() {
    if (agreements == null) {
      agreements = model.arms().stream().map(this::agreement).toList();
    }
    return agreements;
  }

  private Agreement agreement(LearntArm arm) {
    return new Agreement(
        model.models().get(arm.one()).id(),
        model.models().get(arm.other()).id(),
        model.models().get(arm.third()).id(),
        ppm(arm.quality().of(features.values())),
        ppm(arm.agreement().of(features.values())));
  }

  private static int ppm(float share) {
    return Math.clamp(Math.round((double) share * PPM), 0, PPM);
  }
}
