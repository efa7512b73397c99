package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads lines of bills from the rollup, one after the other, so that a year fits into memory. */
final class ChargeLineReader {

  private static final String LINES =
      """
      SELECT s.deployment, s.class, s.served_model, s.tier, s.region, s.meter, s.price_version,
        s.unit_price_p, s.list_times, s.list_over, s.times, s.over, s.currency, s.usd_times,
        s.usd_over, s.paid_from, s.quality,
        l.kind, l.day, l.charged_for, p.key, p.accounts, p.policy, p.purpose,
        l.quantity, l.first_hour, l.last_hour, l.lines, l.list_usd, l.list_pico,
        l.amount_usd, l.amount_pico, l.first_seq, l.last_seq, %4$s
      FROM rollup_line l
        JOIN payer p ON p.id = l.payer_id%1$s
        JOIN sku s ON s.id = l.sku_id%2$s
      WHERE l.day >= ? AND l.day < ?
      ORDER BY l.day, l.charged_for, l.kind, l.payer_id, l.sku_id%3$s
      """;

  /** Where what follows the sku begins. */
  private static final int AFTER_SKU = 18;

  private static final int FETCH = 1_000;

  private ChargeLineReader() {}

  /** Lines that were recorded on days from one on, before another, by day; to be closed. */
  static Stream<ChargeLine> read(
      Connection connection, boolean shared, LocalDate from, LocalDate to) {
    try {
      PreparedStatement statement =
          connection.prepareStatement(
              shared
                  ? LINES.formatted(
                      " AND p.node = l.node", " AND s.node = l.node", ", l.node", "l.node")
                  : LINES.formatted("", "", "", "''"));
      // Otherwise PostgreSQL's driver would have all of them in memory at once.
      statement.setFetchSize(FETCH);
      statement.setString(1, from.toString());
      statement.setString(2, to.toString());
      ResultSet row = statement.executeQuery();
      return StreamSupport.stream(new Rows(row), false)
          .onClose(() -> {
            try {
              statement.close();
            } catch (SQLException e) {
              throw LedgerException.unreadable(e);
            }
          });
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
  }

  private static final class Rows extends AbstractSpliterator<ChargeLine> {

    private final ResultSet row;

    Rows(ResultSet row) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.row = row;
    }

    @Override
    public boolean tryAdvance(Consumer<? super ChargeLine> action) {
      try {
        if (!row.next()) {
          return false;
        }
        action.accept(line(row));
        return true;
      } catch (SQLException e) {
        throw LedgerException.unreadable(e);
      }
    }
  }

  private static ChargeLine line(ResultSet row) throws SQLException {
    Sku sku = DimensionStatements.sku(row, 1);
    int at = AFTER_SKU;
    String accounts = row.getString(at + 4);
    return new ChargeLine(
        LineKind.of(row.getString(at)),
        LocalDate.parse(row.getString(at + 1)),
        LocalDate.parse(row.getString(at + 2)),
        row.getString(at + 3),
        accounts.isEmpty() ? List.of() : AccountNames.split(accounts),
        row.getString(at + 5),
        sku.deployment(),
        HourKey.provider(sku.deployment()),
        sku.servedModel(),
        sku.tier(),
        sku.region(),
        sku.meter().isEmpty() ? null : Columns.meter(sku.meter()),
        sku.priceVersion(),
        sku.unitPico(),
        new Ratio(sku.listTimes(), sku.listOver()),
        new Ratio(sku.times(), sku.over()),
        sku.currency(),
        sku.usdOver() == 0 ? null : new Ratio(sku.usdTimes(), sku.usdOver()),
        Funding.parse(sku.funding()),
        sku.quality(),
        Purpose.of(row.getString(at + 6)),
        BigInteger.valueOf(row.getLong(at + 7)),
        BigInteger.valueOf(row.getLong(at + 8)),
        BigInteger.valueOf(row.getLong(at + 9)),
        row.getLong(at + 10),
        amount(row, at + 11),
        amount(row, at + 13),
        row.getLong(at + 15),
        row.getLong(at + 16),
        row.getString(at + 17));
  }

  private static @Nullable BigDecimal amount(ResultSet row, int column) throws SQLException {
    long dollars = row.getLong(column);
    return row.wasNull() ? null : new SplitAmount(dollars, row.getLong(column + 1)).exact();
  }
}
