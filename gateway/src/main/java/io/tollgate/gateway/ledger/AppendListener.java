package io.tollgate.gateway.ledger;

/**
 * Who is told what became of an appended group; exactly one of the methods is called, once.
 *
 * <p>{@link #appended} is called on the journal's writer thread, {@link #failed} there, on the
 * thread of its watch or on the one that appended. Neither may block: an event loop hands itself a
 * task here.
 */
public interface AppendListener {

  /**
   * The group is in the journal, as durable as the journal promises.
   *
   * @param lastSeq the sequence number of its last entry
   */
  void appended(long lastSeq);

  /**
   * The group is not acknowledged: what it announces must not be done, and nothing more may be
   * appended for what it begins.
   *
   * @param cause a {@link LedgerException}. With {@link LedgerException.Kind#BUSY} or {@link
   *     LedgerException.Kind#FULL} a group that begins a request is not written, or is ended by the
   *     ledger itself as void; any other is still written as soon as it can be, and an attempt it
   *     announces is voided. With {@link LedgerException.Kind#FAILED} the next start resolves what
   *     is open. With {@link LedgerException.Kind#REFUSED} it was not written.
   */
  void failed(Throwable cause);
}
