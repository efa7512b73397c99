package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Picodollars;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads from the store what was charged to accounts, all of it in one state of the store. */
final class StoreCharges {

  /** Goes along the primary key. */
  private static final String SUM =
      """
      SELECT sum(amount_usd), sum(amount_pico) FROM rollup_charge
      WHERE account = ? AND quarter >= ? AND quarter < ?
      """;

  private StoreCharges() {}

  /**
   * The charges of spans, in their order.
   *
   * @throws LedgerException when the store cannot be read
   */
  static ChargeReading read(StoreFile store, List<ChargeSpan> spans) {
    List<Picodollars> amounts = new ArrayList<>(spans.size());
    try (Connection connection = store.openForReading();
        PreparedStatement sum = connection.prepareStatement(SUM)) {
      long seq = StoreFile.checkpoint(connection).seq();
      for (ChargeSpan span : spans) {
        amounts.add(amount(sum, span));
      }
      return new ChargeReading(seq, amounts);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  private static Picodollars amount(PreparedStatement sum, ChargeSpan span) throws SQLException {
    sum.setString(1, span.account());
    sum.setString(2, QuarterHour.bound(span.from()));
    sum.setString(3, QuarterHour.bound(span.to()));
    try (ResultSet row = sum.executeQuery()) {
      return row.next()
          ? new SplitAmount(row.getLong(1), row.getLong(2)).saturated()
          : Picodollars.ZERO;
    }
  }
}
