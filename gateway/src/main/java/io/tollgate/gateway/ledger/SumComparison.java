package io.tollgate.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds rows of sums in the store against those of the journal, and keeps what differs.
 *
 * <p>Not safe for use by several threads.
 */
final class SumComparison {

  private final List<String> problems = new ArrayList<>();

  /**
   * Compares one row.
   *
   * @param first the column of its first sum
   * @param journal the sums by the journal, {@code null} where it has none of this key
   */
  void same(Record key, ResultSet row, int first, @Nullable List<Long> journal)
      throws SQLException {
    if (journal == null) {
      problems.add("The store has a rollup " + key + " that the journal does not know.");
      return;
    }
    List<Long> store = new ArrayList<>();
    for (int i = 0; i < journal.size(); i++) {
      store.add(row.getLong(first + i));
    }
    if (!store.equals(journal)) {
      problems.add("The store has " + key + ": " + store + "; the journal says " + journal + ".");
    }
  }

  void sameRows(String what, int journal, int store) {
    if (journal != store) {
      problems.add("The store has " + store + " " + what + "; the journal says " + journal + ".");
    }
  }

  /** What differs, as sentences. */
  List<String> problems() {
    return problems;
  }
}
