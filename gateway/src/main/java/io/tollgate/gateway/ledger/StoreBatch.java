package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries into the store's tables: collects rows, and puts them in with the checkpoint in
 * one transaction.
 *
 * <p>Not safe for use by several threads.
 */
final class StoreBatch implements AutoCloseable {

  private static final Meter[] METERS = Meter.values();

  private final Connection connection;
  private final Map<String, Integer> accounts = new HashMap<>();
  private final PreparedStatement entry;
  private final PreparedStatement hold;
  private final PreparedStatement holdResolved;
  private final PreparedStatement attempt;
  private final PreparedStatement attemptEnded;
  private final PreparedStatement line;
  private final PreparedStatement posting;
  private final PreparedStatement account;
  private final PreparedStatement balance;
  private final PreparedStatement rollup;
  private final PreparedStatement checkpoint;

  /** In the order in which they are executed. */
  private final List<PreparedStatement> statements;

  StoreBatch(Connection connection) throws SQLException {
    this.connection = connection;
    entry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?)");
    hold = connection.prepareStatement("INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)");
    holdResolved = connection.prepareStatement("UPDATE hold SET resolved_seq = ? WHERE seq = ?");
    attempt =
        connection.prepareStatement(
            """
            INSERT INTO attempt (
              seq, hold_seq, attempt, deployment, provider, class, reason, estimated_p,
              dispatched_ms, in_uncached, in_cache_read, in_cache_write_5m, in_cache_write_1h,
              in_cache_write_other, in_tool, out_visible, out_reasoning, out_other, state, quality)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', 'none')
            """);
    attemptEnded =
        connection.prepareStatement(
            """
            UPDATE attempt SET
              ended_seq = ?, ended_ms = ?, state = ?, outcome = ?, status = ?, served_model = ?,
              provider_request = ?, quality = ?,
              in_uncached = ?, in_cache_read = ?, in_cache_write_5m = ?, in_cache_write_1h = ?,
              in_cache_write_other = ?, in_tool = ?, out_visible = ?, out_reasoning = ?,
              out_other = ?, amount_p = ?, price_version = ?, ttft_ms = ?, total_ms = ?
            WHERE seq = ?
            """);
    line = connection.prepareStatement("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    posting = connection.prepareStatement("INSERT INTO posting VALUES (?, ?, ?, ?, ?)");
    account = connection.prepareStatement("INSERT INTO account VALUES (?, ?, ?, 0, 0, 0, 0)");
    balance =
        connection.prepareStatement(
            """
            UPDATE account SET
              postings = postings + ?1, unpriced = unpriced + ?2,
              amount_usd = amount_usd + ?3 + (amount_pico + ?4) / 1000000000000,
              amount_pico = (amount_pico + ?4) % 1000000000000
            WHERE id = ?5
            """);
    rollup =
        connection.prepareStatement(
            """
            INSERT INTO rollup_hour VALUES
              (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              requests = requests + excluded.requests,
              attempts = attempts + excluded.attempts,
              voided = voided + excluded.voided,
              in_uncached = in_uncached + excluded.in_uncached,
              in_cache_read = in_cache_read + excluded.in_cache_read,
              in_cache_write_5m = in_cache_write_5m + excluded.in_cache_write_5m,
              in_cache_write_1h = in_cache_write_1h + excluded.in_cache_write_1h,
              in_cache_write_other = in_cache_write_other + excluded.in_cache_write_other,
              in_tool = in_tool + excluded.in_tool,
              out_visible = out_visible + excluded.out_visible,
              out_reasoning = out_reasoning + excluded.out_reasoning,
              out_other = out_other + excluded.out_other,
              amount_usd = amount_usd + excluded.amount_usd
                + (amount_pico + excluded.amount_pico) / 1000000000000,
              amount_pico = (amount_pico + excluded.amount_pico) % 1000000000000
            """);
    checkpoint =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?, ?, ?, ?)");
    statements =
        List.of(
            account,
            entry,
            hold,
            attempt,
            attemptEnded,
            holdResolved,
            line,
            posting,
            balance,
            rollup,
            checkpoint);
    loadAccounts();
  }

  private void loadAccounts() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, id FROM account")) {
      while (rows.next()) {
        accounts.put(rows.getString(1), rows.getInt(2));
      }
    }
  }

  /**
   * Adds the rows of an entry.
   *
   * @param request the entry's request as it is after the entry
   */
  void add(long seq, Entry posted, OpenRequest request, Booking booking) throws SQLException {
    long atMs = posted.at().toEpochMilli();
    int attemptNumber =
        switch (posted) {
          case Entry.Reserve reserve -> {
            addHold(seq, reserve);
            yield 0;
          }
          case Entry.Dispatch dispatch -> {
            addAttempt(seq, dispatch, request);
            yield dispatch.attempt();
          }
          case Entry.Settle settle -> {
            endAttempt(seq, settle, request);
            resolve(settle.last(), seq, request);
            yield settle.attempt();
          }
          case Entry.Voided voided -> {
            if (voided.attempt() > 0) {
              endAttempt(seq, voided, request);
            }
            resolve(voided.last(), seq, request);
            yield voided.attempt();
          }
          case Entry.ExpireEstimate expired -> {
            endAttempt(seq, expired, request);
            resolve(expired.last(), seq, request);
            yield expired.attempt();
          }
          case Entry.Overrun _ -> 0;
        };
    entry.setLong(1, seq);
    entry.setString(2, RecordType.of(posted).name());
    entry.setLong(3, atMs);
    entry.setLong(4, request.seq());
    set(entry, 5, attemptNumber == 0 ? null : Long.valueOf(attemptNumber));
    entry.addBatch();
    for (int n = 0; n < booking.postings().size(); n++) {
      addPosting(seq, n, booking.postings().get(n));
    }
  }

  private void addHold(long seq, Entry.Reserve reserve) throws SQLException {
    hold.setLong(1, seq);
    hold.setString(2, reserve.request());
    hold.setString(3, reserve.key());
    hold.setString(4, reserve.policy());
    hold.setString(5, reserve.rule());
    hold.setString(6, reserve.requestedModel());
    hold.setBoolean(7, reserve.stream());
    set(hold, 8, reserve.hold());
    hold.setLong(9, reserve.at().toEpochMilli());
    hold.addBatch();
  }

  private void addAttempt(long seq, Entry.Dispatch dispatch, OpenRequest request)
      throws SQLException {
    attempt.setLong(1, seq);
    attempt.setLong(2, request.seq());
    attempt.setInt(3, dispatch.attempt());
    attempt.setString(4, dispatch.deployment());
    attempt.setString(5, request.attempt(dispatch.attempt()).provider());
    attempt.setString(6, dispatch.modelClass());
    attempt.setString(7, dispatch.reason());
    set(attempt, 8, dispatch.estimatedCost());
    attempt.setLong(9, dispatch.at().toEpochMilli());
    setUsage(attempt, 10, dispatch.estimatedUsage());
    attempt.addBatch();
  }

  private void endAttempt(long seq, Entry.Settle settle, OpenRequest request) throws SQLException {
    attemptEnded.setString(4, settle.outcome().name());
    attemptEnded.setInt(5, settle.status());
    attemptEnded.setString(6, settle.servedModel());
    attemptEnded.setString(7, settle.providerRequest());
    attemptEnded.setString(8, settle.quality().key());
    setUsage(attemptEnded, 9, settle.usage());
    set(attemptEnded, 18, settle.amount());
    attemptEnded.setString(19, settle.priceVersion());
    attemptEnded.setLong(20, settle.ttftMs());
    attemptEnded.setLong(21, settle.totalMs());
    endAttempt(seq, settle, request, settle.attempt());
    for (int n = 0; n < settle.lines().size(); n++) {
      addLine(seq, n, settle.lines().get(n));
    }
  }

  private void endAttempt(long seq, Entry.Voided voided, OpenRequest request) throws SQLException {
    attemptEnded.setInt(5, voided.status());
    attemptEnded.setString(8, RollupKey.NOTHING_OWED);
    setUsage(attemptEnded, 9, Usage.NONE);
    set(attemptEnded, 18, Picodollars.ZERO);
    endAttempt(seq, voided, request, voided.attempt());
  }

  private void endAttempt(long seq, Entry.ExpireEstimate expired, OpenRequest request)
      throws SQLException {
    attemptEnded.setString(8, UsageQuality.TOKENIZER_ESTIMATED.key());
    setUsage(attemptEnded, 9, expired.usage());
    set(attemptEnded, 18, expired.amount());
    endAttempt(seq, expired, request, expired.attempt());
  }

  private void endAttempt(long seq, Entry ending, OpenRequest request, int number)
      throws SQLException {
    attemptEnded.setLong(1, seq);
    attemptEnded.setLong(2, ending.at().toEpochMilli());
    attemptEnded.setString(3, RecordType.of(ending).name());
    attemptEnded.setLong(22, request.attempt(number).seq());
    attemptEnded.addBatch();
    attemptEnded.clearParameters();
  }

  private void resolve(boolean last, long seq, OpenRequest request) throws SQLException {
    if (last) {
      holdResolved.setLong(1, seq);
      holdResolved.setLong(2, request.seq());
      holdResolved.addBatch();
    }
  }

  private void addLine(long seq, int n, RatedLine rated) throws SQLException {
    line.setLong(1, seq);
    line.setInt(2, n);
    line.setString(3, rated.meter().key());
    line.setLong(4, rated.quantity());
    line.setLong(5, rated.unitPricePico());
    line.setLong(6, rated.multiplier().numerator());
    line.setLong(7, rated.multiplier().denominator());
    line.setLong(8, rated.amount().pico());
    line.addBatch();
  }

  private void addPosting(long seq, int n, Posting posted) throws SQLException {
    posting.setLong(1, seq);
    posting.setInt(2, n);
    posting.setInt(3, accountId(posted.account()));
    set(posting, 4, posted.amount());
    posting.setString(5, Posting.CURRENCY);
    posting.addBatch();
  }

  private int accountId(String name) throws SQLException {
    Integer known = accounts.get(name);
    if (known != null) {
      return known;
    }
    int id = accounts.size() + 1;
    accounts.put(name, id);
    account.setInt(1, id);
    account.setString(2, name);
    account.setString(3, Posting.CURRENCY);
    account.addBatch();
    return id;
  }

  /** Puts all rows in, with the sums over them and the place they reach, and commits. */
  void commit(Totals totals, Position position) throws SQLException {
    for (Map.Entry<String, Totals.Balance> change : totals.balances().entrySet()) {
      SplitAmount amount = change.getValue().amount();
      balance.setLong(1, change.getValue().postings());
      balance.setLong(2, change.getValue().unpriced());
      balance.setLong(3, amount.dollars());
      balance.setLong(4, amount.pico());
      balance.setInt(5, accountId(change.getKey()));
      balance.addBatch();
    }
    for (Map.Entry<RollupKey, RollupSums> sums : totals.rollups().entrySet()) {
      addRollup(sums.getKey(), sums.getValue());
    }
    checkpoint.setLong(1, position.seq());
    checkpoint.setString(2, position.hash());
    checkpoint.setInt(3, position.segment());
    checkpoint.setLong(4, position.offset());
    checkpoint.setLong(5, position.line());
    checkpoint.setBoolean(6, position.closed());
    checkpoint.addBatch();
    for (PreparedStatement statement : statements) {
      statement.executeBatch();
    }
    connection.commit();
  }

  private void addRollup(RollupKey key, RollupSums sums) throws SQLException {
    rollup.setString(1, key.hour());
    rollup.setString(2, key.key());
    rollup.setString(3, key.policy());
    rollup.setString(4, key.deployment());
    rollup.setString(5, key.provider());
    rollup.setString(6, key.modelClass());
    rollup.setString(7, key.quality());
    rollup.setBoolean(8, key.priced());
    rollup.setLong(9, sums.requests());
    rollup.setLong(10, sums.attempts());
    rollup.setLong(11, sums.voided());
    for (int i = 0; i < METERS.length; i++) {
      rollup.setLong(12 + i, sums.tokens(METERS[i]));
    }
    set(rollup, 21, key.priced() ? Long.valueOf(sums.amount().dollars()) : null);
    set(rollup, 22, key.priced() ? Long.valueOf(sums.amount().pico()) : null);
    rollup.addBatch();
  }

  /** Sets the nine columns of a usage, which stand in the order of the meters. */
  private static void setUsage(PreparedStatement statement, int first, Usage usage)
      throws SQLException {
    for (int i = 0; i < METERS.length; i++) {
      statement.setLong(first + i, usage.tokens(METERS[i]));
    }
  }

  private static void set(PreparedStatement statement, int index, @Nullable Picodollars amount)
      throws SQLException {
    set(statement, index, amount == null ? null : Long.valueOf(amount.pico()));
  }

  private static void set(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, value);
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements) {
      statement.close();
    }
  }
}
