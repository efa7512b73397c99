package io.tollgate.bench.routing.learn;

import java.util.Arrays;

/**
 * Many points on the unit sphere, laid out by dimension, so that one point's cosines to all of them
 * are sums over rows that the compiler turns into vector instructions.
 */
final class Points {

  /** Points whose sums stay in the first cache while all dimensions are added. */
  private static final int BLOCK = 1024;

  private final int count;
  private final float[][] dimensions;

  Points(float[][] points) {
    count = points.length;
    dimensions = new float[Embedding.DIMENSIONS][count];
    for (int place = 0; place < count; place++) {
      for (int d = 0; d < dimensions.length; d++) {
        dimensions[d][place] = points[place][d];
      }
    }
  }

  int count() {
    return count;
  }

  /** Cosines of a point to all of these. */
  void cosines(float[] point, float[] into) {
    Arrays.fill(into, 0, count, 0);
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(count, from + BLOCK);
      for (int d = 0; d < dimensions.length; d += 4) {
        add(
            into,
            from,
            to,
            Arrays.copyOfRange(point, d, d + 4),
            dimensions[d],
            dimensions[d + 1],
            dimensions[d + 2],
            dimensions[d + 3]);
      }
    }
  }

  private static void add(
      float[] into, int from, int to, float[] by, float[] a, float[] b, float[] c, float[] d) {
    float byA = by[0];
    float byB = by[1];
    float byC = by[2];
    float byD = by[3];
    for (int i = from; i < to; i++) {
      into[i] += byA * a[i] + byB * b[i] + byC * c[i] + byD * d[i];
    }
  }
}
