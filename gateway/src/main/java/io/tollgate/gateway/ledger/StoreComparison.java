package io.tollgate.gateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds one state of the store against what the journal up to the store's checkpoint says.
 *
 * <p>Not safe for use by several threads.
 */
final class StoreComparison implements AutoCloseable {

  private final Connection connection;
  private final Position checkpoint;
  private final List<String> problems = new ArrayList<>();

  private StoreComparison(Connection connection, Position checkpoint) {
    this.connection = connection;
    this.checkpoint = checkpoint;
  }

  /** Takes the state that the store is in now. */
  static StoreComparison open(StoreFile store) throws SQLException {
    Connection connection = store.openForReading();
    try {
      return new StoreComparison(connection, StoreFile.checkpoint(connection));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The place in the journal at which to compare. */
  Position checkpoint() {
    return checkpoint;
  }

  /** What differs, as sentences. */
  List<String> compare(Position position, Totals totals, OpenRequests open) throws SQLException {
    if (!position.equals(checkpoint)) {
      problems.add(
          "The store's checkpoint, record "
              + checkpoint.seq()
              + " with hash "
              + checkpoint.hash()
              + ", is not what the journal has there: "
              + position.hash()
              + ".");
    }
    counts(totals);
    accounts(totals);
    problems.addAll(RollupComparison.compare(connection, totals));
    holds(open);
    return problems;
  }

  private void counts(Totals totals) throws SQLException {
    RowCounts counts = totals.counts();
    same("judgements", counts.judgements(), number("SELECT count(*) FROM judgement"));
    same("outcomes", counts.outcomes(), number("SELECT count(*) FROM outcome"));
    same("corrections", counts.corrections(), number("SELECT count(*) FROM correction"));
    same("closed periods", counts.periods(), number("SELECT count(*) FROM period"));
  }

  private void accounts(Totals totals) throws SQLException {
    Set<String> seen = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, postings, unpriced, amount_usd, amount_pico FROM account")) {
      while (row.next()) {
        String name = row.getString(1);
        seen.add(name);
        Balance balance = totals.balances().get(name);
        if (balance == null) {
          problems.add("The store has an account " + name + " that the journal does not know.");
          continue;
        }
        String account = "account " + name;
        same(account + ", postings", balance.postings(), row.getLong(2));
        same(account + ", unpriced", balance.unpriced(), row.getLong(3));
        same(account, balance.amount().exact(), amount(row, 4));
      }
    }
    for (String name : totals.balances().keySet()) {
      if (!seen.contains(name)) {
        problems.add("The store has no account " + name + ".");
      }
    }
  }

  private void holds(OpenRequests open) throws SQLException {
    Map<String, OpenRequest> stored = new HashMap<>();
    for (OpenRequest request : StoreState.openRequests(connection, StoreDialect.EMBEDDED).all()) {
      stored.put(request.request(), request);
    }
    for (OpenRequest request : open.all()) {
      if (!request.equals(stored.remove(request.request()))) {
        problems.add("The store does not have the open hold of " + request.request() + ".");
      }
    }
    for (String request : stored.keySet()) {
      problems.add("The store has " + request + " open; by the journal it is not.");
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** The amount in two columns; nothing where they are NULL. */
  private static BigDecimal amount(ResultSet row, int column) throws SQLException {
    return new SplitAmount(row.getLong(column), row.getLong(column + 1)).exact();
  }

  private void same(String what, long journal, long store) {
    if (journal != store) {
      differs(what, Long.toString(journal), Long.toString(store));
    }
  }

  private void same(String what, BigDecimal journal, BigDecimal store) {
    if (journal.compareTo(store) != 0) {
      differs(what, journal.toPlainString() + " USD", store.toPlainString() + " USD");
    }
  }

  private void differs(String what, String journal, String store) {
    problems.add("The store has " + what + ": " + store + "; the journal says " + journal + ".");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
