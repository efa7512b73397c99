package io.tollgate.gateway.training;

import io.tollgate.policies.quality.Prompt;
import io.tollgate.policies.quality.TrainingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All sets as one training set: the prompts of all, and of each model the outcomes that can be
 * learnt together.
 *
 * <p>Models are learnt together that were judged on the same prompts. A model that stands in
 * several sets beside different models was judged on the same prompts as none of them; so of such a
 * model only the outcomes of one set count, the one that has the most outcomes of others beside it,
 * and those of sets with mostly the same models.
 */
public final class Union {

  /** Sets have mostly the same models where this share of those of either are in both. */
  private static final double ALIKE = 0.8;

  private final List<OutcomeSet> sets;
  private final List<String> models;
  private final List<String> notes = new ArrayList<>();

  /** By model and set, whether its outcomes there count. */
  private final boolean[][] counts;

  private Union(List<OutcomeSet> sets) {
    this.sets = sets;
    TreeSet<String> names = new TreeSet<>();
    sets.forEach(set -> names.addAll(set.models()));
    this.models = List.copyOf(names);
    this.counts = new boolean[models.size()][sets.size()];
    TreeMap<String, TreeSet<String>> leftOut = new TreeMap<>();
    for (int m = 0; m < models.size(); m++) {
      OutcomeSet home = home(models.get(m));
      for (int s = 0; s < sets.size(); s++) {
        OutcomeSet set = sets.get(s);
        if (set.models().contains(models.get(m))) {
          counts[m][s] = alike(home, set);
          if (!counts[m][s]) {
            leftOut.computeIfAbsent(models.get(m), model -> new TreeSet<>()).add(set.name());
          }
        }
      }
    }
    leftOut.forEach((model, in) ->
        notes.add(
            "%s: learnt from the outcomes beside most others, not from those in %s"
                .formatted(model, String.join(", ", in))));
  }

  /** What is learnt from, with what was left out as sentences. */
  public record Result(TrainingSet set, List<String> notes) {}

  /** All sets as one. */
  public static Result of(List<OutcomeSet> sets) {
    Union union = new Union(sets);
    return new Result(union.join(), List.copyOf(union.notes));
  }

  private OutcomeSet home(String model) {
    OutcomeSet home = null;
    long most = -1;
    for (OutcomeSet set : sets) {
      long outcomes = (long) set.size() * (set.width() - 1);
      if (set.models().contains(model) && outcomes > most) {
        home = set;
        most = outcomes;
      }
    }
    if (home == null) {
      throw new IllegalStateException(model + " is in no set");
    }
    return home;
  }

  private static boolean alike(OutcomeSet one, OutcomeSet other) {
    Set<String> both = new HashSet<>(one.models());
    both.retainAll(other.models());
    return both.size() >= ALIKE * one.width() && both.size() >= ALIKE * other.width();
  }

  private TrainingSet join() {
    int width = models.size();
    List<Prompt> prompts = new ArrayList<>();
    List<double[]> scores = new ArrayList<>();
    List<double[]> tokens = new ArrayList<>();
    List<int[]> origins = new ArrayList<>();
    double[] costs = new double[width];
    int[] priced = new int[width];
    for (int s = 0; s < sets.size(); s++) {
      OutcomeSet set = sets.get(s);
      int[] columns = columns(s);
      for (int row = 0; row < set.size(); row++) {
        double[] score = new double[width];
        double[] token = new double[width];
        for (int m = 0; m < width; m++) {
          boolean known = columns[m] >= 0;
          score[m] = known ? set.score(row, columns[m]) : Double.NaN;
          token[m] = known ? set.outputTokens(row, columns[m]) : Double.NaN;
          double cost = known ? set.costUsd(row, columns[m]) : Double.NaN;
          if (!Double.isNaN(cost)) {
            costs[m] += cost;
            priced[m]++;
          }
        }
        prompts.add(prompt(set.question(row)));
        scores.add(score);
        tokens.add(token);
        origins.add(new int[] {s, row});
      }
    }
    for (int m = 0; m < width; m++) {
      costs[m] = priced[m] == 0 ? Double.NaN : costs[m] / priced[m];
    }
    return new TrainingSet(
        prompts,
        models,
        scores.toArray(double[][]::new),
        tokens.toArray(double[][]::new),
        costs,
        agreements(origins));
  }

  /** The column of each model in a set, or -1 where its outcomes there do not count. */
  private int[] columns(int s) {
    int[] columns = new int[models.size()];
    Arrays.fill(columns, -1);
    for (int m = 0; m < columns.length; m++) {
      columns[m] = counts[m][s] ? sets.get(s).models().indexOf(models.get(m)) : -1;
    }
    return columns;
  }

  private TrainingSet.AgreementTable agreements(List<int[]> origins) {
    int[][] columns = new int[sets.size()][];
    for (int s = 0; s < columns.length; s++) {
      columns[s] = columns(s);
    }
    return (row, one, other) -> {
      int s = origins.get(row)[0];
      int at = origins.get(row)[1];
      int first = columns[s][one];
      int second = columns[s][other];
      OutcomeSet set = sets.get(s);
      Answers answers = set.answers();
      return answers == null
              || first < 0
              || second < 0
              || Double.isNaN(set.score(at, first) + set.score(at, second))
          ? Double.NaN
          : answers.agree(at, first, second) ? 1 : 0;
    };
  }

  /** A question as a prompt whose task is its kind. */
  public static Prompt prompt(Question question) {
    Prompt plain = Prompt.of(question.text());
    return new Prompt(
        plain.text(),
        question.kind(),
        plain.tools(),
        plain.schema(),
        plain.images(),
        plain.messages(),
        plain.inputTokens());
  }
}
