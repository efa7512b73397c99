package io.tollgate.bench.routing.measure;

import io.tollgate.bench.routing.learn.Learner;
import io.tollgate.bench.routing.learn.TrainingView;
import io.tollgate.gateway.training.OutcomeSet;
import io.tollgate.gateway.training.PriceList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Leaves a category out of what is learnt, and routes its questions at the learner's default
 * operating point. Where there are many categories, several are left out at one time. Questions of
 * other categories that are worded the same are not learnt from either; nor are other sets.
 */
public final class UnseenDomains {

  /** More categories than these are left out in so many parts. */
  private static final int PARTS = 12;

  private final Arena arena;
  private final PriceList prices;
  private final Learner learner;
  private final long seed;
  private final List<String> domains;
  private final int[] partOfRow;
  private final Predictions predictions;

  /** Prepares the parts of a set; there are {@link #parts()} of them to run. */
  public UnseenDomains(Arena arena, PriceList prices, Learner learner, long seed) {
    this.arena = arena;
    this.prices = prices;
    this.learner = learner;
    this.seed = seed;
    OutcomeSet set = arena.truth();
    List<String> kinds =
        List.copyOf(new TreeSet<>(set.questions().stream().map(q -> q.kind()).toList()));
    int parts = kinds.size() <= PARTS + 2 ? kinds.size() : PARTS;
    List<String> names = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int first = part;
      names.add(
          String.join(
              ", ",
              IntStream.range(0, kinds.size())
                  .filter(kind -> kind % parts == first)
                  .mapToObj(kinds::get)
                  .toList()));
    }
    this.domains = names;
    this.partOfRow =
        set.questions().stream().mapToInt(q -> kinds.indexOf(q.kind()) % parts).toArray();
    this.predictions = new Predictions(set, parts);
  }

  /** Number of parts; with fewer than two there is nothing to leave out. */
  public int parts() {
    return domains.size();
  }

  /** Does one part. */
  public void run(int part) {
    OutcomeSet set = arena.learntFrom();
    int[] test = Arrays.stream(arena.rows()).filter(row -> partOfRow[row] == part).toArray();
    if (test.length == 0) {
      return;
    }
    Set<String> asked = new HashSet<>();
    Arrays.stream(test).forEach(row -> asked.add(set.question(row).key()));
    int[] training =
        IntStream.range(0, set.size())
            .filter(row -> partOfRow[row] != part && !asked.contains(set.question(row).key()))
            .toArray();
    TrainingView train = new TrainingView(set, training, prices, List.of());
    CrossValidation.predict(learner, train, seed, predictions, part, test);
  }

  /**
   * What a category came to.
   *
   * @param name the categories left out together
   * @param questions number of questions
   * @param quality quality relative to the best single model of all rows, on the part's questions
   * @param cost cost relative to it; NaN where there are no costs
   */
  public record Domain(String name, int questions, double quality, double cost) {}

  /**
   * What all categories came to, as one.
   *
   * @param quality mean score relative to the model that is best on the same questions
   * @param cost cost relative to that model; NaN where there are no costs
   */
  public record Result(Figure quality, Figure cost, List<Domain> domains) {}

  /** The result, when all parts are done. */
  public Result result(Resamples resamples) {
    OutcomeSet set = arena.truth();
    int[] rows = arena.rows();
    int best = Singles.of(set, rows, resamples.once()).best();
    double[] whole = ratios(rows, best, resamples.once());
    double[][] drawn = new double[2][Resamples.COUNT];
    for (int draw = 0; draw < Resamples.COUNT; draw++) {
      double[] ratios = ratios(rows, best, resamples.weights(draw));
      drawn[0][draw] = ratios[0];
      drawn[1][draw] = ratios[1];
    }
    List<Domain> parts = new ArrayList<>();
    for (int part = 0; part < domains.size(); part++) {
      int wanted = part;
      int[] some = Arrays.stream(rows).filter(row -> partOfRow[row] == wanted).toArray();
      if (some.length > 0) {
        double[] once = new double[some.length];
        Arrays.fill(once, 1);
        double[] ratios = ratios(some, best, once);
        parts.add(new Domain(domains.get(part), some.length, ratios[0], ratios[1]));
      }
    }
    return new Result(
        Figure.of(whole[0], drawn[0]), Figure.of(whole[1], drawn[1]), List.copyOf(parts));
  }

  private double[] ratios(int[] rows, int best, double[] weights) {
    OutcomeSet set = arena.truth();
    double quality = 0;
    double cost = 0;
    double bestQuality = 0;
    double bestCost = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      int choice = predictions.chosen(row);
      quality += weights[i] * predictions.realQuality(row, choice);
      cost += weights[i] * predictions.realCostUsd(row, choice);
      bestQuality += weights[i] * set.score(row, best);
      bestCost += weights[i] * set.costUsd(row, best);
    }
    return new double[] {quality / bestQuality, cost / bestCost};
  }
}
