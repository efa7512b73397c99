package io.tollgate.bench.routing.measure;

import java.util.Arrays;
import java.util.Random;

/** Questions drawn with replacement: how often each is drawn, for each of many draws. */
public final class Resamples {

  /** Enough for the ends of a 95 % interval to be steady in their second digit. */
  public static final int COUNT = 200;

  private final int size;
  private final long seed;

  public Resamples(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** The weights of one draw; the same for every call. */
  double[] weights(int draw) {
    Random random = new Random(seed * COUNT + draw);
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[random.nextInt(size)]++;
    }
    return weights;
  }

  /** Every question once. */
  double[] once() {
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    return weights;
  }
}
