package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A journal read from its beginning into books and sums, with the parts that the projection and the
 * verifier use and none of the store.
 */
final class BooksWalk {

  final Books books = new Books();
  final Totals totals = new Totals(new Dimensions());
  final Map<Long, Entry> entries = new TreeMap<>();
  final List<BookEntry.PeriodClosed> closed = new ArrayList<>();
  Position end = Position.START;

  /** Reads all that a journal has by now. */
  static BooksWalk of(Path directory) throws IOException, JournalDamage {
    BooksWalk walk = new BooksWalk();
    walk.goOn(directory);
    return walk;
  }

  /** Reads on from where this has come. */
  void goOn(Path directory) throws IOException, JournalDamage {
    try (JournalReader reader = new JournalReader(new JournalFiles(directory), end)) {
      JournalRecord record = reader.next();
      while (record != null) {
        if (record instanceof JournalRecord.Posted posted) {
          add(posted.seq(), posted.entry());
        }
        record = reader.next();
      }
      end = reader.position();
    }
  }

  private void add(long seq, Entry entry) {
    entries.put(seq, entry);
    switch (entry) {
      case Entry.Judged judged -> totals.add(judged);
      case Entry.OutcomeReported outcome -> totals.add(outcome);
      case Entry.Monetary monetary -> {
        OpenRequest request = books.requests().apply(seq, monetary);
        totals.add(
            seq, monetary, request, Booking.of(monetary, request), books.bookedAt(monetary.at()));
      }
      case BookEntry book -> {
        books.apply(book);
        totals.add(seq, book, Booking.of(book), books.bookedAt(book.at()));
        if (book instanceof BookEntry.PeriodClosed period) {
          closed.add(period);
        }
      }
    }
  }

  /** What a period came to by now. */
  PeriodReport report(LedgerPeriod period) {
    return PeriodReport.of(totals.taxDays(), period.from(), period.end());
  }

  /** The entry that closes a period by what was read. */
  BookEntry.PeriodClosed closing(LedgerPeriod period, Instant now) {
    PeriodReport report = report(period);
    return new BookEntry.PeriodClosed(
        now,
        period.toString(),
        period.end(),
        end.seq(),
        end.hash(),
        report.spentPico(),
        report.hash());
  }

  /** The first of two columns of an amount in every row of a rollup that a filter takes. */
  BigInteger sum(Rollup rollup, String amount, Predicate<SumKey> filter) {
    int column = rollup.sums().indexOf(amount + "_usd");
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<? extends SumKey, ? extends Sums> row : totals.rows(rollup).entrySet()) {
      @Nullable Long dollars = row.getValue().columns().get(column);
      @Nullable Long pico = row.getValue().columns().get(column + 1);
      if (filter.test(row.getKey()) && dollars != null && pico != null) {
        sum =
            sum.add(BigInteger.valueOf(dollars).multiply(PER_DOLLAR)).add(BigInteger.valueOf(pico));
      }
    }
    return sum;
  }

  private static final BigInteger PER_DOLLAR = BigInteger.valueOf(1_000_000_000_000L);
}
