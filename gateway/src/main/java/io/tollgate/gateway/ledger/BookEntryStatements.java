package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Collects the rows of entries about the books as a whole, and of outcomes.
 *
 * <p>Not safe for use by several threads.
 */
final class BookEntryStatements {

  private final PreparedStatement correction;
  private final PreparedStatement purchase;
  private final PreparedStatement capacityHour;
  private final PreparedStatement period;
  private final PreparedStatement priceBook;
  private final PreparedStatement outcome;

  BookEntryStatements(Connection connection, StoreDialect dialect) throws SQLException {
    correction =
        connection.prepareStatement(
            dialect.insert(
                "correction",
                "seq, id, cause, corrects, charged_for, key, accounts, deployment, amount_p,"
                    + " released_p, prices_unpriced, note, at_ms, lines"));
    purchase =
        connection.prepareStatement(
            dialect.insert("purchase", "seq, id, commitment, provider, amount_p, note, at_ms"));
    capacityHour =
        connection.prepareStatement(
            dialect.insert("capacity_hour", "seq, pool, hour, cost_p, absorbed_p"));
    period =
        connection.prepareStatement(
            dialect.insert(
                "period",
                "seq, name, end_at, last_seq, root_hash, spent_pico, report_hash, at_ms"));
    priceBook =
        connection.prepareStatement(
            dialect.insert("price_book", "seq, book, deployments, source, at_ms"));
    outcome =
        connection.prepareStatement(
            dialect.insert(
                "outcome",
                "seq, request, key, policy, deployment, accounts, success, value_p, at_ms"));
  }

  /** What is collected. */
  List<PreparedStatement> statements() {
    return List.of(correction, purchase, capacityHour, period, priceBook, outcome);
  }

  void add(long seq, BookEntry entry) throws SQLException {
    switch (entry) {
      case BookEntry.Correct correct -> add(seq, correct);
      case BookEntry.Purchase bought -> {
        purchase.setLong(1, seq);
        Columns.set(purchase, 2, bought.id());
        Columns.set(purchase, 3, bought.commitment());
        Columns.set(purchase, 4, bought.provider());
        purchase.setLong(5, bought.amount().pico());
        Columns.set(purchase, 6, bought.note());
        purchase.setLong(7, bought.at().toEpochMilli());
        purchase.addBatch();
      }
      case BookEntry.CapacityHour hour -> {
        capacityHour.setLong(1, seq);
        Columns.set(capacityHour, 2, hour.pool());
        Columns.set(capacityHour, 3, hour.hour().toString());
        capacityHour.setLong(4, hour.cost().pico());
        capacityHour.setLong(5, hour.absorbed().pico());
        capacityHour.addBatch();
      }
      case BookEntry.PeriodClosed closed -> {
        period.setLong(1, seq);
        Columns.set(period, 2, closed.period());
        Columns.set(period, 3, closed.end().toString());
        period.setLong(4, closed.lastSeq());
        Columns.set(period, 5, closed.rootHash());
        Columns.set(period, 6, closed.spentPico().toString());
        Columns.set(period, 7, closed.reportHash());
        period.setLong(8, closed.at().toEpochMilli());
        period.addBatch();
      }
      case BookEntry.PricesPublished prices -> {
        priceBook.setLong(1, seq);
        Columns.set(priceBook, 2, prices.book());
        priceBook.setInt(3, prices.deployments());
        Columns.set(priceBook, 4, prices.source());
        priceBook.setLong(5, prices.at().toEpochMilli());
        priceBook.addBatch();
      }
    }
  }

  private void add(long seq, BookEntry.Correct correct) throws SQLException {
    correction.setLong(1, seq);
    Columns.set(correction, 2, correct.id());
    Columns.set(correction, 3, correct.cause().key());
    correction.setLong(4, correct.corrects());
    Columns.set(correction, 5, correct.chargedFor().toString());
    Columns.set(correction, 6, correct.key());
    Columns.set(correction, 7, AccountNames.join(correct.accounts()));
    Columns.set(correction, 8, correct.deployment());
    correction.setLong(9, correct.amount().pico());
    correction.setLong(10, correct.released().pico());
    correction.setInt(11, correct.pricesUnpriced() ? 1 : 0);
    Columns.set(correction, 12, correct.note());
    correction.setLong(13, correct.at().toEpochMilli());
    Columns.set(correction, 14, Columns.lines(correct.lines()));
    correction.addBatch();
  }

  void add(long seq, Entry.OutcomeReported reported) throws SQLException {
    outcome.setLong(1, seq);
    Columns.set(outcome, 2, reported.request());
    Columns.set(outcome, 3, reported.key());
    Columns.set(outcome, 4, reported.policy());
    Columns.set(outcome, 5, reported.deployment());
    Columns.set(outcome, 6, AccountNames.join(reported.accounts()));
    outcome.setInt(7, reported.success() ? 1 : 0);
    Columns.set(outcome, 8, reported.value());
    outcome.setLong(9, reported.at().toEpochMilli());
    outcome.addBatch();
  }
}
