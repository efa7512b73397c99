package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.CallTerms;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.Rating;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
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

  private static final String CORRECTED =
      """
      SELECT corrects, count(*), sum(amount_p / 1000000), sum(amount_p % 1000000)
      FROM correction WHERE cause = 'rerated' GROUP BY corrects
      """;

  /** What was corrected of a bill before. */
  private record Corrected(long times, BigInteger pico) {
    static final Corrected NEVER = new Corrected(0, BigInteger.ZERO);
  }

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
   * Reads the whole journal.
   *
   * @param directory the ledger's
   * @param each takes the corrections, in the order of what they correct
   * @return how many attempts were rated again
   * @throws LedgerException when the ledger cannot be read
   */
  public long find(Path directory, LocalDate from, LocalDate to, Consumer<BookEntry.Correct> each) {
    Instant begin = from.atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant end = to.atStartOfDay().toInstant(ZoneOffset.UTC);
    Map<Long, Corrected> corrected;
    Position checkpoint;
    try (Connection connection = StoreFile.of(directory).openForReading()) {
      checkpoint = StoreFile.checkpoint(connection);
      corrected = corrected(connection);
    } catch (SQLException e) {
      throw LedgerException.unreadable(e);
    }
    OpenRequests requests = new OpenRequests();
    long[] rated = new long[1];
    new JournalPast(new JournalFiles(directory), checkpoint)
        .each((entry, seq) -> {
          if (!(entry instanceof Entry.Monetary monetary)) {
            return;
          }
          OpenRequest request = requests.apply(seq, monetary);
          if (monetary instanceof Entry.Settle settle
              && !settle.at().isBefore(begin)
              && settle.at().isBefore(end)
              && deployments.test(request.attempt(settle.attempt()).deployment())) {
            rated[0]++;
            rate(seq, settle, request, corrected.getOrDefault(seq, Corrected.NEVER), each);
          }
        });
    return rated[0];
  }

  private static Map<Long, Corrected> corrected(Connection connection) throws SQLException {
    Map<Long, Corrected> corrected = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CORRECTED)) {
      while (row.next()) {
        BigInteger pico =
            BigInteger.valueOf(row.getLong(3))
                .multiply(BigInteger.valueOf(1_000_000))
                .add(BigInteger.valueOf(row.getLong(4)));
        corrected.put(row.getLong(1), new Corrected(row.getLong(2), pico));
      }
    }
    return corrected;
  }

  private void rate(
      long seq,
      Entry.Settle settle,
      OpenRequest request,
      Corrected before,
      Consumer<BookEntry.Correct> each) {
    Service service = settle.service();
    String deployment = request.attempt(settle.attempt()).deployment();
    Rating rating =
        prices.rate(
            prices.pricedAs(deployment, service.model()),
            CallTerms.of(service.tier(), service.region()),
            settle.usage(),
            request.reservedAt(),
            now);
    // A price that is not known any more takes nothing back that was billed by the one before.
    if (!(rating instanceof Rating.Priced priced)) {
      return;
    }
    Picodollars booked = settle.amount();
    PicodollarSum difference = new PicodollarSum();
    difference.add(priced.total());
    if (booked != null) {
      difference.add(-booked.pico());
    }
    BigInteger exact = difference.pico().subtract(before.pico());
    Picodollars change = new Picodollars(exact.longValueExact());
    boolean firstPrice = booked == null && before.times() == 0;
    if (change.pico() != 0 || firstPrice) {
      each.accept(correction(seq, settle, request, priced, change, firstPrice, before.times() + 1));
    }
  }

  private BookEntry.Correct correction(
      long seq,
      Entry.Settle settle,
      OpenRequest request,
      Rating.Priced priced,
      Picodollars change,
      boolean firstPrice,
      long number) {
    OpenRequest.Attempt attempt = request.attempt(settle.attempt());
    return new BookEntry.Correct(
        now,
        "rerate:" + seq + ":" + number,
        BookEntry.Cause.RERATED,
        seq,
        LocalDate.ofInstant(settle.at(), ZoneOffset.UTC),
        request.key(),
        request.accounts(),
        request.policy(),
        attempt.deployment(),
        attempt.modelClass(),
        settle.bill().funding(),
        change,
        Picodollars.ZERO,
        firstPrice,
        priced.lines(),
        "rated by " + priced.priceVersion());
  }
}
