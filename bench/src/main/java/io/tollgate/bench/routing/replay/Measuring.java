package io.tollgate.bench.routing.replay;

import io.tollgate.bench.routing.learn.Agreement;
import io.tollgate.policies.pacing.Finding;
import io.tollgate.policies.pacing.JudgedShare;
import io.tollgate.policies.pacing.ModelWatch;
import io.tollgate.policies.pacing.QualityPacer;
import io.tollgate.policies.pacing.WatchState.Standing;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/**
 * Draws what is judged, pays for it, and hands the outcomes to watch and pacer when they are known.
 * The recorded scores are the judge.
 */
final class Measuring {

  private static final int ONE = 1_000_000;

  /** Agreement is predicted too high where a pair was chosen for it: the winner's curse again. */
  private static final double AGREEMENT_TOLERANCE = 0.8;

  /** What two models that disagree say against either is looked at only from here on. */
  private static final double LEAST_PAIR_SUSPICION = 0.4;

  private final Course course;
  private final ReplayTable table;
  private final ReplaySettings settings;
  private final QualityPacer pacer;
  private final Tally tally;
  private final Random random;
  private final ModelWatch watch;
  private final ModelWatch pairs;
  private final JudgedShare share;
  private final Queue<Sample> underWay = new ArrayDeque<>();

  /**
   * A judged loss that is not known yet.
   *
   * @param model column of the model that is watched by it, or -1 for an agreement
   * @param propensityPpm 0 where the answer was a shadow run
   */
  private record Sample(
      int due,
      int model,
      int referencePpm,
      int expectedPpm,
      int lossPpm,
      int predictedPpm,
      int propensityPpm) {}

  Measuring(Course course, ReplaySettings settings, QualityPacer pacer, Tally tally, long seed) {
    this.course = course;
    this.table = course.table();
    this.settings = settings;
    this.pacer = pacer;
    this.tally = tally;
    this.random = new Random(seed ^ 0x5eed);
    this.watch = new ModelWatch(settings.watch(), Map.of());
    this.pairs = new ModelWatch(settings.watch(), Map.of());
    this.share = new JudgedShare(settings.judgedSharePpm());
  }

  /** Whether a candidate may take the reference's place; suspects where {@code orSuspected}. */
  boolean mayAnswer(int row, int candidate, boolean orSuspected) {
    if (!table.isModel(candidate)) {
      Agreement arm = table.arm(row, candidate);
      return mayAnswer(row, arm.first(), orSuspected) && mayAnswer(row, arm.second(), orSuspected);
    }
    return switch (watch.standing(name(candidate))) {
      case TRUSTED -> true;
      case ON_PROBATION -> orSuspected;
      case QUARANTINED -> false;
    };
  }

  /** What a candidate's predicted loss is too low by, as judged samples show. */
  int correctionPpm(int candidate) {
    return table.isModel(candidate) ? watch.correctionPpm(name(candidate)) : 0;
  }

  /** Two models were asked at one time. */
  void answered(int row, int candidate, Agreement arm, boolean agreed) {
    double expected = AGREEMENT_TOLERANCE * agreement(row, candidate, arm);
    pairs.scored(pair(arm), Choice.ppm(expected), agreed ? ONE : 0);
  }

  /**
   * A request was answered.
   *
   * @param preferred what would have answered if nothing were suspected or frozen
   * @param predictedPpm the loss that was charged for the choice
   * @param loss its real loss, which is told only where it is judged
   * @param escalated whether two models disagreed and the reference answered, which loses nothing:
   *     known without a judge
   */
  void served(int at, int choice, int preferred, int predictedPpm, double loss, boolean escalated) {
    int row = course.row(at);
    if (escalated) {
      underWay.add(sample(at, row, -1, choice, 0, predictedPpm, ONE));
    } else if (choice != table.reference()) {
      judge(at, row, choice, predictedPpm, loss);
    }
    if (preferred != choice && table.isModel(preferred)) {
      int propensity = share.propensityPpm(suspicion(row, preferred), watch.unrest());
      shadow(at, row, preferred, choice, propensity);
    }
    for (int model = 0; model < table.models().size(); model++) {
      if (watch.standing(name(model)) == Standing.QUARANTINED) {
        shadow(at, row, model, choice, settings.probedSharePpm());
      }
    }
  }

  /** Takes in what is known by now. */
  void learn(int at, long nowMs) {
    while (!underWay.isEmpty() && underWay.element().due() <= at) {
      learn(underWay.remove(), at, nowMs);
    }
  }

  private void learn(Sample sample, int at, long nowMs) {
    if (sample.propensityPpm() > 0) {
      pacer.judged(sample.lossPpm(), sample.predictedPpm(), sample.propensityPpm(), nowMs);
    }
    if (sample.model() < 0) {
      return;
    }
    Finding finding =
        watch.judged(
            name(sample.model()),
            sample.referencePpm(),
            sample.expectedPpm(),
            sample.lossPpm(),
            sample.propensityPpm());
    if (finding.quarantined()) {
      pacer.charged(finding.damagePpm(), nowMs);
      tally.quarantined(at, course.isRegressed(at, sample.model()));
    }
  }

  private void judge(int at, int row, int choice, int predictedPpm, double loss) {
    int propensity = share.propensityPpm(suspicion(row, choice), watch.unrest());
    if (draw(propensity)) {
      share.picked();
      tally.judged();
      tally.measured(course.costPico(at, table.reference()) + judgePico(at));
      int model = table.isModel(choice) ? choice : -1;
      underWay.add(sample(at, row, model, choice, loss, predictedPpm, propensity));
    }
  }

  /**
   * Asks a model beside that did not answer. Where the reference did, that is cheap; while the
   * budget is used up or the model suspected it is the only way to find out more.
   */
  private void shadow(int at, int row, int model, int choice, int propensity) {
    if (draw(propensity)) {
      share.picked();
      tally.judged();
      int reference = table.reference();
      long paired = choice == reference ? 0 : course.costPico(at, reference);
      tally.measured(course.costPico(at, model) + paired + judgePico(at));
      double loss = course.score(at, reference) - course.score(at, model);
      underWay.add(sample(at, row, model, model, loss, 0, 0));
    }
  }

  private Sample sample(
      int at, int row, int model, int candidate, double loss, int predictedPpm, int propensity) {
    return new Sample(
        at + settings.delay(),
        model,
        Choice.ppm(table.expected(row, table.reference())),
        Choice.ppm(table.expected(row, candidate)),
        Choice.ppm(loss),
        predictedPpm,
        propensity);
  }

  /** Suspicion of a candidate, or of a pair that has it. */
  private double suspicion(int row, int candidate) {
    double suspicion = table.isModel(candidate) ? watch.suspicion(name(candidate)) : 0;
    int candidates = Choice.candidates(table, settings, row);
    for (int other = table.models().size(); other < candidates; other++) {
      Agreement arm = table.arm(row, other);
      if (other == candidate || arm.first() == candidate || arm.second() == candidate) {
        double ofPair = pairs.suspicion(pair(arm));
        suspicion = ofPair < LEAST_PAIR_SUSPICION ? suspicion : Math.max(suspicion, ofPair);
      }
    }
    return suspicion;
  }

  /** How often two models agree; the expected cost tells how often the third is expected. */
  private double agreement(int row, int candidate, Agreement arm) {
    double both = table.expectedPico(row, arm.first()) + table.expectedPico(row, arm.second());
    double third = Math.max(1, table.expectedPico(row, arm.third()));
    return Math.clamp(1 - (table.expectedPico(row, candidate) - both) / third, 0, 1);
  }

  private long judgePico(int at) {
    return course.costPico(at, table.reference()) / ONE * settings.judgeCostPpm();
  }

  private boolean draw(int propensityPpm) {
    return random.nextInt(ONE) < propensityPpm;
  }

  private String name(int model) {
    return table.models().get(model);
  }

  private String pair(Agreement arm) {
    return name(arm.first()) + " + " + name(arm.second());
  }
}
