package io.tollgate.policies.price;

/** How well a price is founded. */
public enum Confidence {
  /** The operator states it, or independent sources agree on it. */
  A,
  /** One source states it, and nothing contradicts it. */
  B,
  /** Second-hand, or sources contradict each other. */
  C
}
