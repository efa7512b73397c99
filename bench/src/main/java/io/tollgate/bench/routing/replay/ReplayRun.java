package io.tollgate.bench.routing.replay;

import io.tollgate.bench.routing.learn.Agreement;
import io.tollgate.policies.pacing.PacerState;
import io.tollgate.policies.pacing.QualityPacer;
import java.time.Duration;

/** One stream through pacer, watch and judge, request by request. Used once. */
final class ReplayRun {

  private static final Duration BUDGET_WINDOW = Duration.ofDays(7);

  private final Course course;
  private final ReplayTable table;
  private final ReplaySettings settings;
  private final QualityPacer pacer;
  private final Tally tally;
  private final Measuring measuring;
  private final int[] uses;

  ReplayRun(Course course, ReplaySettings settings, long prior, long seed) {
    this.course = course;
    this.table = course.table();
    this.settings = settings;
    this.pacer =
        new QualityPacer(
            settings.lossPpm(), BUDGET_WINDOW, settings.pace(), PacerState.fresh(prior, 0));
    this.tally = new Tally(course.length());
    this.measuring = new Measuring(course, settings, pacer, tally, seed);
    this.uses = new int[table.models().size()];
  }

  ReplayResult run() {
    for (int at = 0; at < course.length(); at++) {
      long nowMs = BUDGET_WINDOW.toMillis() * at / settings.windowRequests();
      measuring.learn(at, nowMs);
      if (course.isReferenceDown(at)) {
        withoutReference(at, nowMs);
      } else {
        request(at, nowMs);
      }
    }
    return tally.result(course.regressionStart());
  }

  /** How often each model was taken alone. */
  int[] uses() {
    return uses.clone();
  }

  private void request(int at, long nowMs) {
    pacer.referenceDown(false);
    int row = course.row(at);
    boolean frozen = pacer.frozen();
    int preferred = choose(at, row, true);
    int choice = frozen ? table.reference() : choose(at, row, false);
    int predicted =
        choice == table.reference()
            ? 0
            : Choice.lossPpm(table, row, choice) + measuring.correctionPpm(choice);
    pacer.spent(predicted, nowMs);
    double loss = course.score(at, table.reference()) - serve(at, row, choice);
    boolean escalated = isEscalated(at, row, choice);
    tally.lost(at, loss);
    tally.reference(course.costPico(at, table.reference()));
    if (frozen) {
      tally.frozen();
    }
    if (settings.isWatched()) {
      measuring.served(at, choice, preferred, predicted, loss, escalated);
    }
  }

  /** The next best answers, and nothing is lost that could have been kept. */
  private void withoutReference(int at, long nowMs) {
    pacer.referenceDown(true);
    int row = course.row(at);
    int best = -1;
    for (int model = 0; model < table.models().size(); model++) {
      if (model != table.reference()
          && measuring.mayAnswer(row, model, false)
          && (best < 0 || table.expected(row, model) > table.expected(row, best))) {
        best = model;
      }
    }
    if (best >= 0) {
      pacer.spent(Choice.lossPpm(table, row, best), nowMs);
      serve(at, row, best);
    }
    tally.reference(course.costPico(at, table.reference()));
  }

  private int choose(int at, int row, boolean orSuspected) {
    return Choice.best(
        table,
        settings,
        row,
        pacer.shadowPicoPerPpm(),
        candidate ->
            course.expectedPico(at, candidate)
                + (candidate == table.reference()
                    ? 0
                    : pacer.shadowPicoPerPpm() * measuring.correctionPpm(candidate)),
        candidate -> measuring.mayAnswer(row, candidate, orSuspected));
  }

  private boolean isEscalated(int at, int row, int choice) {
    if (table.isModel(choice)) {
      return false;
    }
    Agreement arm = table.arm(row, choice);
    return arm.third() == table.reference() && !course.agree(at, arm.first(), arm.second());
  }

  /** Pays for the answers and gives the score of the one that is released. */
  private double serve(int at, int row, int choice) {
    if (table.isModel(choice)) {
      uses[choice]++;
      tally.paid(course.costPico(at, choice));
      return course.score(at, choice);
    }
    Agreement arm = table.arm(row, choice);
    tally.paid(course.costPico(at, arm.first()) + course.costPico(at, arm.second()));
    if (course.agree(at, arm.first(), arm.second())) {
      return course.score(at, arm.first());
    }
    tally.paid(course.costPico(at, arm.third()));
    return course.score(at, arm.third());
  }
}
