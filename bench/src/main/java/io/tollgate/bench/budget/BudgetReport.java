package io.tollgate.bench.budget;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run came to.
 *
 * @param set the set of questions
 * @param reference the model that losses are measured against
 * @param models candidates
 * @param learnt questions the predictor was trained on
 * @param feedback answers that the application said the score of
 * @param sections the parts, in their order
 * @param intervals the same in pieces
 * @param booked what the ledger says of each piece
 * @param quarantines the models that got worse, those first that were found out first
 * @param ledgerSound whether the ledger verifies
 * @param billsMatch whether the ledger's spend is what the providers bill, to the last digit
 * @param ledger where it is
 */
record BudgetReport(
    BudgetPlan plan,
    String set,
    String reference,
    int models,
    int learnt,
    int feedback,
    List<Section> sections,
    List<Interval> intervals,
    List<Booked> booked,
    List<Quarantine> quarantines,
    boolean ledgerSound,
    boolean billsMatch,
    Path ledger) {

  /** A part as it happened, and as the ledger has it. */
  record Section(Part part, Served served, Booked booked) {}

  BudgetReport {
    sections = List.copyOf(sections);
    intervals = List.copyOf(intervals);
    booked = List.copyOf(booked);
    quarantines = List.copyOf(quarantines);
  }

  /** A part of the run. */
  Section section(Part part) {
    return sections.stream().filter(section -> section.part() == part).findFirst().orElseThrow();
  }

  /** Whether ledger and bills are as they must be. */
  boolean isSound() {
    return ledgerSound && billsMatch;
  }
}
