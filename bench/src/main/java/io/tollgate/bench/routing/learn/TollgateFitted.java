package io.tollgate.bench.routing.learn;

import io.tollgate.gateway.training.Question;
import io.tollgate.policies.quality.Forecasts;
import io.tollgate.policies.quality.QualityModel;
import java.util.ArrayList;
import java.util.List;

/** What Tollgate's predictor has learnt, asked as the gateway asks it. */
final class TollgateFitted implements Fitted {

  private static final double PPM = 1e6;

  /** Two points below the reference, at the lower bound, are taken for as good. */
  private static final int MAX_LOSS_PPM = 20_000;

  private final QualityModel model;
  private final List<String> models;
  private final List<Agreement> agreements = new ArrayList<>();
  private final boolean tagged;
  private double optimism;

  TollgateFitted(QualityModel model, TrainingView train, boolean tagged) {
    this.model = model;
    this.models = train.models();
    this.tagged = tagged;
    if (train.size() > 0) {
      Forecasts any = forecasts(train.question(0));
      optimism = models.stream().mapToInt(any::optimismPpm).max().orElse(0) / PPM;
      for (Forecasts.Agreement arm : any.agreements()) {
        agreements.add(
            new Agreement(
                models.indexOf(arm.one()),
                models.indexOf(arm.other()),
                models.indexOf(arm.third())));
      }
    }
  }

  private Forecasts forecasts(Question question) {
    return model.forecasts(TollgateLearner.prompt(question, tagged));
  }

  @Override
  public void predict(Question question, double[] quality, double[] outputTokens) {
    Forecasts forecasts = forecasts(question);
    for (int i = 0; i < models.size(); i++) {
      int ppm = forecasts.qualityPpm(models.get(i));
      quality[i] = ppm < 0 ? Double.NaN : ppm / PPM;
      int tokens = forecasts.outputTokens(models.get(i));
      outputTokens[i] = tokens < 0 ? Double.NaN : tokens;
    }
  }

  @Override
  public List<Agreement> agreements() {
    return agreements;
  }

  @Override
  public double optimism() {
    return optimism;
  }

  @Override
  public void predictAgreements(Question question, double[] quality, double[] agreement) {
    List<Forecasts.Agreement> arms = forecasts(question).agreements();
    for (int i = 0; i < arms.size(); i++) {
      quality[i] = arms.get(i).qualityPpm() / PPM;
      agreement[i] = arms.get(i).agreementPpm() / PPM;
    }
  }

  /**
   * The cheapest of what may take the reference's place, or the reference: the strictest use of the
   * evidence, which nobody's price of quality enters.
   */
  @Override
  public int choose(Question question, double[] costsUsd, int reference) {
    Forecasts forecasts = forecasts(question);
    String best = models.get(reference);
    int chosen = reference;
    for (int i = 0; i < models.size(); i++) {
      if (costsUsd[i] < costsUsd[chosen]
          && forecasts.mayDisplace(models.get(i), best, MAX_LOSS_PPM)) {
        chosen = i;
      }
    }
    return chosen;
  }
}
