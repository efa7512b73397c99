package io.tollgate.policies.pacing;

import io.tollgate.policies.pacing.WatchState.Standing;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices models that silently got worse, by judged samples of their answers: such a model is put
 * on probation, then quarantined until samples show that it is as predicted again. Safe for use by
 * several threads.
 *
 * <p>A sample says whether the reference was better, an event of predicted probability {@code a};
 * both are right with probability {@code b}. If a share {@code shift} of right answers turn wrong,
 * it becomes {@code a' = a + shift b}. The evidence is Page's cumulative sum of log-likelihood
 * ratios,
 *
 * <pre>
 * S = max(0, S + w ln(a' / a) + (1 - w) ln((1 - a') / (1 - a)))      w = max(0, judged loss)
 * </pre>
 *
 * <p>A model is quarantined at {@code S >= ln(falseAlarmEvery)}, and on probation from half of that
 * until little of it is left: it does not answer then, but is sampled often, which settles soon
 * whether it is to be quarantined. While it is, the sum of the opposite sign, R = max(0, R - ...),
 * gathers evidence of recovery, and {@code R >= ln(falseReleaseEvery)} releases it. Samples have to
 * go on meanwhile, as shadow runs.
 */
public final class ModelWatch {

  /*
   * Run lengths. exp of the summand has mean at most 1 wherever the reference is better with
   * probability at most a, also for losses between 0 and 1, as exp is convex. So the mean number of
   * samples to a false alarm is at least falseAlarmEvery [2]; in truth about ten times as many, as
   * the sum overshoots its bound and falls below 0. Detection takes about ln(falseAlarmEvery) / K
   * samples, K = q ln(a' / a) + (1 - q) ln((1 - a') / (1 - a)) being the information of a sample
   * where the reference now is better with probability q [1, 2]: with a = 0.12, a' = 0.37 and q =
   * a' K is 0.21, so 25 samples at one false alarm in 200.
   *
   * Why no weights: given the question, whether a sample is judged does not depend on how good the
   * answer is, so the likelihood ratio holds at any sampling rate. Weights of 1 / p would only add
   * variance; they are used for the damage alone, which is a sum over all requests. Why the loss
   * and not the score: harder questions and a stricter judge hit both models.
   *
   * [1] Page: Continuous Inspection Schemes. Biometrika 41, 1954.
   * [2] Lorden: Procedures for Reacting to a Change in Distribution. Ann. Math. Stat. 42, 1971.
   */

  /** Models that are remembered; more are not watched, which a catalogue does not come near. */
  private static final int MAX_MODELS = 4_096;

  /** Share of the evidence for a quarantine at which probation begins. */
  private static final double PROBATION = 0.5;

  /** Share of the evidence for a quarantine below which probation ends. */
  private static final double CLEARED = 0.15;

  /** Chances stay away from 0 and 1, so that one sample never proves anything. */
  private static final double LEAST_CHANCE = 0.03;

  /** Weight of a residual after one more sample: about the last 300 count. */
  private static final double FADING = 1 - 1 / 300.0;

  /** What is left of unrest after one more judged sample: half of it after about 40. */
  private static final double CALMING = 0.983;

  /** A correction is made where residuals are off by so many standard errors. */
  private static final double SIGNIFICANT = 2.5;

  /** Samples' worth of doubt that a correction is shrunk by. */
  private static final double SHRINKAGE = 60;

  private static final double PPM = QualityBudget.PPM;

  private final WatchPlan plan;
  private final Map<String, WatchState> models;
  private double unrest;

  /** A watch that goes on from what it remembered of each model; empty to begin with. */
  public ModelWatch(WatchPlan plan, Map<String, WatchState> states) {
    this.plan = plan;
    this.models = new HashMap<>(states);
  }

  /**
   * An answer was judged beside the reference's to the same request.
   *
   * @param referencePpm quality that was expected of the reference, in millionths
   * @param expectedPpm quality that was expected of the model
   * @param lossPpm judged quality of the reference's answer less that of the model's
   * @param propensityPpm the probability with which the request was picked, in millionths; 0 where
   *     the model's answer was a shadow run that nobody was given
   */
  public Finding judged(
      String model, int referencePpm, int expectedPpm, int lossPpm, int propensityPpm) {
    double off = (lossPpm - (referencePpm - expectedPpm)) / PPM;
    double evidence = evidence(referencePpm, expectedPpm, lossPpm);
    return observe(model, evidence, off, damage(off, propensityPpm));
  }

  /**
   * The same of an answer that was given because two models agreed, or because they did not: it is
   * evidence, and says nothing about what forecasts are off by, since such questions are easier or
   * harder than these can know.
   */
  public Finding judgedInPart(
      String model, int referencePpm, int expectedPpm, int lossPpm, int propensityPpm) {
    double off = (lossPpm - (referencePpm - expectedPpm)) / PPM;
    double evidence = evidence(referencePpm, expectedPpm, lossPpm);
    return observe(model, evidence, Double.NaN, damage(off, propensityPpm));
  }

  /** What one sample says about all requests. */
  private static double damage(double off, int propensityPpm) {
    return propensityPpm > 0 ? off * PPM / propensityPpm : 0;
  }

  private double evidence(int referencePpm, int expectedPpm, int lossPpm) {
    double reference = share(referencePpm);
    double expected = share(expectedPpm);
    double worse = Math.max(reference - expected, plan.dependence() * reference * (1 - expected));
    return evidence(worse, Math.max(0, reference - worse), Math.clamp(lossPpm / PPM, 0, 1));
  }

  /**
   * Something was found about an answer without another beside it, such as a user's feedback or
   * whether two models agreed.
   *
   * @param expectedPpm the score that was expected, in millionths
   * @param scorePpm the score that it got
   */
  public Finding scored(String model, int expectedPpm, int scorePpm) {
    double expected = share(expectedPpm);
    double score = share(scorePpm);
    return observe(model, evidence(1 - expected, expected, 1 - score), expected - score, 0);
  }

  /** What a model may do. */
  public synchronized Standing standing(String model) {
    return state(model).standing();
  }

  /** Models that may not take the reference's place: on probation or quarantined, by id. */
  public synchronized Set<String> heldBack() {
    return models.entrySet().stream()
        .filter(entry -> entry.getValue().standing() != Standing.TRUSTED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Models that are quarantined, by id. */
  public synchronized Set<String> quarantined() {
    return models.entrySet().stream()
        .filter(entry -> entry.getValue().standing() == Standing.QUARANTINED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How far a model is on the way to quarantine, 0 to 1. */
  public synchronized double suspicion(String model) {
    return Math.min(1, state(model).evidence() / plan.quarantineAt());
  }

  /**
   * What is left of the unrest after the last quarantine, 0 to 1: what befell one model may have
   * befallen others, which are used more from now on.
   */
  public synchronized double unrest() {
    return unrest;
  }

  /**
   * What a model's expected quality is off by, in millionths: to be subtracted. 0 unless judged
   * samples are off by {@value #SIGNIFICANT} standard errors, and drawn towards 0 where they are
   * few: corrections that are mostly noise do harm, as the cheapest mistake is what is chosen.
   */
  public synchronized int correctionPpm(String model) {
    WatchState state = state(model);
    if (Math.abs(state.residual()) <= SIGNIFICANT * Math.sqrt(state.squares())) {
      return 0;
    }
    return (int) Math.round(PPM * state.residual() / (state.samples() + SHRINKAGE));
  }

  /** All that there is to remember, by model. */
  public synchronized Map<String, WatchState> states() {
    return Map.copyOf(models);
  }

  private double evidence(double worse, double right, double event) {
    double chance = Math.clamp(worse, LEAST_CHANCE, 1 - LEAST_CHANCE);
    double shifted = Math.clamp(chance + plan.shift() * right, chance, 1 - LEAST_CHANCE / 2);
    return event * Math.log(shifted / chance)
        + (1 - event) * Math.log((1 - shifted) / (1 - chance));
  }

  /**
   * Takes in a sample.
   *
   * @param residual what the forecast was off by, or NaN where the sample does not say
   */
  private synchronized Finding observe(
      String model, double evidence, double residual, double damage) {
    WatchState before = state(model);
    if (models.size() >= MAX_MODELS && !models.containsKey(model)) {
      return new Finding(before.standing(), false, false, 0);
    }
    WatchState after = after(before, evidence, residual, damage);
    models.put(model, after);
    boolean was = before.standing() == Standing.QUARANTINED;
    boolean is = after.standing() == Standing.QUARANTINED;
    unrest = is && !was ? 1 : unrest * CALMING;
    long charge = is && !was ? Math.max(0, Math.round(after.damage() * PPM)) : 0;
    return new Finding(after.standing(), is && !was, was && !is, charge);
  }

  private WatchState after(WatchState before, double evidence, double residual, double damage) {
    boolean says = !Double.isNaN(residual);
    double kept = says ? FADING : 1;
    double off = says ? residual : 0;
    double samples = before.samples() * kept + (says ? 1 : 0);
    double sum = before.residual() * kept + off;
    double squares = before.squares() * kept * kept + off * off;
    if (before.standing() == Standing.QUARANTINED) {
      double recovery = Math.max(0, before.recovery() - evidence);
      return recovery >= plan.releaseAt()
          ? WatchState.NEW
          : new WatchState(
              Standing.QUARANTINED, before.evidence(), recovery, 0, samples, sum, squares);
    }
    double total = Math.max(0, before.evidence() + evidence);
    return new WatchState(
        standing(before.standing(), total / plan.quarantineAt()),
        total,
        0,
        total == 0 ? 0 : before.damage() + damage,
        samples,
        sum,
        squares);
  }

  private static Standing standing(Standing before, double share) {
    if (share >= 1) {
      return Standing.QUARANTINED;
    }
    double least = before == Standing.ON_PROBATION ? CLEARED : PROBATION;
    return share >= least ? Standing.ON_PROBATION : Standing.TRUSTED;
  }

  private WatchState state(String model) {
    return models.getOrDefault(model, WatchState.NEW);
  }

  private static double share(int ppm) {
    return Math.clamp(ppm / PPM, 0, 1);
  }
}
