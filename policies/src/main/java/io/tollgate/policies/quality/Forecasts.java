package io.tollgate.policies.quality;

/**
 * What is expected of each model for one prompt. Models are named by their provider-neutral ids; of
 * one that nothing is known of, every figure is -1 and nothing is evident.
 */
public interface Forecasts {

  /** A figure that nothing is known of. */
  int UNKNOWN = -1;

  /** Expected quality of the model's answer in millionths, 0 to 1,000,000, or -1. */
  int qualityPpm(String model);

  /** Expected output tokens of the model's answer, or -1. */
  int outputTokens(String model);

  /**
   * Whether judged outcomes support that the model may answer this kind of request in place of
   * another: the lower confidence bound of its quality less that of the other is no less than the
   * loss allowed.
   *
   * @param reference the model whose place it would take
   * @param maxLossPpm the most that its quality may be below, at the lower bound, in millionths
   */
  boolean mayDisplace(String model, String reference, int maxLossPpm);

  /** Probability that the answers of two models agree, in millionths, or -1. */
  int agreementPpm(String one, String other);

  /** Expected quality of an answer that two models agree on, in millionths, or -1. */
  int qualityIfAgreedPpm(String one, String other);

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
        public int agreementPpm(String one, String other) {
          return UNKNOWN;
        }

        @Override
        public int qualityIfAgreedPpm(String one, String other) {
          return UNKNOWN;
        }
      };
}
