package io.tollgate.gateway.quality;

import io.tollgate.gateway.ledger.BookedOutcome;
import io.tollgate.gateway.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/** Knows which outcomes were booked before this process began, and since. */
@FunctionalInterface
public interface PastOutcomes {

  /**
   * The outcome that was booked of a request of a key's owner, or {@code null} where none was.
   * Blocks; from any thread but an event loop.
   *
   * @throws LedgerException where that cannot be found out
   */
  @Nullable BookedOutcome find(String key, String request);
}
