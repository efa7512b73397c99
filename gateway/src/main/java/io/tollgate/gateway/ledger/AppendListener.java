package io.tollgate.gateway.ledger;

/**
 * Who is told what became of an appended group; exactly one of the methods is called, once.
 *
 * <p>Either is called on the thread that appended, before the appending returns, or later on the
 * journal's writer thread; {@link #failed} on the thread of its watch, too. Neither may block.
 */
public interface AppendListener {

  /**
   * The group is in the journal, as durable as the journal promises.
   *
   * @param lastSeq the sequence number of its last entry
   */
  void appended(long lastSeq);

  /**
   * The group is not acknowledged: what it announces must not be done, what runs of its request is
   * to be stopped, and nothing more is to be appended for that request, because the ledger resolves
   * it by itself: at once if nothing was written, when the disk comes back, or at the next start.
   * Attempts that the group announces are voided, others under way are booked at their estimate.
   *
   * @param cause a {@link LedgerException}; with {@link LedgerException.Kind#REFUSED} nothing was
   *     written and nothing is resolved
   */
  void failed(Throwable cause);
}
