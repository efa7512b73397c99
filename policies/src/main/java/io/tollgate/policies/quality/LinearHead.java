package io.tollgate.policies.quality;

/** A figure that is linear in the features of a prompt. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copied nowhere
record LinearHead(float bias, float[] weights) {

  float of(float[] features) {
    return bias + Vectors.dot(weights, features, weights.length);
  }
}
