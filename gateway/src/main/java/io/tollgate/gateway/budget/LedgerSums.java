package io.tollgate.gateway.budget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the ledger what was charged before; blocks. */
@FunctionalInterface
public interface LedgerSums {

  /**
   * What was charged to some accounts in their windows.
   *
   * @param picos in the order of the openings, in pico-dollars
   * @param seq the record of the journal up to which that is so
   */
  record Reading(List<Long> picos, long seq) {}

  /** The ledger cannot say it for now; the message is a sentence for operators. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says why. */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Reads what is in the journal at the call, at least.
   *
   * @throws Unavailable if the ledger cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Reading read(List<BudgetBook.Opening> openings) throws InterruptedException;
}
