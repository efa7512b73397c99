package io.tollgate.gateway.ledger;

/**
 * Who is told what became of an appended group; exactly one of the methods is called, once.
 *
 * <p>{@link #appended} is called on the journal's writer thread, {@link #failed} there or on the
 * thread that appended. Neither may block: an event loop hands itself a task here.
 */
public interface AppendListener {

  /**
   * The group is in the journal, as durable as the journal promises.
   *
   * @param lastSeq the sequence number of its last entry
   */
  void appended(long lastSeq);

  /**
   * The group is not acknowledged.
   *
   * @param cause a {@link LedgerException}. With {@link LedgerException.Kind#FAILED} the group may
   *     or may not be found in the journal after a restart; otherwise it was not written.
   */
  void failed(Throwable cause);
}
