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
  private final Books books;
  private final StoreBatch batch;

  private Projection(Connection connection, JournalReader reader, Books books, StoreBatch batch) {
    this.connection = connection;
    this.reader = reader;
    this.books = books;
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
          StoreState.books(connection),
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

  /** The state of the books there. */
  Books books() {
    return books;
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
    Totals totals = new Totals(batch.dimensions());
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
    long seq = posted.seq();
    try {
      switch (posted.entry()) {
        case Entry.Judged judged -> {
          totals.add(judged);
          batch.add(seq, judged);
        }
        case Entry.OutcomeReported outcome -> {
          totals.add(outcome);
          batch.add(seq, outcome);
        }
        case Entry.Monetary monetary -> {
          OpenRequest request = books.requests().apply(seq, monetary);
          Booking booking = Booking.of(monetary, request);
          totals.add(seq, monetary, request, booking, books.bookedAt(monetary.at()));
          batch.add(seq, monetary, request, booking);
        }
        case BookEntry book -> {
          books.apply(book);
          Booking booking = Booking.of(book);
          totals.add(seq, book, booking, books.bookedAt(book.at()));
          batch.add(seq, book, booking);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new JournalDamage(
          reader.badLast(String.valueOf(e.getMessage())), JournalDamage.Extent.CONTENT);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    try (connection) {
      reader.close();
      batch.close();
    }
  }
}
