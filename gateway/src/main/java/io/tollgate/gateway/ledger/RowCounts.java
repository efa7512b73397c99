package io.tollgate.gateway.ledger;

/**
 * How many rows a run of entries makes in the tables of the store that are no sums.
 *
 * <p>Not safe for use by several threads.
 */
final class RowCounts {

  private long holds;
  private long attempts;
  private long lines;
  private long judgements;
  private long outcomes;
  private long corrections;
  private long periods;

  void entry(Entry entry) {
    switch (entry) {
      case Entry.Reserve _ -> holds++;
      case Entry.Dispatch _ -> attempts++;
      case Entry.Settle settle -> lines += settle.lines().size();
      case Entry.Judged _ -> judgements++;
      case Entry.OutcomeReported _ -> outcomes++;
      case BookEntry.Correct _ -> corrections++;
      case BookEntry.PeriodClosed _ -> periods++;
      case Entry.Voided _,
          Entry.ExpireEstimate _,
          Entry.Overrun _,
          BookEntry.Purchase _,
          BookEntry.CapacityHour _,
          BookEntry.PricesPublished _ -> {}
    }
  }

  long holds() {
    return holds;
  }

  long attempts() {
    return attempts;
  }

  long lines() {
    return lines;
  }

  long judgements() {
    return judgements;
  }

  long outcomes() {
    return outcomes;
  }

  long corrections() {
    return corrections;
  }

  long periods() {
    return periods;
  }
}
