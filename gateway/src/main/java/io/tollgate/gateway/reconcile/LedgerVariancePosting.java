package io.tollgate.gateway.reconcile;

import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Books accepted variances as corrections in a ledger that no gateway uses at the moment. What is
 * posted again is known by its name and not booked twice.
 */
public final class LedgerVariancePosting implements VariancePosting {

  private final InstantSource clock;

  /** Posts at the times of a clock. */
  public LedgerVariancePosting(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public int post(Path ledger, List<Variance> variances) {
    Set<String> booked;
    try (FinanceReport report = FinanceReport.open(ledger)) {
      booked = report.corrections();
    }
    Instant now = clock.instant();
    List<BookEntry> entries = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Variance variance : variances) {
      BookEntry.Correct entry = entry(variance, now, seen);
      if (!booked.contains(entry.id())) {
        entries.add(entry);
      }
    }
    if (!entries.isEmpty()) {
      try (Ledger open = Ledger.open(ledger, JournalOptions.DEFAULTS, "reconcile", clock)) {
        open.book(entries);
      }
    }
    return entries.size();
  }

  /** Two of one bucket, day and model are told apart by their order, which is always the same. */
  private static BookEntry.Correct entry(
      Variance variance, Instant now, Map<String, Integer> seen) {
    // An invoice may have more decimals than the ledger; the rest is less than a pico-dollar.
    Picodollars amount =
        Picodollars.ofDollars(
            variance.amountUsd().setScale(Picodollars.SCALE, RoundingMode.HALF_EVEN));
    String name =
        String.join(
            ":",
            "reconcile",
            variance.provider(),
            variance.day().toString(),
            variance.model(),
            variance.bucket().key(),
            Long.toString(amount.pico()));
    int number = seen.merge(name, 1, Integer::sum);
    return new BookEntry.Correct(
        now,
        number == 1 ? name : name + ":" + number,
        BookEntry.Cause.RECONCILED,
        0,
        variance.day(),
        "",
        List.of(),
        "",
        variance.model().isEmpty()
            ? variance.provider()
            : variance.provider() + "/" + variance.model(),
        "",
        Funding.INVOICE,
        amount,
        Picodollars.ZERO,
        false,
        List.of(),
        variance.bucket().key() + ": " + variance.note());
  }
}
