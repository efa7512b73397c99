package io.tollgate.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Keeps what lines are summed by, under its numbers.
 *
 * <p>Not safe for use by several threads.
 */
final class DimensionStatements {

  private static final String PAYERS =
      "SELECT key, accounts, policy, purpose FROM payer WHERE id > 0";

  private static final String SKUS =
      """
      SELECT deployment, class, served_model, tier, region, meter, price_version, unit_price_p,
        list_times, list_over, times, over, currency, usd_times, usd_over, paid_from, quality
      FROM sku WHERE id > 0\
      """;

  private final PreparedStatement payer;
  private final PreparedStatement sku;

  DimensionStatements(Connection connection, StoreDialect dialect) throws SQLException {
    payer =
        connection.prepareStatement(dialect.insert("payer", "id, key, accounts, policy, purpose"));
    sku =
        connection.prepareStatement(
            dialect.insert(
                "sku",
                "id, deployment, class, served_model, tier, region, meter, price_version,"
                    + " unit_price_p, list_times, list_over, times, over, currency, usd_times,"
                    + " usd_over, paid_from, quality"));
  }

  /** What is collected. */
  List<PreparedStatement> statements() {
    return List.of(payer, sku);
  }

  /** The dimensions that a store has. */
  static Dimensions read(Connection connection, StoreDialect dialect) throws SQLException {
    String rest = dialect.andOwn("") + " ORDER BY id";
    Dimensions dimensions = new Dimensions();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(PAYERS + rest)) {
        while (row.next()) {
          dimensions
              .payers()
              .restore(
                  new Payer(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      Purpose.of(row.getString(4))));
        }
      }
      try (ResultSet row = statement.executeQuery(SKUS + rest)) {
        while (row.next()) {
          dimensions.skus().restore(sku(row, 1));
        }
      }
    }
    return dimensions;
  }

  /** The thing that stands in the columns of {@code sku} from one on, in their order. */
  static Sku sku(ResultSet row, int first) throws SQLException {
    return new Sku(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getString(first + 3),
        row.getString(first + 4),
        row.getString(first + 5),
        row.getString(first + 6),
        row.getLong(first + 7),
        row.getLong(first + 8),
        row.getLong(first + 9),
        row.getLong(first + 10),
        row.getLong(first + 11),
        row.getString(first + 12),
        row.getLong(first + 13),
        row.getLong(first + 14),
        row.getString(first + 15),
        row.getString(first + 16));
  }

  /** Adds what was numbered since the batch before. */
  void add(Dimensions dimensions) throws SQLException {
    List<Payer> payers = dimensions.payers().takeNew();
    long id = dimensions.payers().size() - (long) payers.size();
    for (Payer each : payers) {
      payer.setLong(1, ++id);
      Columns.set(payer, 2, each.key());
      Columns.set(payer, 3, each.accounts());
      Columns.set(payer, 4, each.policy());
      Columns.set(payer, 5, each.purpose().key());
      payer.addBatch();
    }
    List<Sku> skus = dimensions.skus().takeNew();
    id = dimensions.skus().size() - (long) skus.size();
    for (Sku each : skus) {
      add(++id, each);
    }
  }

  private void add(long id, Sku each) throws SQLException {
    sku.setLong(1, id);
    Columns.set(sku, 2, each.deployment());
    Columns.set(sku, 3, each.modelClass());
    Columns.set(sku, 4, each.servedModel());
    Columns.set(sku, 5, each.tier());
    Columns.set(sku, 6, each.region());
    Columns.set(sku, 7, each.meter());
    Columns.set(sku, 8, each.priceVersion());
    sku.setLong(9, each.unitPico());
    sku.setLong(10, each.listTimes());
    sku.setLong(11, each.listOver());
    sku.setLong(12, each.times());
    sku.setLong(13, each.over());
    Columns.set(sku, 14, each.currency());
    sku.setLong(15, each.usdTimes());
    sku.setLong(16, each.usdOver());
    Columns.set(sku, 17, each.funding());
    Columns.set(sku, 18, each.quality());
    sku.addBatch();
  }
}
