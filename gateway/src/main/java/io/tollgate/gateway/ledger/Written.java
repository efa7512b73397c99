package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * What a write put into the journal and will not take back.
 *
 * @param firstSeq sequence number of the first entry
 * @param entries in order, with nothing between them; none where the write held other records, too:
 *     those are to be read from the journal
 * @param end the place after them
 */
record Written(long firstSeq, List<Entry> entries, Position end) {

  /** Nothing that could be told. */
  static final Written NOTHING = new Written(0, List.of(), Position.START);

  Written {
    entries = List.copyOf(entries);
  }
}
