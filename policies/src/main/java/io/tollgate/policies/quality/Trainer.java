package io.tollgate.policies.quality;

import io.tollgate.policies.quality.ModelBlocks.Block;
import io.tollgate.policies.quality.ModelBlocks.Placed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns from judged outcomes how good each model's answers would be, and how long.
 *
 * <p>Three steps, each exact least squares, so that nothing depends on chance and everything that
 * is tuned is tuned by cross-validation inside of the training set: kinds of request are learnt
 * from the features of prompts ({@link KindClassifier}); all models that were judged on the same
 * prompts are learnt together from features and probabilities of kinds ({@link PrincipalTargets});
 * what each model's forecasts are worth for prompts not seen before calibrates them. A model that
 * was judged on a few prompts only is placed among the others: it is learnt as a mixture of them.
 */
public final class Trainer {

  /** Is told how far the training has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A step was taken.
     *
     * @param done steps taken
     * @param all steps there are
     * @param what the step that comes next, in a few words
     */
    void at(int done, int all, String what);
  }

  private static final float TRAIT_WEIGHT = 0.3f;

  /**
   * A trait of so few prompts is not learnt from: its spread would be so small that a prompt that
   * has a little of it, such as a system prompt, would seem far from all others.
   */
  private static final double LEAST_COMMON = 0.002;

  private final TrainingSet set;
  private final Progress progress;
  private final FeatureMap map;
  private final float[][] features;
  private final @Nullable LearntModel[] learnt;
  private final List<LearntArm> arms = new ArrayList<>();

  private Trainer(TrainingSet set, TokenVectors vectors, Progress progress) {
    this.set = set;
    this.progress = progress;
    this.learnt = new LearntModel[set.models().size()];
    FeatureMap bare = unlabelled(vectors);
    float[][] base = new float[set.size()][];
    for (int row = 0; row < set.size(); row++) {
      base[row] = bare.base(set.prompts().get(row));
    }
    progress.at(1, 4, "telling kinds of request apart");
    List<@Nullable String> kinds = new ArrayList<>();
    set.prompts().forEach(prompt -> kinds.add(prompt.task()));
    KindClassifier.Learnt classifier = KindClassifier.learn(base, kinds);
    this.map =
        bare.with(
            classifier.kinds(), classifier.weights(), classifier.biases(), classifier.likenesses());
    this.features = new float[set.size()][];
    for (int row = 0; row < set.size(); row++) {
      features[row] = Arrays.copyOf(base[row], map.size());
      for (int k = 0; k < map.kinds().size(); k++) {
        features[row][map.baseSize() + k] = FeatureMap.KIND_WEIGHT * classifier.unseen()[row][k];
      }
    }
  }

  /**
   * Learns from a set.
   *
   * @param card what the set is, in a few lines for people
   * @throws IllegalArgumentException if no outcome is known
   */
  public static QualityModel train(
      TrainingSet set, TokenVectors vectors, String card, Progress progress) {
    progress.at(0, 4, "reading prompts");
    if (set.size() == 0) {
      throw new IllegalArgumentException("prompts: none (expected: at least one)");
    }
    return new Trainer(set, vectors, progress).learn(card);
  }

  /** Where texts, traits, topics and landmarks lie, before kinds are known. */
  private FeatureMap unlabelled(TokenVectors vectors) {
    int rows = set.size();
    double[] mean = new double[vectors.dimensions()];
    double[] sums = new double[PromptTraits.COUNT];
    double[] squares = new double[PromptTraits.COUNT];
    int[] present = new int[PromptTraits.COUNT];
    int[][] pieces = new int[rows][];
    for (int row = 0; row < rows; row++) {
      Prompt prompt = set.prompts().get(row);
      pieces[row] = vectors.pieces(prompt.text());
      float[] place = vectors.mean(pieces[row]);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += place[i] / rows;
      }
      float[] traits = PromptTraits.of(prompt);
      for (int i = 0; i < traits.length; i++) {
        sums[i] += traits[i];
        squares[i] += traits[i] * traits[i];
        present[i] += traits[i] == 0 ? 0 : 1;
      }
    }
    double[] spreads = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= rows;
      double variance = squares[i] / rows - sums[i] * sums[i];
      boolean common = present[i] >= LEAST_COMMON * rows;
      spreads[i] = common && variance > 1e-7 ? Math.sqrt(variance) : 0;
    }
    FeatureMap map =
        FeatureMap.withoutKinds(
            vectors,
            KindClassifier.floats(mean),
            KindClassifier.floats(sums),
            KindClassifier.floats(spreads),
            TRAIT_WEIGHT,
            TopicLearner.learn(pieces, vectors.size()),
            Landmarks.NONE);
    float[][] places = new float[rows][];
    for (int row = 0; row < rows; row++) {
      places[row] = map.place(map.base(set.prompts().get(row)));
    }
    return map.with(LandmarkLearner.learn(places));
  }

  private QualityModel learn(String card) {
    ModelBlocks.Layout layout = ModelBlocks.of(set);
    if (layout.blocks().isEmpty()) {
      throw new IllegalArgumentException("outcomes: none is known (expected: at least one)");
    }
    for (int b = 0; b < layout.blocks().size(); b++) {
      progress.at(2, 4, "learning models");
      Block block = layout.blocks().get(b);
      List<Placed> guests = new ArrayList<>(layout.placed());
      int place = b;
      guests.removeIf(guest -> guest.block() != place);
      BlockLearner learner = new BlockLearner(set, map, features, block);
      for (LearntModel model : learner.models()) {
        learnt[set.models().indexOf(model.id())] = model;
      }
      progress.at(3, 4, "placing new models");
      for (Placed guest : guests) {
        learnt[guest.column()] = learner.place(guest.column());
      }
      arms.addAll(learner.arms());
    }
    progress.at(4, 4, "");
    List<LearntModel> models = new ArrayList<>();
    int[] places = new int[learnt.length];
    for (int column = 0; column < learnt.length; column++) {
      LearntModel model = learnt[column];
      places[column] = models.size();
      if (model != null) {
        models.add(model);
      }
    }
    List<LearntArm> placed =
        arms.stream()
            .map(arm ->
                new LearntArm(
                    places[arm.one()],
                    places[arm.other()],
                    places[arm.third()],
                    arm.quality(),
                    arm.agreement()))
            .toList();
    return new QualityModel(card, map, models, placed);
  }
}
