package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Puts entries into a store, wherever they come from: rows, sums and the state of the books go on
 * together, batch by batch.
 *
 * <p>Of no further use once a method has thrown. Not safe for use by several threads.
 */
final class StoreWriter implements AutoCloseable {

  private final Connection connection;
  private final Position begin;
  private final Books books;
  private final StoreBatch batch;
  private Totals totals;

  private StoreWriter(Connection connection, Position begin, Books books, StoreBatch batch) {
    this.connection = connection;
    this.begin = begin;
    this.books = books;
    this.batch = batch;
    this.totals = new Totals(batch.dimensions());
  }

  /**
   * Goes on from where a store is.
   *
   * @param connection in transactions; belongs to the writer from now on, unless this throws
   */
  static StoreWriter open(Connection connection, StoreDialect dialect, DayPartitions partitions)
      throws SQLException {
    Position begin = Checkpoint.read(connection, dialect);
    StoreWriter writer =
        new StoreWriter(
            connection,
            begin,
            StoreState.books(connection, dialect),
            new StoreBatch(connection, dialect, partitions));
    connection.commit();
    return writer;
  }

  /** Where it began. */
  Position begin() {
    return begin;
  }

  /** The state of the books after all that was added. */
  Books books() {
    return books;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Adds an entry to the batch.
   *
   * @throws IllegalArgumentException where it contradicts the books
   */
  void add(long seq, Entry entry) throws SQLException {
    switch (entry) {
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
        batch.add(seq, monetary, request);
      }
      case BookEntry book -> {
        books.apply(book);
        Booking booking = Booking.of(book);
        totals.add(seq, book, booking, books.bookedAt(book.at()));
        batch.add(seq, book);
      }
    }
  }

  /** Puts in what was added, and the place that it reaches. */
  void commit(Position position) throws SQLException {
    batch.commit(totals, position);
    totals = new Totals(batch.dimensions());
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      batch.close();
    }
  }
}
