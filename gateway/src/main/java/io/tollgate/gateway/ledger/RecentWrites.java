package io.tollgate.gateway.ledger;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The latest writes to a journal, for one who follows it closely and so need not read and decode
 * what was encoded a moment ago. They are not all: what is missing is read from the files.
 *
 * <p>Safe for use by one who adds and one who takes.
 */
final class RecentWrites {

  /** Beyond them the oldest are let go: whoever is that far behind reads the files. */
  private static final int ENTRIES_MAX = 8192;

  private final ArrayDeque<Written> writes = new ArrayDeque<>();
  private int entries;

  /** Keeps a write, if it can be told. */
  synchronized void add(Written write) {
    if (write.entries().isEmpty()) {
      return;
    }
    writes.add(write);
    entries += write.entries().size();
    while (entries > ENTRIES_MAX && writes.size() > 1) {
      drop();
    }
  }

  /** Takes the write that goes on right after a record; {@code null} where it is not here. */
  synchronized @Nullable Written after(long seq) {
    while (!writes.isEmpty() && writes.getFirst().firstSeq() <= seq) {
      drop();
    }
    return !writes.isEmpty() && writes.getFirst().firstSeq() == seq + 1 ? drop() : null;
  }

  private Written drop() {
    Written first = writes.removeFirst();
    entries -= first.entries().size();
    return first;
  }
}
