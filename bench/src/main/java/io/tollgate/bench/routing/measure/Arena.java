package io.tollgate.bench.routing.measure;

import io.tollgate.gateway.training.OutcomeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What is compared on: a set without models that are hardly known, and the rows on which all the
 * others are.
 *
 * <p>A model without outcomes on a quarter of the questions, or without costs where others have
 * them, is left out. If half of the questions then have every outcome, those are compared: all
 * models answer for the same questions, and nothing is invented. If fewer have, leaving them out
 * would compare on what happens to be complete, so missing cells are filled, see {@link
 * MissingCells}. Learners never see a filled cell.
 */
public final class Arena {

  private static final double LEAST_KNOWN = 0.25;
  private static final double MOSTLY_COMPLETE = 0.5;

  private final OutcomeSet truth;
  private final OutcomeSet learntFrom;
  private final int[] rows;
  private final double filledShare;
  private final List<String> notes;

  private Arena(
      OutcomeSet truth, OutcomeSet learntFrom, int[] rows, double filledShare, List<String> notes) {
    this.truth = truth;
    this.learntFrom = learntFrom;
    this.rows = rows;
    this.filledShare = filledShare;
    this.notes = List.copyOf(notes);
  }

  /** The set that is measured by. */
  public OutcomeSet truth() {
    return truth;
  }

  /** The set that may be learnt from, with missing cells. */
  public OutcomeSet learntFrom() {
    return learntFrom;
  }

  /** Rows of both that are compared. */
  public int[] rows() {
    return rows.clone();
  }

  /** Share of cells that are filled, 0 to 1. */
  public double filledShare() {
    return filledShare;
  }

  /** What was left out or filled, as sentences. */
  public List<String> notes() {
    return notes;
  }

  /** The same where less may be learnt from. */
  public Arena learningFrom(OutcomeSet less) {
    return new Arena(truth, less, rows, filledShare, notes);
  }

  /** Prepares a set. */
  public static Arena of(OutcomeSet set) {
    List<String> notes = new ArrayList<>();
    int[] known =
        IntStream.range(0, set.width()).filter(model -> isKnown(set, model, notes)).toArray();
    OutcomeSet kept = known.length == set.width() ? set : set.keeping(known);
    int[] complete = IntStream.range(0, kept.size()).filter(kept::isComplete).toArray();
    if (complete.length >= MOSTLY_COMPLETE * kept.size()) {
      if (complete.length < kept.size()) {
        notes.add(
            "%s: %d of %d questions lack an outcome of a model; compared on the other %d"
                .formatted(
                    set.name(), kept.size() - complete.length, kept.size(), complete.length));
      }
      return new Arena(kept, kept, complete, 0, notes);
    }
    MissingCells cells = new MissingCells(kept);
    notes.add(
        ("%s: only %d of %d questions have every outcome; %.1f %% of the cells are filled"
                + " (question and model effects)")
            .formatted(set.name(), complete.length, kept.size(), 100 * cells.share()));
    int[] all = IntStream.range(0, kept.size()).toArray();
    return new Arena(cells.filled(), kept, all, cells.share(), notes);
  }

  private static boolean isKnown(OutcomeSet set, int model, List<String> notes) {
    long scores = count(set, row -> !Double.isNaN(set.score(row, model)));
    long costs = count(set, row -> !Double.isNaN(set.costUsd(row, model)));
    if (scores < LEAST_KNOWN * set.size()) {
      notes.add(
          "%s: %s has %d of %d outcomes and is left out"
              .formatted(set.name(), set.models().get(model), scores, set.size()));
      return false;
    }
    if (set.hasCosts() && costs < LEAST_KNOWN * set.size()) {
      notes.add(
          "%s: %s has no cost that is known and is left out"
              .formatted(set.name(), set.models().get(model)));
      return false;
    }
    return true;
  }

  private static long count(OutcomeSet set, IntPredicate isKnown) {
    return IntStream.range(0, set.size()).filter(isKnown).count();
  }
}
