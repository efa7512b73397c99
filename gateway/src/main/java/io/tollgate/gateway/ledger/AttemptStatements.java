package io.tollgate.gateway.ledger;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of attempts. Where a node has the store for itself they are those of requests
 * that are open; where nodes share it each has its row, put in at once as it is at the end of the
 * batch.
 *
 * <p>Not safe for use by several threads.
 */
final class AttemptStatements {

  /** Columns that an end sets, in both statements the first. */
  private static final List<String> ENDS =
      List.of(
          "ended_seq",
          "ended_ms",
          "state",
          "outcome",
          "status",
          "served_model",
          "provider_request",
          "quality",
          "in_uncached",
          "in_cache_read",
          "in_cache_write_5m",
          "in_cache_write_1h",
          "in_cache_write_other",
          "in_tool",
          "out_visible",
          "out_reasoning",
          "out_other",
          "amount_p",
          "price_version",
          "ttft_ms",
          "total_ms",
          "tier",
          "region",
          "extras",
          "paid_from",
          "floor_p",
          "carried",
          "lines");

  private static final int REST = ENDS.size() + 1;

  /** Parameters of an end that not every kind of it sets: texts, and numbers. */
  private static final int[] TEXTS_MAYBE = {4, 6, 7, 19, 22, 23, 24, 25, 28};

  private static final int[] NUMBERS_MAYBE = {5, 20, 21, 26, 27};

  /** An attempt of this batch. */
  private static final class Sent {
    private final long seq;
    private final Entry.Dispatch dispatch;
    private final OpenRequest request;
    private long endedSeq;
    private Entry.@Nullable Monetary end;

    Sent(long seq, Entry.Dispatch dispatch, OpenRequest request) {
      this.seq = seq;
      this.dispatch = dispatch;
      this.request = request;
    }
  }

  private final StoreDialect dialect;
  private final PreparedStatement attempt;
  private final PreparedStatement attemptEnded;
  private final @Nullable PreparedStatement forgotten;

  /** Those of this batch, by the number of their record. */
  private final LongObjectMap<Sent> sent = new LongObjectHashMap<>();

  AttemptStatements(Connection connection, StoreDialect dialect) throws SQLException {
    this.dialect = dialect;
    attempt =
        connection.prepareStatement(
            dialect.insertOfDay(
                "attempt",
                String.join(", ", ENDS)
                    + ", seq, hold_seq, attempt, deployment, provider, class, reason, estimated_p,"
                    + " dispatched_ms"));
    attemptEnded =
        connection.prepareStatement(
            "UPDATE attempt SET "
                + String.join(" = ?, ", ENDS)
                + " = ? WHERE hold_seq = ? AND attempt = ?"
                + dialect.andOwnOfDay());
    forgotten =
        dialect.isShared()
            ? null
            : connection.prepareStatement("DELETE FROM attempt WHERE hold_seq = ?");
  }

  /** What is collected, in the order in which it is to be executed. */
  List<PreparedStatement> statements() {
    return forgotten == null
        ? List.of(attempt, attemptEnded)
        : List.of(attempt, attemptEnded, forgotten);
  }

  void add(long seq, Entry.Dispatch dispatch, OpenRequest request) {
    sent.put(seq, new Sent(seq, dispatch, request));
  }

  /**
   * Ends an attempt.
   *
   * @param ending what settles, voids or expires it
   * @param number the attempt's in its request
   */
  void end(long seq, Entry.Monetary ending, OpenRequest request, int number) throws SQLException {
    Sent own = sent.get(request.attempt(number).seq());
    if (own != null) {
      own.endedSeq = seq;
      own.end = ending;
      return;
    }
    setEnd(attemptEnded, seq, ending);
    attemptEnded.setLong(REST, request.seq());
    attemptEnded.setInt(REST + 1, number);
    dialect.setDay(attemptEnded, REST + 2, request.reservedAt());
    attemptEnded.addBatch();
  }

  /** Takes the rows of a request's attempts away, where they are kept no longer than it is open. */
  void resolve(OpenRequest request) throws SQLException {
    if (forgotten == null) {
      return;
    }
    boolean stored = false;
    List<OpenRequest.Attempt> attempts = request.attempts();
    for (int i = 0; i < attempts.size(); i++) {
      stored |= sent.remove(attempts.get(i).seq()) == null;
    }
    if (stored) {
      forgotten.setLong(1, request.seq());
      forgotten.addBatch();
    }
  }

  /** Makes the rows of the attempts that the batch sent, now that it is at its end. */
  void finish() throws SQLException {
    List<Sent> rows = new ArrayList<>(sent.values());
    rows.sort(Comparator.comparingLong(own -> own.seq));
    for (Sent own : rows) {
      insert(own);
    }
    sent.clear();
  }

  private void insert(Sent own) throws SQLException {
    Entry.Dispatch dispatch = own.dispatch;
    Entry.Monetary end = own.end;
    if (end == null) {
      setOpen(dispatch);
    } else {
      setEnd(attempt, own.endedSeq, end);
    }
    attempt.setLong(REST, own.seq);
    attempt.setLong(REST + 1, own.request.seq());
    attempt.setInt(REST + 2, dispatch.attempt());
    Columns.set(attempt, REST + 3, dispatch.deployment());
    Columns.set(attempt, REST + 4, own.request.attempt(dispatch.attempt()).provider());
    Columns.set(attempt, REST + 5, dispatch.modelClass());
    Columns.set(attempt, REST + 6, dispatch.reason());
    Columns.set(attempt, REST + 7, dispatch.estimatedCost());
    attempt.setLong(REST + 8, dispatch.at().toEpochMilli());
    // An attempt is kept by the day of its request, which whoever ends it knows as well.
    dialect.setDay(attempt, REST + 9, own.request.reservedAt());
    attempt.addBatch();
  }

  private void setOpen(Entry.Dispatch dispatch) throws SQLException {
    nothingMore(attempt);
    Columns.set(attempt, 1, (Long) null);
    Columns.set(attempt, 2, (Long) null);
    attempt.setString(3, "OPEN");
    attempt.setString(8, HourKey.NOTHING_OWED);
    Columns.set(attempt, 9, dispatch.estimatedUsage());
    Columns.set(attempt, 18, (Picodollars) null);
    Columns.set(attempt, 24, Columns.extras(dispatch.estimatedUsage()));
  }

  private static void setEnd(PreparedStatement row, long seq, Entry.Monetary ending)
      throws SQLException {
    row.setLong(1, seq);
    row.setLong(2, ending.at().toEpochMilli());
    row.setString(3, RecordType.of(ending).name());
    switch (ending) {
      case Entry.Settle settle -> set(row, settle);
      case Entry.Voided voided -> {
        nothingMore(row);
        row.setInt(5, voided.status());
        row.setString(8, HourKey.NOTHING_OWED);
        Columns.set(row, 9, Usage.NONE);
        Columns.set(row, 18, Picodollars.ZERO);
      }
      case Entry.ExpireEstimate expired -> {
        nothingMore(row);
        row.setString(8, UsageQuality.TOKENIZER_ESTIMATED.key());
        Columns.set(row, 9, expired.usage());
        Columns.set(row, 18, expired.amount());
        Columns.set(row, 24, Columns.extras(expired.usage()));
      }
      case Entry.Reserve _, Entry.Dispatch _, Entry.Overrun _ ->
          throw new IllegalArgumentException(RecordType.of(ending) + " ends no attempt");
    }
  }

  private static void set(PreparedStatement row, Entry.Settle settle) throws SQLException {
    Service service = settle.service();
    Bill bill = settle.bill();
    row.setString(4, settle.outcome().name());
    row.setInt(5, service.status());
    Columns.set(row, 6, service.model());
    Columns.set(row, 7, service.providerRequest());
    row.setString(8, settle.quality().key());
    Columns.set(row, 9, settle.usage());
    Columns.set(row, 18, bill.amount());
    Columns.set(row, 19, bill.priceVersion());
    row.setLong(20, settle.ttftMs());
    row.setLong(21, settle.totalMs());
    Columns.set(row, 22, service.tier());
    Columns.set(row, 23, service.region());
    Columns.set(row, 24, Columns.extras(settle.usage()));
    Columns.set(row, 25, bill.funding().toString());
    Columns.set(row, 26, bill.circumstances().floorCost());
    row.setLong(27, bill.circumstances().carriedTokens());
    Columns.set(row, 28, Columns.lines(settle.lines()));
  }

  private static void nothingMore(PreparedStatement row) throws SQLException {
    for (int text : TEXTS_MAYBE) {
      Columns.set(row, text, (String) null);
    }
    for (int number : NUMBERS_MAYBE) {
      Columns.set(row, number, (Long) null);
    }
  }
}
