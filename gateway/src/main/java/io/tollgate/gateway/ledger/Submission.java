package io.tollgate.gateway.ledger;

import java.util.List;

/**
 * A group of entries for the journal, and who is told what became of it.
 *
 * @param group entries that are written together, in this order, with nothing between them; not
 *     empty
 * @param listener is told exactly once
 */
public record Submission(List<Entry> group, AppendListener listener) {

  public Submission {
    if (group.isEmpty()) {
      throw new IllegalArgumentException("group: empty (expected: at least one entry)");
    }
    group = List.copyOf(group);
  }
}
