package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the accounts of the books, and what postings change of their balances.
 *
 * <p>Not safe for use by several threads.
 */
final class BalanceStatements {

  private final Map<String, Integer> accounts = new HashMap<>();
  private final PreparedStatement account;
  private final PreparedStatement balance;

  BalanceStatements(Connection connection, StoreDialect dialect) throws SQLException {
    account =
        connection.prepareStatement(
            dialect.insert(
                "account", "id, name, currency, postings, unpriced, amount_usd, amount_pico"));
    balance =
        connection.prepareStatement(
            """
            UPDATE account SET
              postings = postings + ?, unpriced = unpriced + ?,
              amount_usd = amount_usd + ? + (amount_pico + ?) / 1000000000000,
              amount_pico = (amount_pico + ?) % 1000000000000
            WHERE id = ?\
            """
                + dialect.andOwn(""));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, id FROM account WHERE id > 0" + dialect.andOwn(""))) {
      while (rows.next()) {
        accounts.put(rows.getString(1), rows.getInt(2));
      }
    }
  }

  /** What is collected, in the order in which it is to be executed. */
  List<PreparedStatement> statements() {
    return List.of(account, balance);
  }

  private int accountId(String name) throws SQLException {
    Integer known = accounts.get(name);
    if (known != null) {
      return known;
    }
    int id = accounts.size() + 1;
    accounts.put(name, id);
    account.setInt(1, id);
    Columns.set(account, 2, name);
    account.setString(3, Posting.CURRENCY);
    for (int zero = 4; zero <= 7; zero++) {
      account.setLong(zero, 0);
    }
    account.addBatch();
    return id;
  }

  /** Adds what a batch changes of balances. */
  void add(Map<String, Balance> changes) throws SQLException {
    for (Map.Entry<String, Balance> each : changes.entrySet()) {
      Balance change = each.getValue();
      SplitAmount amount = change.amount();
      balance.setLong(1, change.postings());
      balance.setLong(2, change.unpriced());
      balance.setLong(3, amount.dollars());
      balance.setLong(4, amount.pico());
      balance.setLong(5, amount.pico());
      balance.setInt(6, accountId(each.getKey()));
      balance.addBatch();
    }
  }
}
