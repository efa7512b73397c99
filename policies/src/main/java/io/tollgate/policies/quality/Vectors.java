package io.tollgate.policies.quality;

/** Products of vectors, in plain loops that the compiler turns into vector instructions. */
final class Vectors {

  private Vectors() {}

  /** The scalar product of the first numbers of two vectors. */
  static float dot(float[] one, float[] other, int length) {
    // Four sums: the compiler may not reorder a single one, and so could not use wide registers.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      a += one[i] * other[i];
      b += one[i + 1] * other[i + 1];
      c += one[i + 2] * other[i + 2];
      d += one[i + 3] * other[i + 3];
    }
    for (; i < length; i++) {
      a += one[i] * other[i];
    }
    return a + b + c + d;
  }
}
