package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.util.TreeMap;

/**
 * The places of the journal from which the hash of any record that was walked by can be found
 * again: one for each segment, so that a search reads no more than one segment.
 */
final class ChainMarks {

  private final JournalFiles files;
  private final TreeMap<Long, Position> marks = new TreeMap<>();

  ChainMarks(JournalFiles files) {
    this.files = files;
    mark(Position.START);
  }

  /** Remembers the place before a segment. */
  void mark(Position position) {
    marks.put(position.seq(), position);
  }

  /**
   * The hash of a record, zeros for 0.
   *
   * @param seq of a record that is before the end of what was walked; 0 or more
   * @throws JournalDamage where the journal is not what it was on the walk
   */
  String hashAt(long seq) throws IOException, JournalDamage {
    Position start = marks.floorEntry(seq).getValue();
    try (JournalReader reader = new JournalReader(files, start)) {
      while (reader.position().seq() < seq) {
        if (reader.next() == null) {
          throw new JournalDamage(
              reader.badLast("the journal ends here; it did not while it was walked"),
              JournalDamage.Extent.BYTES);
        }
      }
      return reader.position().hash();
    }
  }
}
