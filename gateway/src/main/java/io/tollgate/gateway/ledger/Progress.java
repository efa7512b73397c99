package io.tollgate.gateway.ledger;

/** Who is told how far a walk over the journal has come. */
@FunctionalInterface
public interface Progress {

  /** Nobody. */
  Progress SILENT = (bytesDone, bytesTotal) -> {};

  /**
   * Called now and then, and at the end.
   *
   * @param bytesDone bytes walked, at least 0
   * @param bytesTotal bytes there were at the start; a journal in use may grow past it
   */
  void at(long bytesDone, long bytesTotal);
}
