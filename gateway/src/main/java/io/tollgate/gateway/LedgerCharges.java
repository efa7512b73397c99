package io.tollgate.gateway;

import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.LedgerSums;
import io.tollgate.gateway.ledger.ChargeReading;
import io.tollgate.gateway.ledger.ChargeSpan;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerException;
import io.tollgate.policies.money.Picodollars;
import java.util.List;

/** Asks the ledger what was charged to the accounts of new budgets. */
final class LedgerCharges {

  private LedgerCharges() {}

  /**
   * Waits until the store has all that is in the journal, and reads.
   *
   * @throws LedgerSums.Unavailable where the store is not up to date or cannot be read
   */
  static LedgerSums.Reading read(Ledger ledger, List<BudgetBook.Opening> openings)
      throws InterruptedException {
    if (!ledger.awaitStore()) {
      throw new LedgerSums.Unavailable(String.valueOf(ledger.storeProblem()), null);
    }
    ChargeReading reading;
    try {
      reading = ledger.charged(openings.stream().map(LedgerCharges::span).toList());
    } catch (LedgerException e) {
      throw new LedgerSums.Unavailable(String.valueOf(e.getMessage()), e);
    }
    return new LedgerSums.Reading(
        reading.amounts().stream().map(Picodollars::pico).toList(), reading.seq());
  }

  private static ChargeSpan span(BudgetBook.Opening opening) {
    return new ChargeSpan(opening.account(), opening.span().start(), opening.span().end());
  }
}
