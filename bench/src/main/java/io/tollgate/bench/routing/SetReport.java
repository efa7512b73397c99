package io.tollgate.bench.routing;

import io.tollgate.bench.routing.measure.Singles;
import java.util.List;
import java.util.Optional;

/**
 * What was measured on one set.
 *
 * @param name the set's name
 * @param models the models
 * @param questions questions of the set
 * @param compared questions that learners were compared on
 * @param filledShare share of the cells that were missing and were filled, 0 to 1
 * @param priced whether there are costs
 * @param singles the single models
 * @param learners the learners, with the bounds that none can pass: random mixing, the oracle
 */
public record SetReport(
    String name,
    List<String> models,
    int questions,
    int compared,
    double filledShare,
    boolean priced,
    Singles singles,
    List<LearnerReport> learners) {

  public SetReport {
    models = List.copyOf(models);
    learners = List.copyOf(learners);
  }

  /** The best single model. */
  public String bestModel() {
    return models.get(singles.best());
  }

  /** What was measured of a learner, by its name. */
  public Optional<LearnerReport> learner(String wanted) {
    return learners.stream().filter(learner -> learner.name().equals(wanted)).findFirst();
  }
}
