package io.tollgate.policies.quality;

import java.util.List;

/**
 * What is expected of each model for one prompt. Models are named by their provider-neutral ids; of
 * one that nothing is known of, every figure is -1 and nothing is evident.
 */
public interface Forecasts {

  /** A figure that nothing is known of. */
  int UNKNOWN = -1;

  /** Expected quality of the model's answer in millionths, 0 to 1,000,000, or -1. */
  int qualityPpm(String model);

  /**
   * What the model's quality is expected too high by where it is chosen in place of a reference, in
   * millionths, at least 0: who chooses by many forecasts chooses mistakes, too.
   */
  default int optimismPpm(String model) {
    return 0;
  }

  /** Expected output tokens of the model's answer, or -1. */
  int outputTokens(String model);

  /**
   * Whether judged outcomes support that the model may answer this kind of request in place of
   * another: at the lower confidence bound its quality is below the other's by no more than is
   * allowed.
   *
   * @param reference the model whose place it would take
   * @param maxLossPpm the most that its quality may be below, at that bound, in millionths
   */
  boolean mayDisplace(String model, String reference, int maxLossPpm);

  /** The agreements of models that something is known of. */
  List<Agreement> agreements();

  /**
   * Two models that are asked at one time, and a third that decides where they do not agree.
   *
   * @param one a model, whose answer is taken
   * @param other another
   * @param third the one that decides
   * @param qualityPpm expected quality of what comes of it, in millionths
   * @param agreementPpm probability that the first two agree, in millionths
   */
  record Agreement(String one, String other, String third, int qualityPpm, int agreementPpm) {}

  /** Nothing is known of any model. */
  Forecasts NONE =
      new Forecasts() {
        @Override
        public int qualityPpm(String model) {
          return UNKNOWN;
        }

        @Override
        public int outputTokens(String model) {
          return UNKNOWN;
        }

        @Override
        public boolean mayDisplace(String model, String reference, int maxLossPpm) {
          return false;
        }

        @Override
        public List<Agreement> agreements() {
          return List.of();
        }
      };
}
