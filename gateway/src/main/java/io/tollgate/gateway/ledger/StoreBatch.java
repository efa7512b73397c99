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
  private final HoldStatements holds;
  private final AttemptStatements attempts;
  private final BalanceStatements balances;
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
    holds = new HoldStatements(connection, dialect);
    attempts = new AttemptStatements(connection, dialect);
    balances = new BalanceStatements(connection, dialect);
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
    statements.add(judgement);
    statements.addAll(holds.statements());
    statements.addAll(attempts.statements());
    statements.addAll(balances.statements());
    statements.addAll(bookEntries.statements());
    statements.addAll(dimensionStatements.statements());
    statements.addAll(rollups.statements());
  }

  /**
   * Adds what an entry about money makes of rows.
   *
   * @param request the entry's request as it is after the entry
   */
  void add(long seq, Entry.Monetary posted, OpenRequest request) throws SQLException {
    needs(request.reservedAt());
    switch (posted) {
      case Entry.Reserve reserve -> holds.add(seq, reserve);
      case Entry.Dispatch dispatch -> attempts.add(seq, dispatch, request);
      case Entry.Settle settle -> end(seq, settle, settle.attempt(), settle.last(), request);
      case Entry.Voided voided -> end(seq, voided, voided.attempt(), voided.last(), request);
      case Entry.ExpireEstimate expired ->
          end(seq, expired, expired.attempt(), expired.last(), request);
      case Entry.Overrun _ -> {
        // It is in the balances alone.
      }
    }
  }

  private void end(long seq, Entry.Monetary ending, int attempt, boolean last, OpenRequest request)
      throws SQLException {
    // The rows of a request that is resolved are deleted where a node has the store for itself.
    if (attempt > 0 && (!last || dialect.isShared())) {
      attempts.end(seq, ending, request, attempt);
    }
    if (last) {
      holds.resolve(seq, request);
      attempts.resolve(request);
    }
  }

  /** Adds the row of an entry about the books as a whole. */
  void add(long seq, BookEntry posted) throws SQLException {
    bookEntries.add(seq, posted);
  }

  /** Adds the row of an outcome, which belongs to no hold. */
  void add(long seq, Entry.OutcomeReported reported) throws SQLException {
    bookEntries.add(seq, reported);
  }

  /** Adds the row of a judgement, which belongs to no hold. */
  void add(long seq, Entry.Judged judged) throws SQLException {
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
    holds.finish();
    attempts.finish();
    balances.add(totals.balances());
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
