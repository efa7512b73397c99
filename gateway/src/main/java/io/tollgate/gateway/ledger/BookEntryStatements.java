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

  BookEntryStatements(Connection connection) throws SQLException {
    correction =
        connection.prepareStatement(
            "INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    purchase = connection.prepareStatement("INSERT INTO purchase VALUES (?, ?, ?, ?, ?, ?, ?)");
    capacityHour = connection.prepareStatement("INSERT INTO capacity_hour VALUES (?, ?, ?, ?, ?)");
    period = connection.prepareStatement("INSERT INTO period VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    priceBook = connection.prepareStatement("INSERT INTO price_book VALUES (?, ?, ?, ?, ?)");
    outcome = connection.prepareStatement("INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
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
        purchase.setString(2, bought.id());
        purchase.setString(3, bought.commitment());
        purchase.setString(4, bought.provider());
        purchase.setLong(5, bought.amount().pico());
        purchase.setString(6, bought.note());
        purchase.setLong(7, bought.at().toEpochMilli());
        purchase.addBatch();
      }
      case BookEntry.CapacityHour hour -> {
        capacityHour.setLong(1, seq);
        capacityHour.setString(2, hour.pool());
        capacityHour.setString(3, hour.hour().toString());
        capacityHour.setLong(4, hour.cost().pico());
        capacityHour.setLong(5, hour.absorbed().pico());
        capacityHour.addBatch();
      }
      case BookEntry.PeriodClosed closed -> {
        period.setLong(1, seq);
        period.setString(2, closed.period());
        period.setString(3, closed.end().toString());
        period.setLong(4, closed.lastSeq());
        period.setString(5, closed.rootHash());
        period.setString(6, closed.spentPico().toString());
        period.setString(7, closed.reportHash());
        period.setLong(8, closed.at().toEpochMilli());
        period.addBatch();
      }
      case BookEntry.PricesPublished prices -> {
        priceBook.setLong(1, seq);
        priceBook.setString(2, prices.book());
        priceBook.setInt(3, prices.deployments());
        priceBook.setString(4, prices.source());
        priceBook.setLong(5, prices.at().toEpochMilli());
        priceBook.addBatch();
      }
    }
  }

  private void add(long seq, BookEntry.Correct correct) throws SQLException {
    correction.setLong(1, seq);
    correction.setString(2, correct.id());
    correction.setString(3, correct.cause().key());
    correction.setLong(4, correct.corrects());
    correction.setString(5, correct.chargedFor().toString());
    correction.setString(6, correct.key());
    correction.setString(7, AccountNames.join(correct.accounts()));
    correction.setString(8, correct.deployment());
    correction.setLong(9, correct.amount().pico());
    correction.setLong(10, correct.released().pico());
    correction.setInt(11, correct.pricesUnpriced() ? 1 : 0);
    correction.setString(12, correct.note());
    correction.setLong(13, correct.at().toEpochMilli());
    correction.addBatch();
  }

  void add(long seq, Entry.OutcomeReported reported) throws SQLException {
    outcome.setLong(1, seq);
    outcome.setString(2, reported.request());
    outcome.setString(3, reported.key());
    outcome.setString(4, reported.policy());
    outcome.setString(5, reported.deployment());
    outcome.setString(6, AccountNames.join(reported.accounts()));
    outcome.setInt(7, reported.success() ? 1 : 0);
    Columns.set(outcome, 8, reported.value());
    outcome.setLong(9, reported.at().toEpochMilli());
    outcome.addBatch();
  }
}
