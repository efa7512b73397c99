package io.tollgate.bench.routing.learn;

/** Learns from outcomes what may be expected of each model. Stateless: fits run in parallel. */
public interface Learner {

  /** A short name for tables and plots. */
  String name();

  /**
   * Learns from the training part, and from nothing else: whatever is tuned is tuned inside of it.
   *
   * @param train the only outcomes that may be looked at; cells may be missing
   * @param seed for whatever is left to chance
   */
  Fitted fit(TrainingView train, long seed);

  /** Whether a set is one that this learner is meant for. */
  default boolean suits(TrainingView train) {
    return true;
  }
}
