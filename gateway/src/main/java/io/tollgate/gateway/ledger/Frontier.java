package io.tollgate.gateway.ledger;

/** How far a journal that is being written may be read: what is behind it may yet be taken back. */
@FunctionalInterface
interface Frontier {

  /** To the end, for a journal that nobody in this process writes. */
  Frontier NONE = _ -> Long.MAX_VALUE;

  /** Bytes of a segment that may be read. */
  long bytes(int segment);
}
