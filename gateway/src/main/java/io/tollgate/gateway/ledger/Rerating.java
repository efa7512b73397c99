package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.CallTerms;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.price.Rating;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Rates past attempts again by what is known of prices now, and says what the books have too little
 * or too much: as corrections, which change nothing that is written.
 *
 * <p>The price is the one that was valid when the request was admitted, as it is known now. What
 * was corrected before counts, so that rating again twice corrects once.
 */
public final class Rerating {

  private static final String ATTEMPTS =
      """
      SELECT a.ended_seq, a.ended_ms, a.deployment, a.class, a.served_model, a.tier, a.region,
        a.in_uncached, a.in_cache_read, a.in_cache_write_5m, a.in_cache_write_1h,
        a.in_cache_write_other, a.in_tool, a.out_visible, a.out_reasoning, a.out_other,
        a.amount_p, a.paid_from, h.opened_ms, h.key, h.accounts, h.policy, a.extras,
        (SELECT count(*) FROM correction c WHERE c.corrects = a.ended_seq AND c.cause = 'rerated'),
        (SELECT coalesce(sum(c.amount_p / 1000000), 0) FROM correction c
          WHERE c.corrects = a.ended_seq AND c.cause = 'rerated'),
        (SELECT coalesce(sum(c.amount_p % 1000000), 0) FROM correction c
          WHERE c.corrects = a.ended_seq AND c.cause = 'rerated')
      FROM attempt a JOIN hold h ON h.seq = a.hold_seq
      WHERE a.state = 'SETTLE' AND a.ended_ms >= ? AND a.ended_ms < ?
      ORDER BY a.ended_seq
      """;

  private final PriceBook prices;
  private final Instant now;
  private final Predicate<String> deployments;

  /**
   * A rating by a price book.
   *
   * @param now what is known of prices by then counts; also when corrections are booked
   * @param deployments those whose attempts are rated again, by their id
   */
  public Rerating(PriceBook prices, Instant now, Predicate<String> deployments) {
    this.prices = prices;
    this.now = now;
    this.deployments = deployments;
  }

  /**
   * Finds what has to be corrected of attempts that ended on days from one on, before another.
   *
   * @param directory the ledger's
   * @param each takes the corrections, in the order of what they correct
   * @return how many attempts were rated again
   * @throws LedgerException when the store cannot be read
   */
  public long find(Path directory, LocalDate from, LocalDate to, Consumer<BookEntry.Correct> each) {
    long rated = 0;
    try (Connection connection = StoreFile.of(directory).openForReading();
        PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
      statement.setLong(1, from.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
      statement.setLong(2, to.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (deployments.test(row.getString(3))) {
            rated++;
            rate(row, each);
          }
        }
      }
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
    return rated;
  }

  private void rate(ResultSet row, Consumer<BookEntry.Correct> each) throws SQLException {
    String deployment = row.getString(3);
    Instant when = Instant.ofEpochMilli(row.getLong(19));
    Rating rating =
        prices.rate(
            prices.pricedAs(deployment, row.getString(5)),
            CallTerms.of(row.getString(6), row.getString(7)),
            Columns.usage(row, 8, 23),
            when,
            now);
    // A price that is not known any more takes nothing back that was billed by the one before.
    if (!(rating instanceof Rating.Priced priced)) {
      return;
    }
    Picodollars booked = Columns.money(row, 17);
    long corrections = row.getLong(24);
    PicodollarSum difference = new PicodollarSum();
    difference.add(priced.total());
    if (booked != null) {
      difference.add(-booked.pico());
    }
    difference.add(
        -Math.addExact(Math.multiplyExact(row.getLong(25), 1_000_000L), row.getLong(26)));
    Picodollars change = new Picodollars(difference.pico().longValueExact());
    boolean firstPrice = booked == null && corrections == 0;
    if (change.pico() != 0 || firstPrice) {
      each.accept(correction(row, priced, change, firstPrice, corrections + 1));
    }
  }

  private BookEntry.Correct correction(
      ResultSet row, Rating.Priced priced, Picodollars change, boolean firstPrice, long number)
      throws SQLException {
    long seq = row.getLong(1);
    String accounts = row.getString(21);
    List<RatedLine> lines = priced.lines();
    String funding = row.getString(18);
    return new BookEntry.Correct(
        now,
        "rerate:" + seq + ":" + number,
        BookEntry.Cause.RERATED,
        seq,
        LocalDate.ofInstant(Instant.ofEpochMilli(row.getLong(2)), ZoneOffset.UTC),
        row.getString(20),
        accounts.isEmpty() ? List.of() : AccountNames.split(accounts),
        row.getString(22),
        row.getString(3),
        row.getString(4),
        funding == null ? Funding.INVOICE : Funding.parse(funding),
        change,
        Picodollars.ZERO,
        firstPrice,
        lines,
        "rated by " + priced.priceVersion());
  }
}
