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
import java.util.stream.IntStream;

/**
 * Draws what is judged, pays for it, and hands the outcomes to watch and pacer when they are known.
 * The recorded scores are the judge.
 */
final class Measuring {

  private static final int ONE = 1_000_000;

  private final Course course;
  private final ReplayTable table;
  private final ReplaySettings settings;
  private final QualityPacer pacer;
  private final Tally tally;
  private final Random random;
  private final ModelWatch watch;
  private final JudgedShare share;
  private final Queue<Sample> underWay = new ArrayDeque<>();

  /**
   * A judged loss that is not known yet.
   *
   * @param model column of the model that is watched by it, or -1 where nothing is said of one
   * @param inPart whether its answer was given because two agreed, or because they did not
   * @param propensityPpm 0 where the answer was a shadow run
   */
  private record Sample(
      int due,
      int model,
      boolean inPart,
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
    this.share = new JudgedShare(settings.judgedSharePpm());
  }

  /** Whether a candidate may take the reference's place; suspects where {@code orSuspected}. */
  boolean mayAnswer(int row, int candidate, boolean orSuspected) {
    if (!table.isModel(candidate)) {
      Agreement arm = table.arm(row, candidate);
      return IntStream.of(arm.first(), arm.second(), arm.third())
          .allMatch(model -> mayAnswer(row, model, orSuspected));
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
      underWay.add(sample(at, -1, true, 0, predictedPpm, ONE));
    } else if (choice != table.reference()) {
      judge(at, choice, predictedPpm, loss);
    }
    if (preferred != choice && table.isModel(preferred)) {
      int propensity = share.propensityPpm(suspicion(row, preferred), watch.unrest());
      shadow(at, preferred, choice, propensity);
    }
    for (int model = 0; model < table.models().size(); model++) {
      if (watch.standing(name(model)) == Standing.QUARANTINED) {
        shadow(at, model, choice, settings.probedSharePpm());
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
    String model = name(sample.model());
    int ofReference = sample.referencePpm();
    int expected = sample.expectedPpm();
    int loss = sample.lossPpm();
    int propensity = sample.propensityPpm();
    Finding finding =
        sample.inPart()
            ? watch.judgedInPart(model, ofReference, expected, loss, propensity)
            : watch.judged(model, ofReference, expected, loss, propensity);
    if (finding.quarantined()) {
      pacer.charged(finding.damagePpm(), nowMs);
      tally.quarantined(at, course.isRegressed(at, sample.model()));
    }
  }

  private void judge(int at, int choice, int predictedPpm, double loss) {
    int row = course.row(at);
    int propensity = share.propensityPpm(suspicion(row, choice), watch.unrest());
    if (draw(propensity)) {
      share.picked();
      tally.judged();
      tally.measured(course.costPico(at, table.reference()) + judgePico(at));
      boolean inPart = !table.isModel(choice);
      underWay.add(sample(at, released(at, choice), inPart, loss, predictedPpm, propensity));
    }
  }

  /** The model whose answer was given. */
  private int released(int at, int choice) {
    if (table.isModel(choice)) {
      return choice;
    }
    Agreement arm = table.arm(course.row(at), choice);
    return course.agree(at, arm.first(), arm.second()) ? arm.first() : arm.third();
  }

  /**
   * Asks a model beside that did not answer. Where the reference did, that is cheap; while the
   * budget is used up or the model suspected it is the only way to find out more.
   */
  private void shadow(int at, int model, int choice, int propensity) {
    if (draw(propensity)) {
      share.picked();
      tally.judged();
      int reference = table.reference();
      long paired = choice == reference ? 0 : course.costPico(at, reference);
      tally.measured(course.costPico(at, model) + paired + judgePico(at));
      double loss = course.score(at, reference) - course.score(at, model);
      underWay.add(sample(at, model, false, loss, 0, 0));
    }
  }

  private Sample sample(
      int at, int model, boolean inPart, double loss, int predictedPpm, int propensity) {
    int row = course.row(at);
    return new Sample(
        at + settings.delay(),
        model,
        inPart,
        Choice.ppm(table.expected(row, table.reference())),
        model < 0 ? 0 : expectedPpm(row, model),
        Choice.ppm(loss),
        predictedPpm,
        propensity);
  }

  private int expectedPpm(int row, int model) {
    return Choice.ppm(table.expected(row, model)) - table.optimismPpm(row);
  }

  /** Suspicion of a candidate: of an agreement, that of the most suspected of its models. */
  private double suspicion(int row, int candidate) {
    if (table.isModel(candidate)) {
      return watch.suspicion(name(candidate));
    }
    Agreement arm = table.arm(row, candidate);
    return IntStream.of(arm.first(), arm.second(), arm.third())
        .mapToDouble(model -> watch.suspicion(name(model)))
        .max()
        .orElse(0);
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
}
