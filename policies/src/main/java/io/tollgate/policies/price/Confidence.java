package io.tollgate.policies.price;

/** How well a price is founded. */
public enum Confidence {
  /** The operator's own, or of current sources that agree or are checked regularly. */
  A,
  /** One source states it, perhaps some time ago, and nothing contradicts it. */
  B,
  /** Second-hand, or sources contradict each other. */
  C
}
