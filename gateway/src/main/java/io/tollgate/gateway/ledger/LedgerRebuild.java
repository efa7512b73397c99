package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The making of a store anew, from the journal alone. */
public final class LedgerRebuild {

  private LedgerRebuild() {}

  /**
   * What was made.
   *
   * @param records records of the journal that were read
   * @param requestsOpen requests whose hold is open; the next start resolves them
   */
  public record Rebuilt(long records, int requestsOpen) {}

  /**
   * Makes the store of a ledger anew, and puts it in the place of the old one when it is complete.
   *
   * @throws LedgerException when a gateway uses the ledger, or the journal is damaged; then the old
   *     store is as it was
   */
  public static Rebuilt rebuild(Path directory, Progress progress) {
    try (DirectoryLock _ = DirectoryLock.take(directory)) {
      JournalFiles files = new JournalFiles(directory);
      if (files.newest() == 0) {
        throw LedgerException.unusable("There is no journal in " + files.journal() + ".");
      }
      StoreFile fresh = new StoreFile(directory.resolve("store.sqlite.rebuild"));
      fresh.delete();
      Rebuilt rebuilt = fill(fresh, files, progress);
      StoreFile store = StoreFile.of(directory);
      store.delete();
      fresh.moveTo(store.path());
      return rebuilt;
    } catch (IOException e) {
      throw new UncheckedIOException("The store in " + directory + " cannot be rebuilt: " + e, e);
    } catch (SQLException e) {
      throw LedgerException.unusable(
          "The store in " + directory + " cannot be rebuilt: " + e.getMessage(), e);
    }
  }

  private static Rebuilt fill(StoreFile fresh, JournalFiles files, Progress progress)
      throws SQLException, IOException {
    long bytesTotal = files.bytesThrough(files.newest());
    try (Projection projection = Projection.open(fresh, files, Frontier.NONE, new RecentWrites())) {
      while (projection.projectBatch() > 0) {
        progress.at(files.bytesBefore(projection.position()), bytesTotal);
      }
      BadRecord gap = projection.missingSegment();
      if (gap != null) {
        throw damaged(gap);
      }
      return new Rebuilt(projection.position().seq(), projection.books().requests().all().size());
    } catch (JournalDamage e) {
      throw damaged(e.bad());
    }
  }

  private static LedgerException damaged(BadRecord bad) {
    return LedgerException.unusable(
        "The journal is damaged: "
            + bad.sentence()
            + ". The store was left as it was. Run `tollgate ledger verify` for the whole"
            + " picture.");
  }
}
