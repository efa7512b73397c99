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

  /** The scalar product of a vector and a part of a table of bytes that is as long. */
  static float dot(byte[] table, int from, float[] vector) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i + 3 < vector.length; i += 4) {
      a += table[from + i] * vector[i];
      b += table[from + i + 1] * vector[i + 1];
      c += table[from + i + 2] * vector[i + 2];
      d += table[from + i + 3] * vector[i + 3];
    }
    for (; i < vector.length; i++) {
      a += table[from + i] * vector[i];
    }
    return a + b + c + d;
  }
}
