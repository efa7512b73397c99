package io.tollgate.policies.quality;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Learns {@link TopicVectors}: the directions along which the pieces of prompts, rare ones weighing
 * more, vary together the most (latent semantic analysis; Deerwester and others, 1990).
 *
 * <p>The directions are found by subspace iteration (Halko, Martinsson and Tropp, "Finding
 * structure with randomness", 2011), though from a guess that nothing of is random: sums of
 * prompts.
 */
final class TopicLearner {

  /** More of them made forecasts hardly better, and the file larger. */
  private static final int DIMENSIONS = 64;

  /** The most frequent pieces of this number are learnt; more made little but a larger file. */
  private static final int PIECES_MAX = 2_048;

  /** A piece of a single prompt says nothing of another one. */
  private static final int PROMPTS_MIN = 2;

  /** A direction that fewer prompts stand behind is one of theirs alone. */
  private static final int PROMPTS_PER_DIMENSION = 10;

  /** Directions beyond those wanted, so that the last ones wanted are found as well. */
  private static final int SPARE = 16;

  private static final int ITERATIONS = 4;

  /** Pieces that are learnt, in ascending order. */
  private final int[] pieces;

  private final double[] rarities;

  /** By prompt: places of its pieces, and what they weigh. */
  private final int[][] places;

  private final double[][] weights;

  private TopicLearner(int[][] texts, int vocabulary) {
    int[] prompts = new int[vocabulary];
    for (int[] text : texts) {
      for (int at = 0; at < text.length; at++) {
        prompts[text[at]] += at == 0 || text[at] != text[at - 1] ? 1 : 0;
      }
    }
    this.pieces =
        IntStream.range(0, vocabulary)
            .filter(piece -> prompts[piece] >= PROMPTS_MIN)
            .boxed()
            .sorted((one, other) -> Integer.compare(prompts[other], prompts[one]))
            .limit(PIECES_MAX)
            .mapToInt(piece -> piece)
            .sorted()
            .toArray();
    this.rarities =
        Arrays.stream(pieces)
            .mapToDouble(piece -> 1 + Math.log((1.0 + texts.length) / (1 + prompts[piece])))
            .toArray();
    this.places = new int[texts.length][];
    this.weights = new double[texts.length][];
    for (int row = 0; row < texts.length; row++) {
      weigh(row, texts[row]);
    }
  }

  /** The pieces of a prompt as a vector of length 1. */
  private void weigh(int row, int[] text) {
    int[] found = new int[text.length];
    double[] weight = new double[text.length];
    int[] count = new int[1];
    double[] square = new double[1];
    TopicVectors.occurrences(
        pieces,
        text,
        (place, often) -> {
          found[count[0]] = place;
          weight[count[0]] = often * rarities[place];
          square[0] += weight[count[0]] * weight[count[0]];
          count[0]++;
        });
    places[row] = Arrays.copyOf(found, count[0]);
    weights[row] = Arrays.copyOf(weight, count[0]);
    for (int i = 0; i < count[0]; i++) {
      weights[row][i] /= Math.sqrt(square[0]);
    }
  }

  /**
   * Learns from prompts.
   *
   * @param texts the pieces of each, in ascending order
   * @param vocabulary number of pieces that there are
   */
  static TopicVectors learn(int[][] texts, int vocabulary) {
    TopicLearner learner = new TopicLearner(texts, vocabulary);
    int most = Math.min(learner.pieces.length, texts.length / PROMPTS_PER_DIMENSION);
    int dimensions = Math.min(DIMENSIONS, most);
    return dimensions == 0
        ? TopicVectors.NONE
        : learner.table(dimensions, learner.directions(Math.min(DIMENSIONS + SPARE, most)));
  }

  /** By direction and place of a piece; the strongest direction comes first. */
  private double[][] directions(int count) {
    double[][] guess = new double[places.length][count];
    for (int row = 0; row < places.length; row++) {
      guess[row][row % count] = 1;
    }
    double[][] directions = back(guess);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      orthonormalise(directions);
      directions = back(forth(directions));
    }
    orthonormalise(directions);
    return turned(directions);
  }

  /** Turned within the space that they span so that what varies most comes first. */
  private double[][] turned(double[][] directions) {
    int count = directions.length;
    DMatrixRMaj variation = new DMatrixRMaj(count, count);
    for (double[] along : forth(directions)) {
      for (int a = 0; a < count; a++) {
        for (int b = 0; b < count; b++) {
          variation.add(a, b, along[a] * along[b]);
        }
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(count, true, true);
    if (!eigen.decompose(variation)) {
      throw new IllegalStateException("the prompts have no principal directions");
    }
    return IntStream.range(0, count)
        .boxed()
        .sorted((one, other) ->
            Double.compare(
                eigen.getEigenvalue(other).getReal(), eigen.getEigenvalue(one).getReal()))
        .map(component -> {
          double[] turned = new double[pieces.length];
          for (int d = 0; d < count; d++) {
            add(turned, directions[d], eigen.getEigenVector(component).get(d));
          }
          return turned;
        })
        .toArray(double[][]::new);
  }

  /** Each prompt along each direction, by prompt. */
  private double[][] forth(double[][] directions) {
    double[][] along = new double[places.length][directions.length];
    for (int row = 0; row < places.length; row++) {
      for (int d = 0; d < directions.length; d++) {
        double sum = 0;
        for (int i = 0; i < places[row].length; i++) {
          sum += weights[row][i] * directions[d][places[row][i]];
        }
        along[row][d] = sum;
      }
    }
    return along;
  }

  /** The pieces that prompts stand for, by direction. */
  private double[][] back(double[][] along) {
    double[][] directions = new double[along[0].length][pieces.length];
    for (int row = 0; row < places.length; row++) {
      for (int d = 0; d < directions.length; d++) {
        for (int i = 0; i < places[row].length; i++) {
          directions[d][places[row][i]] += weights[row][i] * along[row][d];
        }
      }
    }
    return directions;
  }

  /** Gram and Schmidt, in place. */
  private static void orthonormalise(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      for (int before = 0; before < i; before++) {
        add(vectors[i], vectors[before], -dot(vectors[i], vectors[before]));
      }
      double length = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int at = 0; at < vectors[i].length; at++) {
        vectors[i][at] /= Math.max(1e-12, length);
      }
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static void add(double[] to, double[] what, double times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * what[i];
    }
  }

  private TopicVectors table(int dimensions, double[][] directions) {
    float[] scales = new float[pieces.length];
    byte[] vectors = new byte[pieces.length * dimensions];
    for (int place = 0; place < pieces.length; place++) {
      double largest = 1e-12;
      for (int d = 0; d < dimensions; d++) {
        largest = Math.max(largest, Math.abs(directions[d][place]));
      }
      scales[place] = (float) (rarities[place] * largest / Byte.MAX_VALUE);
      for (int d = 0; d < dimensions; d++) {
        vectors[place * dimensions + d] =
            (byte) Math.round(directions[d][place] / largest * Byte.MAX_VALUE);
      }
    }
    return new TopicVectors(dimensions, pieces, scales, vectors);
  }
}
