package io.tollgate.bench.provider;

/** What a request wants to know of a model's reasoning. */
enum Thinking {
  /** Nothing is said: the model reasons as it does, and nobody sees it. */
  UNSAID,
  /** It is not to reason. */
  OFF,
  /** It is to reason, but not to show it. */
  HIDDEN,
  /** It is to reason and to show it. */
  SHOWN
}
