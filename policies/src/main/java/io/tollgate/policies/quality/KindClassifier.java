package io.tollgate.policies.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Learns to tell the kinds of request apart by their features, by least squares on membership. */
final class KindClassifier {

  /** One penalty for all kinds, so that their scores can be compared; texts have length 1. */
  private static final double PENALTY = 1;

  /** A kind with fewer prompts is not learnt. */
  private static final int LEAST = 8;

  /** Kinds beyond the most frequent of this number are not learnt. */
  private static final int MOST = 128;

  /** No kind is never at all taken for another. */
  private static final float LEAST_LIKENESS = 1e-3f;

  /**
   * What was learnt.
   *
   * @param likenesses by kind, and what its prompts would be taken for by who does not know it
   * @param unseen probabilities of the kinds for each row by who has not seen the row's kind
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Learnt(
      List<String> kinds,
      float[][] weights,
      float[] biases,
      float[][] likenesses,
      float[][] unseen) {}

  private KindClassifier() {}

  /**
   * Learns kinds.
   *
   * @param base features by row
   * @param kinds the kind of each row, or {@code null}
   */
  static Learnt learn(float[][] base, List<@Nullable String> kinds) {
    List<String> names = names(kinds);
    int rows = base.length;
    float[][] weights = new float[names.size()][];
    float[] biases = new float[names.size()];
    float[][] scores = new float[rows][names.size()];
    if (names.size() > 1) {
      RidgeSystem system = new RidgeSystem(base);
      double[] member = new double[rows];
      for (int k = 0; k < names.size(); k++) {
        for (int r = 0; r < rows; r++) {
          member[r] = names.get(k).equals(kinds.get(r)) ? 1 : 0;
        }
        RidgeSystem.Fit fit = system.fit(member, PENALTY);
        weights[k] = floats(fit.weights());
        biases[k] = (float) fit.bias();
        for (int r = 0; r < rows; r++) {
          scores[r][k] = (float) fit.unseen()[r];
        }
      }
    } else if (names.size() == 1) {
      weights[0] = new float[base[0].length];
    }
    float[][] unseen = new float[rows][];
    for (int r = 0; r < rows; r++) {
      unseen[r] = FeatureMap.probabilities(scores[r]);
    }
    return new Learnt(names, weights, biases, likenesses(names, kinds, unseen), unseen);
  }

  private static float[][] likenesses(
      List<String> names, List<@Nullable String> kinds, float[][] unseen) {
    float[][] likenesses = new float[names.size()][names.size()];
    int[] count = new int[names.size()];
    for (int r = 0; r < unseen.length; r++) {
      int kind = names.indexOf(String.valueOf(kinds.get(r)));
      if (kind >= 0) {
        count[kind]++;
        float others = Math.max(1e-6f, 1 - unseen[r][kind]);
        for (int k = 0; k < names.size(); k++) {
          likenesses[kind][k] += k == kind ? 0 : unseen[r][k] / others;
        }
      }
    }
    for (int kind = 0; kind < names.size(); kind++) {
      for (int k = 0; k < names.size(); k++) {
        likenesses[kind][k] = Math.max(LEAST_LIKENESS, likenesses[kind][k] / count[kind]);
      }
    }
    return likenesses;
  }

  private static List<String> names(List<@Nullable String> kinds) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (String kind : kinds) {
      if (kind != null && !kind.isEmpty()) {
        counts.merge(kind, 1, Integer::sum);
      }
    }
    List<String> frequent = new ArrayList<>(counts.keySet());
    frequent.removeIf(kind -> counts.getOrDefault(kind, 0) < LEAST);
    frequent.sort(
        Comparator.comparingInt((String kind) -> counts.getOrDefault(kind, 0)).reversed());
    List<String> names = new ArrayList<>(frequent.subList(0, Math.min(MOST, frequent.size())));
    names.sort(null);
    return names;
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
