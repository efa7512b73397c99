package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done at a start, before traffic, with what the process before left behind. */
final class Recovery {

  private static final String REASON = "the gateway stopped before the outcome was known";

  private Recovery() {}

  /**
   * The entries that end open requests: attempts under way are booked at their estimate, for the
   * upstream may bill them; where none is, nothing is owed. No request stays open.
   */
  static List<Entry> resolve(List<OpenRequest> open, Instant at) {
    List<Entry> entries = new ArrayList<>();
    for (OpenRequest request : open) {
      entries.addAll(request.endAll(at, Set.of(), REASON));
    }
    return entries;
  }

  /**
   * Refuses to begin a new journal beside a store that knows of an old one: no crash takes a
   * segment away.
   */
  static void requireJournal(StoreFile store, JournalFiles files) throws SQLException {
    Position checkpoint = checkpoint(store);
    if (checkpoint.seq() > 0 && !files.exists(checkpoint.segment())) {
      throw LedgerException.unusable(
          "The store holds records of "
              + JournalFiles.name(checkpoint.segment())
              + ", but that segment is not in "
              + files.journal()
              + ". Restore it from a copy. Nothing was changed.");
    }
  }

  private static Position checkpoint(StoreFile store) throws SQLException {
    if (!store.exists()) {
      return Position.START;
    }
    try (Connection connection = store.openAsItIs()) {
      return StoreSchema.version(connection) == 0
          ? Position.START
          : StoreFile.checkpoint(connection);
    }
  }

  /**
   * Takes a store away that an earlier version made: it is only a view, and is made anew from the
   * journal.
   */
  static void dropIfOfEarlierVersion(StoreFile store) throws SQLException, IOException {
    if (!store.exists()) {
      return;
    }
    int version;
    try (Connection connection = store.openAsItIs()) {
      version = StoreSchema.version(connection);
    }
    if (version > 0 && version < StoreSchema.VERSION) {
      store.delete();
    }
  }

  /**
   * Moves a store out of the way that holds records which the journal has not: after a power cut
   * the store, always synced, may have outlived the end of a journal that was not.
   *
   * @return what was done, {@code null} where nothing was
   */
  static @Nullable String setAsideIfAhead(StoreFile store, JournalFiles files)
      throws SQLException, IOException {
    Position checkpoint = checkpoint(store);
    if (checkpoint.seq() == 0) {
      return null;
    }
    String line = files.lineBefore(checkpoint.segment(), checkpoint.offset());
    if (line != null && line.startsWith(checkpoint.hash())) {
      return null;
    }
    Path aside = store.path().resolveSibling("store.sqlite.ahead-" + checkpoint.seq());
    store.moveTo(aside);
    return "The store held records up to "
        + checkpoint.seq()
        + " that the journal does not have: it lost its end, as it can in a power cut with"
        + " durability process. The store was made anew from the journal; the old one is "
        + aside.getFileName()
        + ".";
  }
}
