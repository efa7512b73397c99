package io.tollgate.gateway.ledger;

/**
 * A place between two records of the journal.
 *
 * @param segment the segment's number, from 1
 * @param offset bytes of the segment before the place
 * @param line lines of the segment before the place
 * @param closed whether the record before is the segment's SEGMENT_CLOSE
 * @param seq sequence number of the record before, 0 where there is none
 * @param hash hash of the record before, zeros where there is none
 */
record Position(int segment, long offset, long line, boolean closed, long seq, String hash) {

  /** Before the first record. */
  static final Position START = new Position(1, 0, 0, false, 0, HashChain.ZEROS);

  /** The beginning of the segment that follows a closed one. */
  Position nextSegment() {
    return new Position(segment + 1, 0, 0, false, seq, hash);
  }
}
