package io.tollgate.policies.routing;

import io.tollgate.policies.quality.Forecasts;

/** How good and how long answers are expected to be, and what quality is worth. */
interface Expectation {

  /** What the catalogue says of models, and what the terms say quality is worth. */
  Expectation PRIORS =
      new Expectation() {
        @Override
        public int qualityPpm(Option option) {
          return option.qualityPpm;
        }

        @Override
        public long outputTokens(Option option, long usual) {
          return usual;
        }

        @Override
        public Objective objective(Terms terms) {
          return terms.objective();
        }
      };

  /** Expected quality of an option's answer in millionths. */
  int qualityPpm(Option option);

  /**
   * Expected output tokens of an option's answer.
   *
   * @param usual where nothing better is known
   */
  long outputTokens(Option option, long usual);

  /** What is minimised. */
  Objective objective(Terms terms);

  /** What is forecast for a prompt, at the price of quality that a budget's pacer has set. */
  static Expectation guided(Guidance guidance) {
    Forecasts forecasts = guidance.forecasts();
    long shadow = Math.clamp(guidance.shadowPicoPerPpm(), 0, Objective.MAX_PICO);
    return new Expectation() {
      @Override
      public int qualityPpm(Option option) {
        int forecast = forecasts.qualityPpm(option.deployment.model().id());
        return forecast < 0 ? option.qualityPpm : forecast;
      }

      @Override
      public long outputTokens(Option option, long usual) {
        int forecast = forecasts.outputTokens(option.deployment.model().id());
        return forecast < 0 ? usual : forecast;
      }

      @Override
      public Objective objective(Terms terms) {
        return new Objective(shadow, terms.objective().latencyPicoPerMs());
      }
    };
  }
}
