package io.tollgate.gateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides whether entries may be written, by what was written before. Used by one thread. */
@FunctionalInterface
interface Gate {

  /** Takes entries as written, all or none: {@code null}, or the sentence that says why not. */
  @Nullable String applyAll(List<Entry> entries);

  /** What was applied is in the journal. */
  default void commit() {}

  /** What was applied since the last commit was not written after all. */
  default void rollBack() {}

  /**
   * The entries that end the request of a written group, of which its sender was told that it is
   * not: whatever it announced was not done.
   */
  default List<Entry> endsOf(List<Entry> group, Instant at) {
    return List.of();
  }
}
