package io.tollgate.policies.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Prompts of four kinds and models that differ by kind, made from a seed: a dear one that is good
 * at everything, a cheap one that is as good at code and poor elsewhere, a cheap one that is as
 * good at letters, and a bad one.
 */
final class Sample {

  static final String DEAR = "dear";
  static final String CODER = "coder";
  static final String WRITER = "writer";
  static final String BAD = "bad";
  static final List<String> MODELS = List.of(DEAR, CODER, WRITER, BAD);
  static final double[] COSTS = {0.010, 0.001, 0.001, 0.0005};

  private static final List<String> KINDS = List.of("code", "letter", "law", "sums");
  private static final List<List<String>> WORDS =
      List.of(
          List.of("function", "python", "loop", "array", "compile", "string", "class", "bug"),
          List.of("dear", "aunt", "birthday", "kind", "regards", "thank", "letter", "invite"),
          List.of("court", "contract", "liable", "tort", "plaintiff", "statute", "tenant", "judge"),
          List.of("sum", "equation", "triangle", "integer", "solve", "angle", "root", "fraction"));

  /** Chance of a right answer, by kind and model. */
  private static final double[][] RIGHT = {
    {0.80, 0.88, 0.30, 0.20},
    {0.80, 0.35, 0.88, 0.25},
    {0.85, 0.30, 0.35, 0.20},
    {0.85, 0.40, 0.30, 0.20}
  };

  private Sample() {}

  static TrainingSet of(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Prompt> prompts = new ArrayList<>();
    double[][] scores = new double[size][MODELS.size()];
    double[][] tokens = new double[size][MODELS.size()];
    for (int row = 0; row < size; row++) {
      int kind = random.nextInt(KINDS.size());
      prompts.add(tagged(text(kind, random), KINDS.get(kind)));
      for (int m = 0; m < MODELS.size(); m++) {
        scores[row][m] = random.nextDouble() < RIGHT[kind][m] ? 1 : 0;
        tokens[row][m] = 50 + 50 * kind + random.nextInt(20);
      }
    }
    return new TrainingSet(prompts, MODELS, scores, tokens, COSTS, null);
  }

  /** The same set with a model's outcomes known of the first rows only. */
  static TrainingSet withFew(TrainingSet set, String model, int known) {
    int column = set.models().indexOf(model);
    double[][] scores = Arrays.stream(set.scores()).map(double[]::clone).toArray(double[][]::new);
    for (int row = known; row < scores.length; row++) {
      scores[row][column] = Double.NaN;
    }
    return new TrainingSet(
        set.prompts(), set.models(), scores, set.outputTokens(), set.costs(), set.agreements());
  }

  static QualityModel learnt(TrainingSet set) {
    return Trainer.train(set, TokenVectors.shipped(), "a sample", (done, all, what) -> {});
  }

  static Prompt tagged(String text, String task) {
    return new Prompt(text, task, 0, false, false, 1, text.length() / 4);
  }

  static Prompt untagged(Prompt prompt) {
    return Prompt.of(prompt.text());
  }

  private static String text(int kind, SplittableRandom random) {
    StringBuilder text = new StringBuilder("please");
    int words = 8 + random.nextInt(12);
    for (int i = 0; i < words; i++) {
      // One word in five is of another kind, so that texts are not told apart for nothing.
      int of = random.nextInt(5) == 0 ? random.nextInt(WORDS.size()) : kind;
      text.append(' ').append(WORDS.get(of).get(random.nextInt(WORDS.get(of).size())));
    }
    return text.toString();
  }
}
