package io.tollgate.gateway.analysis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Kinds of daily spend that are made up, from seeds: what forecasts are tested on. */
enum SyntheticSpend {
  /** Weekdays differ, nothing else does. */
  SEASONAL(0, "synthetic: weekly", 0, 0.15, 0, 0, 0),
  /** Ten percent more each month. */
  GROWING(1, "synthetic: weekly, growing", 0.0032, 0.15, 0, 0, 0),
  /** The level wanders off. */
  WANDERING(2, "synthetic: weekly, wandering", 0, 0.15, 0.03, 0, 0),
  /** Good days and bad days last. */
  LASTING(3, "synthetic: weekly, lasting errors", 0, 0.12, 0, 0.6, 0),
  /** One day in forty costs four times as much. */
  SPIKY(4, "synthetic: weekly, spikes", 0, 0.15, 0, 0, 0.025);

  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 304;
  private static final double[] WEEK = {1.1, 1.2, 1.25, 1.2, 1.05, 0.35, 0.3};
  private static final double SPIKE = 4;

  private final int salt;
  private final String words;
  private final double growth;
  private final double noise;
  private final double wander;
  private final double persistence;
  private final double spikes;

  /**
   * Of a kind.
   *
   * @param salt makes series of one seed differ between kinds
   * @param growth of the logarithm, a day
   * @param noise standard deviation of the logarithm
   * @param wander standard deviation of a day's step of the level
   * @param persistence the part of an error that is there on the next day
   * @param spikes the share of days that are spikes
   */
  SyntheticSpend(
      int salt,
      String words,
      double growth,
      double noise,
      double wander,
      double persistence,
      double spikes) {
    this.salt = salt;
    this.words = words;
    this.growth = growth;
    this.noise = noise;
    this.wander = wander;
    this.persistence = persistence;
    this.spikes = spikes;
  }

  String words() {
    return words;
  }

  /** Ten months of it, with a level of 100 dollars a day. */
  DailySpend series(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + salt);
    List<Double> dollars = new ArrayList<>(DAYS);
    double level = Math.log(100);
    double error = 0;
    for (int i = 0; i < DAYS; i++) {
      level += growth + wander * random.nextGaussian();
      error = persistence * error + noise * random.nextGaussian();
      boolean spike = random.nextDouble() < spikes;
      double weekday = WEEK[FIRST.plusDays(i).getDayOfWeek().getValue() - 1];
      dollars.add(weekday * Math.exp(level + error) * (spike ? SPIKE : 1));
    }
    return new DailySpend(FIRST, dollars);
  }
}
