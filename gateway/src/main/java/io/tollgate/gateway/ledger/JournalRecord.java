package io.tollgate.gateway.ledger;

import java.time.Instant;

/** One line of the journal, decoded: an entry, or a record of the journal about itself. */
sealed interface JournalRecord {

  /** The first is 1, each further one greater by 1, over all segments. */
  long seq();

  /** What the exchange told. */
  record Posted(long seq, Entry entry) implements JournalRecord {}

  /**
   * The first record of a segment.
   *
   * @param version of the format: 1, in which requests have neither purpose nor memo and nothing is
   *     judged, 2, in which they are charged to no accounts, 3, in which bills say nothing of what
   *     is beside them and nothing is corrected, or {@link #VERSION}
   * @param previous the hash of the record before, zeros where there is none
   */
  record SegmentOpened(long seq, Instant at, int segment, int version, String node, String previous)
      implements JournalRecord {

    static final String FORMAT = "tollgate-journal";
    static final int VERSION = 4;
    static final String HASH = "sha256(previous hash, space, json)";
  }

  /**
   * The last record of a segment that was filled.
   *
   * @param records all records of the segment, this one included
   */
  record SegmentClosed(long seq, Instant at, int segment, long records) implements JournalRecord {}

  /**
   * A process began to write.
   *
   * @param bytesCut the torn tail that it found and cut, in bytes
   */
  record NodeStarted(long seq, Instant at, String node, long bytesCut) implements JournalRecord {}
}
