package io.tollgate.policies.quality;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Learns many related targets together: whether a question is hard says something of every model,
 * and where models differ they do so in few ways. The targets are turned into their principal
 * components, each is learnt with the penalty that suits it, and the result is turned back.
 *
 * <p>A component that cannot be predicted is shrunk to nothing while the first, which is mostly how
 * hard the question is, keeps its detail; learnt one by one, all models would be shrunk alike.
 */
final class PrincipalTargets {

  /**
   * What was learnt of one target.
   *
   * @param bias what is expected where all features are 0
   * @param weights by feature
   * @param unseen predictions for each row by who has not seen it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Target(double bias, double[] weights, double[] unseen) {}

  private PrincipalTargets() {}

  /**
   * Learns targets.
   *
   * @param targets by row and target; a few cells may be NaN and then count as their mean
   */
  static Target[] fit(RidgeSystem system, double[][] targets, int features) {
    Components components = Components.of(targets);
    int rows = targets.length;
    int width = targets[0].length;
    double[] biases = components.means().clone();
    double[][] weights = new double[width][features];
    double[][] unseen = new double[width][rows];
    for (int component = 0; component < width; component++) {
      RidgeSystem.Fit fit = system.fit(components.scores()[component]);
      for (int t = 0; t < width; t++) {
        double loading = components.loadings()[component][t];
        biases[t] += loading * fit.bias();
        for (int c = 0; c < features; c++) {
          weights[t][c] += loading * fit.weights()[c];
        }
        for (int r = 0; r < rows; r++) {
          unseen[t][r] += loading * fit.unseen()[r];
        }
      }
    }
    Target[] learnt = new Target[width];
    for (int t = 0; t < width; t++) {
      for (int r = 0; r < rows; r++) {
        unseen[t][r] += components.means()[t];
      }
      learnt[t] = new Target(biases[t], weights[t], unseen[t]);
    }
    return learnt;
  }

  /**
   * Predictions for groups of rows, by who has seen no row of the group: by group, row of the group
   * and target. Components and penalties are those of all rows.
   */
  static List<double[][]> withoutGroups(
      RidgeSystem system, double[][] targets, List<int[]> groups) {
    Components components = Components.of(targets);
    int width = targets[0].length;
    double[] penalties = new double[width];
    for (int component = 0; component < width; component++) {
      penalties[component] = system.fit(components.scores()[component]).penalty();
    }
    List<double[][]> predictions = new ArrayList<>();
    for (int[] group : groups) {
      RidgeSystem.Without without = system.without(group);
      double[][] predicted = new double[group.length][];
      for (int i = 0; i < group.length; i++) {
        predicted[i] = components.means().clone();
      }
      for (int component = 0; component < width; component++) {
        double[] scores = without.predictions(components.scores()[component], penalties[component]);
        for (int i = 0; i < group.length; i++) {
          for (int t = 0; t < width; t++) {
            predicted[i][t] += components.loadings()[component][t] * scores[i];
          }
        }
      }
      predictions.add(predicted);
    }
    return predictions;
  }

  /**
   * Targets turned into their principal components.
   *
   * @param means by target
   * @param loadings by component and target
   * @param scores by component and row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  private record Components(double[] means, double[][] loadings, double[][] scores) {

    static Components of(double[][] targets) {
      int rows = targets.length;
      int width = targets[0].length;
      double[] means = PrincipalTargets.means(targets, width);
      double[][] deviations = new double[width][rows];
      for (int t = 0; t < width; t++) {
        for (int r = 0; r < rows; r++) {
          deviations[t][r] = Double.isNaN(targets[r][t]) ? 0 : targets[r][t] - means[t];
        }
      }
      EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(width, true, true);
      if (!eigen.decompose(covariance(deviations))) {
        throw new IllegalStateException("the targets have no principal components");
      }
      double[][] loadings = new double[width][width];
      double[][] scores = new double[width][rows];
      for (int component = 0; component < width; component++) {
        for (int t = 0; t < width; t++) {
          loadings[component][t] = eigen.getEigenVector(component).get(t);
          for (int r = 0; r < rows; r++) {
            scores[component][r] += loadings[component][t] * deviations[t][r];
          }
        }
      }
      return new Components(means, loadings, scores);
    }
  }

  private static double[] means(double[][] targets, int width) {
    double[] means = new double[width];
    for (int t = 0; t < width; t++) {
      double sum = 0;
      int known = 0;
      for (double[] row : targets) {
        if (!Double.isNaN(row[t])) {
          sum += row[t];
          known++;
        }
      }
      means[t] = known == 0 ? 0 : sum / known;
    }
    return means;
  }

  private static DMatrixRMaj covariance(double[][] deviations) {
    int width = deviations.length;
    DMatrixRMaj covariance = new DMatrixRMaj(width, width);
    for (int a = 0; a < width; a++) {
      for (int b = a; b < width; b++) {
        double sum = 0;
        for (int r = 0; r < deviations[a].length; r++) {
          sum += deviations[a][r] * deviations[b][r];
        }
        covariance.set(a, b, sum);
        covariance.set(b, a, sum);
      }
    }
    return covariance;
  }
}
