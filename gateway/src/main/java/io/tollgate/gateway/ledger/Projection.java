package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The way from the journal into the store, from the store's checkpoint on: the same for a gateway
 * that runs, one that recovers, and a rebuild.
 *
 * <p>Of no further use once a method has thrown. Not safe for use by several threads.
 */
final class Projection implements AutoCloseable {

  /** Records put in with one transaction. */
  private static final int BATCH_RECORDS_MAX = 8192;

  private final JournalReader reader;
  private final RecentWrites recent;
  private final StoreWriter writer;

  /** Records of the batch that is not yet in the store. */
  private int gathered;

  private Projection(JournalReader reader, RecentWrites recent, StoreWriter writer) {
    this.reader = reader;
    this.recent = recent;
    this.writer = writer;
  }

  /** Opens the store for writing, making it if it does not exist. */
  static Projection open(
      StoreFile store, JournalFiles files, Frontier frontier, RecentWrites recent)
      throws SQLException {
    return open(
        store.openForWriting(), StoreDialect.EMBEDDED, DayPartitions.NONE, files, frontier, recent);
  }

  /**
   * Goes on from where a store is.
   *
   * @param connection in transactions; belongs to the projection from now on, even if this throws
   * @param recent what was written last to the journal, which need not be read from it
   */
  static Projection open(
      Connection connection,
      StoreDialect dialect,
      DayPartitions partitions,
      JournalFiles files,
      Frontier frontier,
      RecentWrites recent)
      throws SQLException {
    try {
      StoreWriter writer = StoreWriter.open(connection, dialect, partitions);
      return new Projection(new JournalReader(files, writer.begin(), frontier), recent, writer);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** The place up to which the store holds the journal. */
  Position position() {
    return reader.position();
  }

  /** See {@link JournalReader#missingSegment}. */
  @Nullable BadRecord missingSegment() throws IOException {
    return reader.missingSegment();
  }

  /** The state of the books there. */
  Books books() {
    return writer.books();
  }

  /** Tells what was spent lately, of all that the store holds. */
  void load(RecentSpend spend, Instant now) throws SQLException {
    spend.load(writer.connection(), now);
  }

  /**
   * Puts the next records of the journal into the store, in one transaction.
   *
   * @return how many; 0 where the journal ends for now
   */
  int projectBatch() throws SQLException, IOException, JournalDamage {
    gather();
    while (gathered < BATCH_RECORDS_MAX) {
      JournalRecord record = reader.next();
      if (record == null) {
        break;
      }
      gathered++;
      if (record instanceof JournalRecord.Posted posted) {
        add(posted.seq(), posted.entry());
      }
      gather();
    }
    int count = gathered;
    if (count > 0) {
      writer.commit(reader.position());
      gathered = 0;
    }
    return count;
  }

  /** Takes in what goes on right after what it has; the next batch puts it into the store. */
  void gather() throws SQLException, IOException, JournalDamage {
    Written written;
    while (gathered < BATCH_RECORDS_MAX
        && (written = recent.after(reader.position().seq())) != null) {
      add(written);
      gathered += written.entries().size();
    }
  }

  /** Whether a batch of so many records leaves some that the journal had already. */
  static boolean leavesSome(int count) {
    return count >= BATCH_RECORDS_MAX;
  }

  /** Puts all in that the journal has for now, and says how many records that were. */
  long projectAll() throws SQLException, IOException, JournalDamage {
    long total = 0;
    int count;
    do {
      count = projectBatch();
      total += count;
    } while (count > 0);
    return total;
  }

  private void add(Written written) throws SQLException, IOException, JournalDamage {
    long seq = written.firstSeq();
    for (Entry entry : written.entries()) {
      add(seq++, entry);
    }
    reader.skipTo(written.end());
  }

  private void add(long seq, Entry entry) throws SQLException, JournalDamage {
    try {
      writer.add(seq, entry);
    } catch (IllegalArgumentException e) {
      throw new JournalDamage(
          reader.badLast(String.valueOf(e.getMessage())), JournalDamage.Extent.CONTENT);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    try (writer) {
      reader.close();
    }
  }
}
