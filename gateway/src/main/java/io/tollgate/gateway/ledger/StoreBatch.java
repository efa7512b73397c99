package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes entries into the store's tables: collects rows, and puts them in with the checkpoint in
 * one transaction.
 *
 * <p>Not safe for use by several threads.
 */
final class StoreBatch implements AutoCloseable {

  private final Connection connection;
  private final StoreDialect dialect;
  private final DayPartitions partitions;
  private final Checkpoint checkpoint;
  private final PreparedStatement entry;
  private final HoldStatements holds;
  private final AttemptStatements attempts;
  private final PostingStatements postings;
  private final PreparedStatement judgement;
  private final DimensionStatements dimensionStatements;
  private final BookEntryStatements bookEntries;
  private final RollupStatements rollups;
  private final Dimensions dimensions;

  /** In the order in which they are executed. */
  private final List<PreparedStatement> statements = new ArrayList<>();

  /** The days of what is collected, where rows are kept by them. */
  private final Set<LocalDate> days = new TreeSet<>();

  StoreBatch(Connection connection, StoreDialect dialect, DayPartitions partitions)
      throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.partitions = partitions;
    checkpoint = new Checkpoint(connection, dialect);
    entry =
        connection.prepareStatement(
            dialect.insertOfDay("entry", "seq, type, at_ms, hold_seq, attempt"));
    holds = new HoldStatements(connection, dialect);
    attempts = new AttemptStatements(connection, dialect);
    postings = new PostingStatements(connection, dialect);
    judgement =
        connection.prepareStatement(
            dialect.insert(
                "judgement",
                "seq, request, key, policy, deployment, served, source, score_ppm,"
                    + " reference_ppm, propensity_ppm, at_ms"));
    dimensionStatements = new DimensionStatements(connection, dialect);
    bookEntries = new BookEntryStatements(connection, dialect);
    rollups = new RollupStatements(connection, dialect);
    dimensions = DimensionStatements.read(connection, dialect);
    statements.addAll(List.of(entry, judgement));
    statements.addAll(holds.statements());
    statements.addAll(attempts.statements());
    statements.addAll(postings.statements());
    statements.addAll(bookEntries.statements());
    statements.addAll(dimensionStatements.statements());
    statements.addAll(rollups.statements());
  }

  /**
   * Adds the rows of an entry about money.
   *
   * @param request the entry's request as it is after the entry
   */
  void add(long seq, Entry.Monetary posted, OpenRequest request, Booking booking)
      throws SQLException {
    needs(request.reservedAt());
    int attemptNumber =
        switch (posted) {
          case Entry.Reserve reserve -> {
            holds.add(seq, reserve);
            yield 0;
          }
          case Entry.Dispatch dispatch -> {
            attempts.add(seq, dispatch, request);
            yield dispatch.attempt();
          }
          case Entry.Settle settle -> {
            attempts.end(seq, settle, request);
            resolve(settle.last(), seq, request);
            yield settle.attempt();
          }
          case Entry.Voided voided -> {
            if (voided.attempt() > 0) {
              attempts.end(seq, voided, request);
            }
            resolve(voided.last(), seq, request);
            yield voided.attempt();
          }
          case Entry.ExpireEstimate expired -> {
            attempts.end(seq, expired, request);
            resolve(expired.last(), seq, request);
            yield expired.attempt();
          }
          case Entry.Overrun _ -> 0;
        };
    addEntry(seq, posted, request.seq(), attemptNumber);
    postings.add(seq, posted.at(), booking);
  }

  /** Adds the rows of an entry about the books as a whole. */
  void add(long seq, BookEntry posted, Booking booking) throws SQLException {
    addEntry(seq, posted, 0, 0);
    bookEntries.add(seq, posted);
    if (posted instanceof BookEntry.Correct correct) {
      attempts.addLines(seq, correct.at(), correct.lines());
    }
    postings.add(seq, posted.at(), booking);
  }

  /** Adds the rows of an outcome, which belongs to no hold. */
  void add(long seq, Entry.OutcomeReported reported) throws SQLException {
    addEntry(seq, reported, 0, 0);
    bookEntries.add(seq, reported);
  }

  /** Adds the rows of a judgement, which belongs to no hold. */
  void add(long seq, Entry.Judged judged) throws SQLException {
    addEntry(seq, judged, 0, 0);
    judgement.setLong(1, seq);
    Columns.set(judgement, 2, judged.request());
    Columns.set(judgement, 3, judged.key());
    Columns.set(judgement, 4, judged.policy());
    Columns.set(judgement, 5, judged.deployment());
    judgement.setInt(6, judged.served() ? 1 : 0);
    judgement.setString(7, judged.source().key());
    judgement.setInt(8, judged.scorePpm());
    Integer reference = judged.referenceScorePpm();
    Columns.set(judgement, 9, reference == null ? null : Long.valueOf(reference));
    judgement.setInt(10, judged.propensityPpm());
    judgement.setLong(11, judged.at().toEpochMilli());
    judgement.addBatch();
  }

  private void addEntry(long seq, Entry posted, long holdSeq, int attempt) throws SQLException {
    needs(posted.at());
    entry.setLong(1, seq);
    entry.setString(2, RecordType.of(posted).name());
    entry.setLong(3, posted.at().toEpochMilli());
    entry.setLong(4, holdSeq);
    Columns.set(entry, 5, attempt == 0 ? null : Long.valueOf(attempt));
    dialect.setDay(entry, 6, posted.at());
    entry.addBatch();
  }

  private void resolve(boolean last, long seq, OpenRequest request) throws SQLException {
    if (last) {
      holds.resolve(seq, request);
    }
  }

  private void needs(Instant at) {
    if (dialect.isShared()) {
      days.add(StoreDialect.day(at));
    }
  }

  /** What the lines of a batch are to be summed up by. */
  Dimensions dimensions() {
    return dimensions;
  }

  /** Puts all rows in, with the sums over them and the place they reach, and commits. */
  void commit(Totals totals, Position position) throws SQLException {
    postings.add(totals.balances());
    rollups.add(totals);
    dimensionStatements.add(dimensions);
    partitions.ensure(days);
    days.clear();
    checkpoint.advance(position);
    for (PreparedStatement statement : statements) {
      statement.executeBatch();
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    checkpoint.close();
    for (PreparedStatement statement : statements) {
      statement.close();
    }
  }
}
