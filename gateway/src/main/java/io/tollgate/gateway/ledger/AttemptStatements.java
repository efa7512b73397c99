package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Collects the rows of attempts and of the lines of their bills.
 *
 * <p>Not safe for use by several threads.
 */
final class AttemptStatements {

  /** Parameters of an ending that not every kind of it sets: texts, and numbers. */
  private static final int[] TEXTS_MAYBE = {4, 6, 7, 19, 22, 23, 24, 25};

  private static final int[] NUMBERS_MAYBE = {5, 20, 21, 26, 27};

  private final StoreDialect dialect;
  private final PreparedStatement attempt;
  private final PreparedStatement attemptEnded;
  private final PreparedStatement line;

  AttemptStatements(Connection connection, StoreDialect dialect) throws SQLException {
    this.dialect = dialect;
    attempt =
        connection.prepareStatement(
            dialect.insertOfDay(
                "attempt",
                "seq, hold_seq, attempt, deployment, provider, class, reason, estimated_p,"
                    + " dispatched_ms, in_uncached, in_cache_read, in_cache_write_5m,"
                    + " in_cache_write_1h, in_cache_write_other, in_tool, out_visible,"
                    + " out_reasoning, out_other, extras, state, quality"));
    attemptEnded =
        connection.prepareStatement(
            """
            UPDATE attempt SET
              ended_seq = ?, ended_ms = ?, state = ?, outcome = ?, status = ?, served_model = ?,
              provider_request = ?, quality = ?,
              in_uncached = ?, in_cache_read = ?, in_cache_write_5m = ?, in_cache_write_1h = ?,
              in_cache_write_other = ?, in_tool = ?, out_visible = ?, out_reasoning = ?,
              out_other = ?, amount_p = ?, price_version = ?, ttft_ms = ?, total_ms = ?,
              tier = ?, region = ?, extras = ?, paid_from = ?, floor_p = ?, carried = ?
            WHERE seq = ?\
            """
                + dialect.andOwnOfDay());
    line =
        connection.prepareStatement(
            dialect.insertOfDay(
                "line", "seq, n, meter, quantity, unit_price_p, times, over, amount_p, list_p"));
  }

  /** What is collected, in the order in which it is to be executed. */
  List<PreparedStatement> statements() {
    return List.of(attempt, attemptEnded, line);
  }

  void add(long seq, Entry.Dispatch dispatch, OpenRequest request) throws SQLException {
    attempt.setLong(1, seq);
    attempt.setLong(2, request.seq());
    attempt.setInt(3, dispatch.attempt());
    Columns.set(attempt, 4, dispatch.deployment());
    Columns.set(attempt, 5, request.attempt(dispatch.attempt()).provider());
    Columns.set(attempt, 6, dispatch.modelClass());
    Columns.set(attempt, 7, dispatch.reason());
    Columns.set(attempt, 8, dispatch.estimatedCost());
    attempt.setLong(9, dispatch.at().toEpochMilli());
    Columns.set(attempt, 10, dispatch.estimatedUsage());
    Columns.set(attempt, 19, Columns.extras(dispatch.estimatedUsage()));
    attempt.setString(20, "OPEN");
    attempt.setString(21, HourKey.NOTHING_OWED);
    // An attempt is kept by the day of its request, which whoever ends it knows as well.
    dialect.setDay(attempt, 22, request.reservedAt());
    attempt.addBatch();
  }

  void end(long seq, Entry.Settle settle, OpenRequest request) throws SQLException {
    Service service = settle.service();
    Bill bill = settle.bill();
    Columns.set(attemptEnded, 4, settle.outcome().name());
    attemptEnded.setInt(5, service.status());
    Columns.set(attemptEnded, 6, service.model());
    Columns.set(attemptEnded, 7, service.providerRequest());
    Columns.set(attemptEnded, 8, settle.quality().key());
    Columns.set(attemptEnded, 9, settle.usage());
    Columns.set(attemptEnded, 18, bill.amount());
    Columns.set(attemptEnded, 19, bill.priceVersion());
    attemptEnded.setLong(20, settle.ttftMs());
    attemptEnded.setLong(21, settle.totalMs());
    Columns.set(attemptEnded, 22, service.tier());
    Columns.set(attemptEnded, 23, service.region());
    Columns.set(attemptEnded, 24, Columns.extras(settle.usage()));
    Columns.set(attemptEnded, 25, bill.funding().toString());
    Columns.set(attemptEnded, 26, bill.circumstances().floorCost());
    attemptEnded.setLong(27, bill.circumstances().carriedTokens());
    end(seq, settle, request, settle.attempt());
    addLines(seq, settle.at(), settle.lines());
  }

  /** Adds the lines of a bill under the number of its record. */
  void addLines(long seq, Instant at, List<RatedLine> lines) throws SQLException {
    for (int n = 0; n < lines.size(); n++) {
      addLine(seq, at, n, lines.get(n));
    }
  }

  void end(long seq, Entry.Voided voided, OpenRequest request) throws SQLException {
    nothingMore();
    attemptEnded.setInt(5, voided.status());
    Columns.set(attemptEnded, 8, HourKey.NOTHING_OWED);
    Columns.set(attemptEnded, 9, Usage.NONE);
    Columns.set(attemptEnded, 18, Picodollars.ZERO);
    end(seq, voided, request, voided.attempt());
  }

  void end(long seq, Entry.ExpireEstimate expired, OpenRequest request) throws SQLException {
    nothingMore();
    Columns.set(attemptEnded, 8, UsageQuality.TOKENIZER_ESTIMATED.key());
    Columns.set(attemptEnded, 9, expired.usage());
    Columns.set(attemptEnded, 24, Columns.extras(expired.usage()));
    Columns.set(attemptEnded, 18, expired.amount());
    end(seq, expired, request, expired.attempt());
  }

  private void end(long seq, Entry ending, OpenRequest request, int number) throws SQLException {
    attemptEnded.setLong(1, seq);
    attemptEnded.setLong(2, ending.at().toEpochMilli());
    Columns.set(attemptEnded, 3, RecordType.of(ending).name());
    attemptEnded.setLong(28, request.attempt(number).seq());
    dialect.setDay(attemptEnded, 29, request.reservedAt());
    attemptEnded.addBatch();
  }

  private void nothingMore() throws SQLException {
    for (int text : TEXTS_MAYBE) {
      Columns.set(attemptEnded, text, (String) null);
    }
    for (int number : NUMBERS_MAYBE) {
      Columns.set(attemptEnded, number, (Long) null);
    }
  }

  private void addLine(long seq, Instant at, int n, RatedLine rated) throws SQLException {
    line.setLong(1, seq);
    line.setInt(2, n);
    line.setString(3, rated.meter().key());
    line.setLong(4, rated.quantity());
    line.setLong(5, rated.unitPricePico());
    line.setLong(6, rated.multiplier().numerator());
    line.setLong(7, rated.multiplier().denominator());
    line.setLong(8, rated.amount().pico());
    line.setLong(9, rated.list().pico());
    dialect.setDay(line, 10, at);
    line.addBatch();
  }
}
