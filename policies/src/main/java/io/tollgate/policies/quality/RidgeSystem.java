package io.tollgate.policies.quality;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Least squares with a penalty on the squares of the weights (ridge regression), for one matrix of
 * features and many targets: the matrix is taken apart once, into the eigenvectors of its Gram
 * matrix, after which every penalty costs next to nothing.
 *
 * <p>The penalty of each target is chosen by generalised cross-validation (Golub, Heath and Wahba,
 * Technometrics 21, 1979), and predictions for a row by who has not seen the row come from the hat
 * matrix: {@code y - (y - fit) / (1 - h)}. Both are exact for least squares, so nothing is trained
 * twice.
 */
final class RidgeSystem {

  /** Penalties that are tried: the sizes of a Gram matrix of a few thousand rows of length 1. */
  private static final double[] PENALTIES = penalties(0.03, 3_000, 26);

  private final int rows;
  private final int columns;
  private final double[] means;

  /** Features by eigenvector, by row. */
  private final double[][] projected;

  private final double[] eigenvalues;
  private final DMatrixRMaj eigenvectors;

  /**
   * The system of some features.
   *
   * @param features by row; at least one
   */
  RidgeSystem(float[][] features) {
    this.rows = features.length;
    this.columns = features[0].length;
    this.means = new double[columns];
    for (float[] row : features) {
      for (int c = 0; c < columns; c++) {
        means[c] += row[c] / rows;
      }
    }
    DMatrixRMaj centred = new DMatrixRMaj(rows, columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        centred.set(r, c, features[r][c] - means[c]);
      }
    }
    DMatrixRMaj gram = new DMatrixRMaj(columns, columns);
    CommonOps_DDRM.multInner(centred, gram);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(columns, true, true);
    if (!eigen.decompose(gram)) {
      throw new IllegalStateException("the features have no eigenvectors");
    }
    this.eigenvalues = new double[columns];
    this.eigenvectors = new DMatrixRMaj(columns, columns);
    for (int k = 0; k < columns; k++) {
      eigenvalues[k] = Math.max(0, eigen.getEigenvalue(k).getReal());
      DMatrixRMaj vector = eigen.getEigenVector(k);
      for (int c = 0; c < columns; c++) {
        eigenvectors.set(c, k, vector.get(c));
      }
    }
    DMatrixRMaj product = new DMatrixRMaj(rows, columns);
    CommonOps_DDRM.mult(centred, eigenvectors, product);
    this.projected = new double[rows][columns];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(product.data, r * columns, projected[r], 0, columns);
    }
  }

  /**
   * What was learnt of one target.
   *
   * @param bias what is expected where all features are 0
   * @param weights by feature
   * @param unseen predictions for each row by who has not seen it
   * @param penalty the penalty that was chosen
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
  record Fit(double bias, double[] weights, double[] unseen, double penalty) {}

  /** Learns a target, with the penalty that generalises best. */
  Fit fit(double[] target) {
    double mean = 0;
    for (double value : target) {
      mean += value / rows;
    }
    double[] moments = moments(target, mean);
    double total = 0;
    for (double value : target) {
      total += (value - mean) * (value - mean);
    }
    double best = Double.POSITIVE_INFINITY;
    double chosen = PENALTIES[PENALTIES.length - 1];
    for (double penalty : PENALTIES) {
      double residual = total;
      double freedom = 1;
      for (int k = 0; k < columns; k++) {
        double shrunk = moments[k] / (eigenvalues[k] + penalty);
        residual -= 2 * shrunk * moments[k] - eigenvalues[k] * shrunk * shrunk;
        freedom += eigenvalues[k] / (eigenvalues[k] + penalty);
      }
      double left = 1 - freedom / rows;
      double score = left <= 0 ? Double.POSITIVE_INFINITY : residual / rows / (left * left);
      if (score < best) {
        best = score;
        chosen = penalty;
      }
    }
    return fit(target, mean, moments, chosen);
  }

  /** Learns a target with a given penalty. */
  Fit fit(double[] target, double penalty) {
    double mean = 0;
    for (double value : target) {
      mean += value / rows;
    }
    return fit(target, mean, moments(target, mean), penalty);
  }

  private double[] moments(double[] target, double mean) {
    double[] moments = new double[columns];
    for (int r = 0; r < rows; r++) {
      double deviation = target[r] - mean;
      double[] row = projected[r];
      for (int k = 0; k < columns; k++) {
        moments[k] += deviation * row[k];
      }
    }
    return moments;
  }

  private Fit fit(double[] target, double mean, double[] moments, double penalty) {
    double[] byVector = new double[columns];
    for (int k = 0; k < columns; k++) {
      byVector[k] = moments[k] / (eigenvalues[k] + penalty);
    }
    double[] unseen = new double[rows];
    for (int r = 0; r < rows; r++) {
      double fitted = mean;
      double leverage = 1.0 / rows;
      double[] row = projected[r];
      for (int k = 0; k < columns; k++) {
        fitted += row[k] * byVector[k];
        leverage += row[k] * row[k] / (eigenvalues[k] + penalty);
      }
      unseen[r] = target[r] - (target[r] - fitted) / Math.max(1e-6, 1 - leverage);
    }
    double[] weights = new double[columns];
    double offset = 0;
    for (int c = 0; c < columns; c++) {
      for (int k = 0; k < columns; k++) {
        weights[c] += eigenvectors.get(c, k) * byVector[k];
      }
      offset += weights[c] * means[c];
    }
    return new Fit(mean - offset, weights, unseen, penalty);
  }

  private static double[] penalties(double least, double most, int count) {
    double[] penalties = new double[count];
    for (int i = 0; i < count; i++) {
      penalties[i] = least * Math.pow(most / least, i / (count - 1.0));
    }
    return penalties;
  }

  /** The system without some of its rows, for predictions by who has seen none of them. */
  Without without(int[] left) {
    return new Without(left);
  }

  /**
   * A system without some of its rows. Turned as the whole is, its Gram matrix is the diagonal of
   * the whole's eigenvalues less what these rows bring to it.
   */
  final class Without {

    private final int[] left;
    private final int remaining;

    /** The mean of the remaining rows; that of all is 0. */
    private final double[] mean;

    private final DMatrixRMaj gram;

    private Without(int[] left) {
      this.left = left;
      this.remaining = rows - left.length;
      this.mean = new double[columns];
      DMatrixRMaj out = new DMatrixRMaj(left.length, columns);
      for (int i = 0; i < left.length; i++) {
        double[] row = projected[left[i]];
        for (int k = 0; k < columns; k++) {
          out.set(i, k, row[k]);
          mean[k] -= row[k] / remaining;
        }
      }
      this.gram = new DMatrixRMaj(columns, columns);
      CommonOps_DDRM.multInner(out, gram);
      for (int k = 0; k < columns; k++) {
        for (int j = 0; j < columns; j++) {
          gram.set(k, j, -gram.get(k, j) - remaining * mean[k] * mean[j]);
        }
        gram.add(k, k, eigenvalues[k]);
      }
    }

    /** What is predicted for the rows that were left out by who learnt from the others only. */
    double[] predictions(double[] target, double penalty) {
      double sum = 0;
      for (double value : target) {
        sum += value;
      }
      for (int row : left) {
        sum -= target[row];
      }
      double level = sum / remaining;
      DMatrixRMaj moments = new DMatrixRMaj(moments(target, level));
      for (int row : left) {
        for (int k = 0; k < columns; k++) {
          moments.add(k, 0, -(target[row] - level) * projected[row][k]);
        }
      }
      DMatrixRMaj penalised = gram.copy();
      for (int k = 0; k < columns; k++) {
        penalised.add(k, k, penalty);
      }
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(columns);
      if (!solver.setA(penalised)) {
        throw new IllegalStateException("the features without some rows are not positive definite");
      }
      DMatrixRMaj weights = new DMatrixRMaj(columns, 1);
      solver.solve(moments, weights);
      double[] predictions = new double[left.length];
      for (int i = 0; i < left.length; i++) {
        predictions[i] = level;
        for (int k = 0; k < columns; k++) {
          predictions[i] += weights.get(k) * (projected[left[i]][k] - mean[k]);
        }
      }
      return predictions;
    }
  }
}
