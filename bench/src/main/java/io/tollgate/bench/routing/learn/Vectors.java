package io.tollgate.bench.routing.learn;

/** Arithmetic of dense vectors. */
final class Vectors {

  private Vectors() {}

  static void add(float[] to, float[] from, float times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * from[i];
    }
  }

  static float dot(float[] one, float[] other) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int end = one.length - one.length % 4;
    for (int i = 0; i < end; i += 4) {
      a += one[i] * other[i];
      b += one[i + 1] * other[i + 1];
      c += one[i + 2] * other[i + 2];
      d += one[i + 3] * other[i + 3];
    }
    for (int i = end; i < one.length; i++) {
      a += one[i] * other[i];
    }
    return a + b + c + d;
  }

  /** Scales a vector to length 1 in place; one of length 0 stays. */
  static float[] normalised(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return vector;
  }
}
