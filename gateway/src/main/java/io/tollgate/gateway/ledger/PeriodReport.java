package io.tollgate.gateway.ledger;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a period came to, in one canonical text: a line for each account, deployment, policy and
 * bucket of the compute tax, sorted, with tabs between and the pico-dollars at the end. Its hash is
 * what a closed period is frozen by.
 *
 * @param text the lines
 * @param spentPico what the period cost in all
 */
record PeriodReport(String text, BigInteger spentPico) {

  private static final BigInteger PER_DOLLAR = BigInteger.valueOf(1_000_000_000_000L);

  private static final String SUMS =
      """
      SELECT account, deployment, policy, bucket, sum(amount_usd), sum(amount_pico)
      FROM rollup_tax_day WHERE day >= ? AND day < ? GROUP BY 1, 2, 3, 4
      """;

  private record Cell(String account, String deployment, String policy, String bucket) {
    String line(BigInteger pico) {
      return String.join("\t", account, deployment, policy, bucket, pico.toString()) + "\n";
    }
  }

  private static final Comparator<Cell> ORDER =
      Comparator.comparing(Cell::account)
          .thenComparing(Cell::deployment)
          .thenComparing(Cell::policy)
          .thenComparing(Cell::bucket);

  /** The report of days by the store. */
  static PeriodReport of(Connection connection, Instant from, Instant end) throws SQLException {
    Map<Cell, BigInteger> cells = new TreeMap<>(ORDER);
    try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
      statement.setString(1, HourKey.day(from));
      statement.setString(2, HourKey.day(end));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          cells.put(
              new Cell(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
              exact(row.getLong(5), row.getLong(6)));
        }
      }
    }
    return of(cells);
  }

  /** The report of days by the journal. */
  static PeriodReport of(Map<TaxDayKey, TaxSums> days, Instant from, Instant end) {
    String first = HourKey.day(from);
    String after = HourKey.day(end);
    Map<Cell, BigInteger> cells = new TreeMap<>(ORDER);
    days.forEach((key, sums) -> {
      if (key.day().compareTo(first) >= 0 && key.day().compareTo(after) < 0) {
        cells.merge(
            new Cell(key.account(), key.deployment(), key.policy(), key.bucket().key()),
            exact(
                Objects.requireNonNull(sums.columns().get(0)),
                Objects.requireNonNull(sums.columns().get(1))),
            BigInteger::add);
      }
    });
    return of(cells);
  }

  private static BigInteger exact(long dollars, long pico) {
    return BigInteger.valueOf(dollars).multiply(PER_DOLLAR).add(BigInteger.valueOf(pico));
  }

  private static PeriodReport of(Map<Cell, BigInteger> cells) {
    StringBuilder text = new StringBuilder();
    BigInteger spent = BigInteger.ZERO;
    for (Map.Entry<Cell, BigInteger> cell : cells.entrySet()) {
      text.append(cell.getKey().line(cell.getValue()));
      if (cell.getKey().account().equals(DayKey.EVERYTHING)) {
        spent = spent.add(cell.getValue());
      }
    }
    return new PeriodReport(text.toString(), spent);
  }

  /** The SHA-256 of the text in UTF-8, in lower-case hexadecimal. */
  String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
