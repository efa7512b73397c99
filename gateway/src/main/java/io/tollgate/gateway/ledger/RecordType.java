package io.tollgate.gateway.ledger;

/** What a record of the journal says; the names are part of the file format. */
enum RecordType {
  RESERVE,
  DISPATCH,
  SETTLE,
  VOID,
  EXPIRE_ESTIMATE,
  OVERRUN,
  JUDGED,
  OUTCOME,
  CORRECT,
  PURCHASE,
  CAPACITY_HOUR,
  PERIOD_CLOSE,
  PRICE_PUBLISH,
  NODE_START,
  SEGMENT_OPEN,
  SEGMENT_CLOSE;

  private final String written = ",\"type\":\"" + name() + "\",\"at\":";

  /** The type as it is written in a record: behind its number, in front of its instant. */
  String written() {
    return written;
  }

  static RecordType of(Entry entry) {
    return switch (entry) {
      case Entry.Reserve _ -> RESERVE;
      case Entry.Dispatch _ -> DISPATCH;
      case Entry.Settle _ -> SETTLE;
      case Entry.Voided _ -> VOID;
      case Entry.ExpireEstimate _ -> EXPIRE_ESTIMATE;
      case Entry.Overrun _ -> OVERRUN;
      case Entry.Judged _ -> JUDGED;
      case Entry.OutcomeReported _ -> OUTCOME;
      case BookEntry.Correct _ -> CORRECT;
      case BookEntry.Purchase _ -> PURCHASE;
      case BookEntry.CapacityHour _ -> CAPACITY_HOUR;
      case BookEntry.PeriodClosed _ -> PERIOD_CLOSE;
      case BookEntry.PricesPublished _ -> PRICE_PUBLISH;
    };
  }
}
