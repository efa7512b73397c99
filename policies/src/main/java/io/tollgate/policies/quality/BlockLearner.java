package io.tollgate.policies.quality;

import io.tollgate.policies.quality.ModelBlocks.Block;
import io.tollgate.policies.quality.PrincipalTargets.Target;
import java.util.ArrayList;
import java.util.List;

/** Learns the models of one block together, and places others among them. */
final class BlockLearner {

  /** Below so many outcomes features have to beat the mere kinds to be listened to. */
  private static final int ENOUGH = 1_000;

  private final TrainingSet set;
  private final FeatureMap map;
  private final float[][] features;
  private final Block block;
  private final RidgeSystem system;
  private final KindCells cells;
  private final List<AgreementChoice.Candidate> candidates;
  private final double[][] scores;
  private final double[][] lengths;
  private final Target[] quality;
  private final Target[] length;
  private final float optimism;

  /**
   * Learns a block.
   *
   * @param all features of every row of the set
   */
  BlockLearner(TrainingSet set, FeatureMap map, float[][] all, Block block) {
    this.set = set;
    this.map = map;
    this.block = block;
    int rows = block.rows().length;
    int width = block.columns().size();
    this.candidates = AgreementChoice.choose(set, block);
    this.features = new float[rows][];
    this.scores = new double[rows][width + candidates.size()];
    this.lengths = new double[rows][width];
    for (int r = 0; r < rows; r++) {
      int row = block.rows()[r];
      features[r] = all[row];
      for (int t = 0; t < width; t++) {
        scores[r][t] = set.scores()[row][block.columns().get(t)];
        lengths[r][t] = Math.log1p(set.outputTokens()[row][block.columns().get(t)]);
      }
      for (int a = 0; a < candidates.size(); a++) {
        scores[r][width + a] = candidates.get(a).scores()[r];
      }
    }
    this.system = new RidgeSystem(features);
    this.quality = PrincipalTargets.fit(system, scores, map.size());
    this.length = PrincipalTargets.fit(system, lengths, map.size());
    this.cells = new KindCells(set, map, features, block, scores);
    this.optimism = optimism();
  }

  private float optimism() {
    double[] costs = new double[quality.length];
    for (int c = 0; c < costs.length; c++) {
      int arm = c - block.columns().size();
      costs[c] = arm < 0 ? set.costs()[block.columns().get(c)] : candidates.get(arm).cost();
    }
    double[][] unseen = new double[scores.length][quality.length];
    for (int r = 0; r < unseen.length; r++) {
      for (int c = 0; c < costs.length; c++) {
        unseen[r][c] = quality[c].unseen()[r];
      }
    }
    return Optimism.of(unseen, scores, costs, block.columns().size());
  }

  /** What was learnt of the models of the block. */
  List<LearntModel> models() {
    List<LearntModel> models = new ArrayList<>();
    for (int t = 0; t < block.columns().size(); t++) {
      int column = block.columns().get(t);
      KindEvidence[] evidence = cells.of(column, t);
      models.add(
          new LearntModel(
              set.models().get(column),
              set.judged(column).length,
              optimism,
              head(t, evidence),
              lengthHead(length[t], lengths, t),
              evidence));
    }
    return models;
  }

  /**
   * The head of a model: the features', unless there are few outcomes and the mere kinds forecast
   * those not seen before as well.
   */
  private LinearHead head(int column, KindEvidence[] evidence) {
    LinearHead byFeatures = calibrated(quality[column], scores, column);
    if (scores.length >= ENOUGH || evidence.length < 2) {
      return byFeatures;
    }
    float[] weights = new float[map.size()];
    for (int k = 0; k < evidence.length; k++) {
      weights[map.baseSize() + k] = evidence[k].mean() / FeatureMap.KIND_WEIGHT;
    }
    LinearHead byKind = new LinearHead(0, weights);
    double gains = 0;
    double squares = 0;
    for (int r = 0; r < scores.length; r++) {
      double score = scores[r][column];
      if (!Double.isNaN(score)) {
        double missedByKind = score - byKind.of(features[r]);
        double missed = score - quality[column].unseen()[r];
        double gain = missedByKind * missedByKind - missed * missed;
        gains += gain;
        squares += gain * gain;
      }
    }
    // One standard error: what the features say has to be more than chance.
    return gains > Math.sqrt(squares) ? byFeatures : byKind;
  }

  /** What was learnt of agreements; their places are columns of the training set. */
  List<LearntArm> arms() {
    List<LearntArm> arms = new ArrayList<>();
    if (candidates.isEmpty()) {
      return arms;
    }
    double[][] agreed = new double[scores.length][candidates.size()];
    for (int a = 0; a < candidates.size(); a++) {
      for (int r = 0; r < scores.length; r++) {
        agreed[r][a] = candidates.get(a).agreed()[r];
      }
    }
    Target[] agreement = PrincipalTargets.fit(system, agreed, map.size());
    int width = block.columns().size();
    for (int a = 0; a < candidates.size(); a++) {
      AgreementChoice.Candidate candidate = candidates.get(a);
      arms.add(
          new LearntArm(
              candidate.one(),
              candidate.other(),
              candidate.third(),
              calibrated(quality[width + a], scores, width + a),
              calibrated(agreement[a], agreed, a)));
    }
    return arms;
  }

  /**
   * Places a model that was judged on some of the block's prompts: its scores are learnt as a
   * mixture of what is forecast of the others for those prompts, which takes few outcomes.
   */
  LearntModel place(int column) {
    int width = block.columns().size();
    List<float[]> forecasts = new ArrayList<>();
    List<Double> known = new ArrayList<>();
    List<Double> tokens = new ArrayList<>();
    for (int r = 0; r < block.rows().length; r++) {
      double score = set.scores()[block.rows()[r]][column];
      if (!Double.isNaN(score)) {
        float[] others = new float[width];
        for (int t = 0; t < width; t++) {
          others[t] = (float) quality[t].unseen()[r];
        }
        forecasts.add(others);
        known.add(score);
        tokens.add(set.outputTokens()[block.rows()[r]][column]);
      }
    }
    double[] target = known.stream().mapToDouble(Double::doubleValue).toArray();
    RidgeSystem.Fit mixture = new RidgeSystem(forecasts.toArray(float[][]::new)).fit(target);
    double bias = mixture.bias();
    float[] weights = new float[map.size()];
    for (int t = 0; t < width; t++) {
      bias += mixture.weights()[t] * quality[t].bias();
      for (int c = 0; c < weights.length; c++) {
        weights[c] += (float) (mixture.weights()[t] * quality[t].weights()[c]);
      }
    }
    return new LearntModel(
        set.models().get(column),
        target.length,
        optimism,
        new LinearHead((float) bias, weights),
        usualLength(tokens),
        cells.of(column, -1));
  }

  /** The lengths of the whole block, moved to the mean of what was seen of one model. */
  private LinearHead usualLength(List<Double> tokens) {
    double mean =
        tokens.stream()
            .filter(value -> !Double.isNaN(value))
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    float[] weights = new float[map.size()];
    double bias = 0;
    double usual = 0;
    for (Target target : length) {
      bias += target.bias() / length.length;
      for (int c = 0; c < weights.length; c++) {
        weights[c] += (float) (target.weights()[c] / length.length);
      }
      for (double unseen : target.unseen()) {
        usual += Math.exp(unseen) / target.unseen().length / length.length;
      }
    }
    return new LinearHead((float) (bias + Math.log1p(mean) - Math.log(usual)), weights);
  }

  /** A head whose forecasts for prompts not seen before are right on the average, high and low. */
  private static LinearHead calibrated(Target target, double[][] actual, int column) {
    double known = 0;
    double meanOfUnseen = 0;
    double meanOfActual = 0;
    for (int r = 0; r < actual.length; r++) {
      if (!Double.isNaN(actual[r][column])) {
        known++;
        meanOfUnseen += target.unseen()[r];
        meanOfActual += actual[r][column];
      }
    }
    meanOfUnseen /= Math.max(1, known);
    meanOfActual /= Math.max(1, known);
    double covariance = 0;
    double variance = 0;
    for (int r = 0; r < actual.length; r++) {
      if (!Double.isNaN(actual[r][column])) {
        double unseen = target.unseen()[r] - meanOfUnseen;
        covariance += unseen * (actual[r][column] - meanOfActual);
        variance += unseen * unseen;
      }
    }
    double slope = variance > 0 ? Math.clamp(covariance / variance, 0.3, 1.2) : 1;
    float[] weights = new float[target.weights().length];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = (float) (slope * target.weights()[c]);
    }
    return new LinearHead((float) (meanOfActual + slope * (target.bias() - meanOfUnseen)), weights);
  }

  /** Logarithms are right in the middle; this is moved so that tokens are right on the average. */
  private static LinearHead lengthHead(Target target, double[][] logs, int column) {
    double actual = 0;
    double expected = 0;
    double known = 0;
    for (int r = 0; r < logs.length; r++) {
      if (!Double.isNaN(logs[r][column])) {
        actual += Math.exp(logs[r][column]);
        expected += Math.exp(target.unseen()[r]);
        known++;
      }
    }
    double move = known == 0 ? Double.NaN : Math.log(actual / expected);
    return new LinearHead((float) (target.bias() + move), KindClassifier.floats(target.weights()));
  }
}
