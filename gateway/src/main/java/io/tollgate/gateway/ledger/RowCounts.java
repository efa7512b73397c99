package io.tollgate.gateway.ledger;

/**
 * How many rows a run of entries makes in the tables of the store that are no sums.
 *
 * <p>Not safe for use by several threads.
 */
final class RowCounts {

  private long judgements;
  private long outcomes;
  private long corrections;
  private long periods;

  void entry(Entry entry) {
    switch (entry) {
      case Entry.Judged _ -> judgements++;
      case Entry.OutcomeReported _ -> outcomes++;
      case BookEntry.Correct _ -> corrections++;
      case BookEntry.PeriodClosed _ -> periods++;
      case Entry.Monetary _,
          BookEntry.Purchase _,
          BookEntry.CapacityHour _,
          BookEntry.PricesPublished _ -> {}
    }
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
