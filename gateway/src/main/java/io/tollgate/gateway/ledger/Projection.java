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
  private static final int BATCH_RECORDS_MAX = 4096;

  private final Connection connection;
  private final JournalReader reader;
  private final OpenRequests open;
  private final StoreBatch batch;

  private Projection(
      Connection connection, JournalReader reader, OpenRequests open, StoreBatch batch) {
    this.connection = connection;
    this.reader = reader;
    this.open = open;
    this.batch = batch;
  }

  /** Opens the store for writing, making it if it does not exist. */
  static Projection open(StoreFile store, JournalFiles files, Frontier frontier)
      throws SQLException {
    Connection connection = store.openForWriting();
    try {
      return new Projection(
          connection,
          new JournalReader(files, StoreFile.checkpoint(connection), frontier),
          StoreState.openRequests(connection),
          new StoreBatch(connection));
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

  /** The requests that are open there. */
  OpenRequests openRequests() {
    return open;
  }

  /** Tells what was spent lately, of all that the store holds. */
  void load(RecentSpend spend, Instant now) throws SQLException {
    spend.load(connection, now);
  }

  /**
   * Puts the next records of the journal into the store, in one transaction.
   *
   * @return how many; 0 where the journal ends for now
   */
  int projectBatch() throws SQLException, IOException, JournalDamage {
    Totals totals = new Totals();
    int count = 0;
    while (count < BATCH_RECORDS_MAX) {
      JournalRecord record = reader.next();
      if (record == null) {
        break;
      }
      count++;
      if (record instanceof JournalRecord.Posted posted) {
        add(posted, totals);
      }
    }
    if (count > 0) {
      batch.commit(totals, reader.position());
    }
    return count;
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

  private void add(JournalRecord.Posted posted, Totals totals) throws SQLException, JournalDamage {
    switch (posted.entry()) {
      case Entry.Judged judged -> {
        totals.add(judged);
        batch.add(posted.seq(), judged);
      }
      case Entry.Monetary monetary -> add(posted.seq(), monetary, totals);
    }
  }

  private void add(long seq, Entry.Monetary entry, Totals totals)
      throws SQLException, JournalDamage {
    OpenRequest request;
    try {
      request = open.apply(seq, entry);
    } catch (IllegalArgumentException e) {
      throw new JournalDamage(
          reader.badLast(String.valueOf(e.getMessage())), JournalDamage.Extent.CONTENT);
    }
    Booking booking = Booking.of(entry, request);
    totals.add(entry, request, booking);
    batch.add(seq, entry, request, booking);
  }

  @Override
  public void close() throws SQLException, IOException {
    try (connection) {
      reader.close();
      batch.close();
    }
  }
}
