package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes entries into the store's tables: collects rows, and puts them in with the checkpoint in
 * one transaction.
 *
 * <p>Not safe for use by several threads.
 */
final class StoreBatch implements AutoCloseable {

  private final Connection connection;
  private final Map<String, Integer> accounts = new HashMap<>();
  private final PreparedStatement entry;
  private final PreparedStatement hold;
  private final PreparedStatement holdResolved;
  private final PreparedStatement posting;
  private final PreparedStatement account;
  private final PreparedStatement checkpoint;
  private final AttemptStatements attempts;
  private final PreparedStatement judgement;
  private final PreparedStatement balance;
  private final DimensionStatements dimensionStatements;
  private final BookEntryStatements bookEntries;
  private final RollupStatements rollups;
  private final Dimensions dimensions;

  /** In the order in which they are executed. */
  private final List<PreparedStatement> statements;

  StoreBatch(Connection connection) throws SQLException {
    this.connection = connection;
    entry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?)");
    hold =
        connection.prepareStatement(
            """
            INSERT INTO hold (
              seq, request, key, policy, rule, requested_model, stream, amount_p, opened_ms,
              purpose, tactic, reference, reference_p, loss_ppm, shadow_p, propensity_ppm, accounts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
    holdResolved = connection.prepareStatement("UPDATE hold SET resolved_seq = ? WHERE seq = ?");
    posting = connection.prepareStatement("INSERT INTO posting VALUES (?, ?, ?, ?, ?)");
    account = connection.prepareStatement("INSERT INTO account VALUES (?, ?, ?, 0, 0, 0, 0)");
    checkpoint =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?, ?, ?, ?)");
    attempts = new AttemptStatements(connection);
    judgement =
        connection.prepareStatement(
            "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    balance =
        connection.prepareStatement(
            """
            UPDATE account SET
              postings = postings + ?1, unpriced = unpriced + ?2,
              amount_usd = amount_usd + ?3 + (amount_pico + ?4) / 1000000000000,
              amount_pico = (amount_pico + ?4) % 1000000000000
            WHERE id = ?5
            """);
    dimensionStatements = new DimensionStatements(connection);
    bookEntries = new BookEntryStatements(connection);
    rollups = new RollupStatements(connection);
    dimensions = DimensionStatements.read(connection);
    statements = new ArrayList<>(List.of(account, entry, hold, judgement));
    statements.addAll(attempts.statements());
    statements.addAll(List.of(holdResolved, posting));
    statements.addAll(bookEntries.statements());
    statements.add(balance);
    statements.addAll(dimensionStatements.statements());
    statements.addAll(rollups.statements());
    statements.add(checkpoint);
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
   * Adds the rows of an entry about money.
   *
   * @param request the entry's request as it is after the entry
   */
  void add(long seq, Entry.Monetary posted, OpenRequest request, Booking booking)
      throws SQLException {
    int attemptNumber =
        switch (posted) {
          case Entry.Reserve reserve -> {
            addHold(seq, reserve);
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
    addPostings(seq, booking);
  }

  private void addPostings(long seq, Booking booking) throws SQLException {
    for (int n = 0; n < booking.postings().size(); n++) {
      addPosting(seq, n, booking.postings().get(n));
    }
  }

  /** Adds the rows of an entry about the books as a whole. */
  void add(long seq, BookEntry posted, Booking booking) throws SQLException {
    addEntry(seq, posted, 0, 0);
    bookEntries.add(seq, posted);
    if (posted instanceof BookEntry.Correct correct) {
      attempts.addLines(seq, correct.lines());
    }
    addPostings(seq, booking);
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
    judgement.setString(2, judged.request());
    judgement.setString(3, judged.key());
    judgement.setString(4, judged.policy());
    judgement.setString(5, judged.deployment());
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
    entry.setLong(1, seq);
    entry.setString(2, RecordType.of(posted).name());
    entry.setLong(3, posted.at().toEpochMilli());
    entry.setLong(4, holdSeq);
    Columns.set(entry, 5, attempt == 0 ? null : Long.valueOf(attempt));
    entry.addBatch();
  }

  private void addHold(long seq, Entry.Reserve reserve) throws SQLException {
    hold.setLong(1, seq);
    hold.setString(2, reserve.request());
    hold.setString(3, reserve.key());
    hold.setString(4, reserve.policy());
    hold.setString(5, reserve.rule());
    hold.setString(6, reserve.requestedModel());
    hold.setInt(7, reserve.stream() ? 1 : 0);
    Columns.set(hold, 8, reserve.hold());
    hold.setLong(9, reserve.at().toEpochMilli());
    hold.setString(10, reserve.purpose().key());
    hold.setString(11, reserve.tactic());
    Memo memo = reserve.memo();
    hold.setString(12, memo == null ? null : memo.reference());
    Columns.set(hold, 13, memo == null ? null : memo.referenceCost());
    Columns.set(hold, 14, memo == null ? null : Long.valueOf(memo.lossPpm()));
    Columns.set(hold, 15, memo == null ? null : Long.valueOf(memo.shadowPicoPerPpm()));
    Columns.set(hold, 16, memo == null ? null : Long.valueOf(memo.propensityPpm()));
    hold.setString(17, AccountNames.join(reserve.accounts()));
    hold.addBatch();
  }

  private void resolve(boolean last, long seq, OpenRequest request) throws SQLException {
    if (last) {
      holdResolved.setLong(1, seq);
      holdResolved.setLong(2, request.seq());
      holdResolved.addBatch();
    }
  }

  private void addPosting(long seq, int n, Posting posted) throws SQLException {
    posting.setLong(1, seq);
    posting.setInt(2, n);
    posting.setInt(3, accountId(posted.account()));
    Columns.set(posting, 4, posted.amount());
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

  private void add(int id, Balance change) throws SQLException {
    SplitAmount amount = change.amount();
    balance.setLong(1, change.postings());
    balance.setLong(2, change.unpriced());
    balance.setLong(3, amount.dollars());
    balance.setLong(4, amount.pico());
    balance.setInt(5, id);
    balance.addBatch();
  }

  /** What the lines of a batch are to be summed up by. */
  Dimensions dimensions() {
    return dimensions;
  }

  /** Puts all rows in, with the sums over them and the place they reach, and commits. */
  void commit(Totals totals, Position position) throws SQLException {
    for (Map.Entry<String, Balance> change : totals.balances().entrySet()) {
      add(accountId(change.getKey()), change.getValue());
    }
    rollups.add(totals);
    dimensionStatements.add(dimensions);
    checkpoint.setLong(1, position.seq());
    checkpoint.setString(2, position.hash());
    checkpoint.setInt(3, position.segment());
    checkpoint.setLong(4, position.offset());
    checkpoint.setLong(5, position.line());
    checkpoint.setInt(6, position.closed() ? 1 : 0);
    checkpoint.addBatch();
    for (PreparedStatement statement : statements) {
      statement.executeBatch();
    }
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements) {
      statement.close();
    }
  }
}
