package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.focus.ExportOptions;
import io.tollgate.gateway.focus.ExportSummary;
import io.tollgate.gateway.focus.FileFormat;
import io.tollgate.gateway.focus.FocusExport;
import io.tollgate.gateway.focus.FocusVersion;
import io.tollgate.gateway.focus.LedgerChargeLines;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.PriceBook;
import io.tollgate.policies.price.PriceFile;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.tax.TaxBucket;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import io.tollgate.policies.yaml.Parsed;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What finance relies on: the invariants of the ledger, by their numbers in docs/ledger.md. Others
 * are where their parts are, under the same kind of name.
 */
class LedgerInvariantsTest {

  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
  private static final LocalDate END = LocalDate.parse("2027-01-01");
  private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void lives(int seed, int groups) {
    Lives lives = new Lives(new SplittableRandom(seed), "r");
    try (Ledger ledger = Ledgers.open(directory)) {
      for (int i = 0; i < groups; i++) {
        Ledgers.append(ledger, lives.next()).await();
      }
    }
  }

  private static PriceBook prices(String text) {
    Parsed<PriceBook> parsed = PriceFile.parse("prices.yaml", text);
    assertThat(parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok<PriceBook>) parsed).value();
  }

  private void book(List<BookEntry> entries, Instant now) {
    try (Ledger ledger = Ledger.open(directory, Ledgers.OPTIONS, "finance", () -> now)) {
      ledger.book(entries);
    }
  }

  private List<BookEntry.Correct> rerated(PriceBook prices) {
    List<BookEntry.Correct> found = new ArrayList<>();
    new Rerating(prices, DECEMBER, _ -> true).find(directory, FIRST, END, found::add);
    return found;
  }

  private BigDecimal spent() {
    try (LedgerReport report = LedgerReport.open(directory)) {
      BigDecimal amount = report.total().amountUsd();
      return amount == null ? BigDecimal.ZERO : amount;
    }
  }

  @Test
  void invariant_02_each_hold_is_resolved_exactly_once() throws Exception {
    lives(2, 2_000);
    Ledgers.open(directory).close();
    BooksWalk walk = BooksWalk.of(directory);
    long reserves = 0;
    long lasts = 0;
    for (Entry entry : walk.entries.values()) {
      reserves += entry instanceof Entry.Reserve ? 1 : 0;
      lasts +=
          switch (entry) {
            case Entry.Settle settle -> settle.last() ? 1 : 0;
            case Entry.Voided voided -> voided.last() ? 1 : 0;
            case Entry.ExpireEstimate expired -> expired.last() ? 1 : 0;
            default -> 0;
          };
    }
    assertThat(reserves).isPositive().isEqualTo(lasts);
    assertThat(walk.books.requests().all()).isEmpty();
  }

  @Test
  void invariant_03_postings_add_up_to_zero_for_every_record_and_altogether() throws Exception {
    lives(3, 2_000);
    BooksWalk walk = BooksWalk.of(directory);
    assertThat(walk.totals.isBalanced()).isTrue();
    // A booking that does not balance cannot be made at all.
    assertThatThrownBy(() -> new Booking(List.of(new Posting("spend:a", new Picodollars(1)))))
        .isInstanceOf(IllegalStateException.class);
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(
              report.accounts().stream()
                  .map(AccountRow::balance)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo("0");
    }
  }

  @Test
  void invariant_06_what_a_request_costs_is_the_sum_of_its_lines_which_replay_to_the_last_digit()
      throws Exception {
    lives(6, 1_000);
    int lines = 0;
    for (Entry entry : BooksWalk.of(directory).entries.values()) {
      if (entry instanceof Entry.Settle settle && settle.amount() != null) {
        long sum = 0;
        for (RatedLine line : settle.lines()) {
          assertThat(
                  RatedLine.of(
                      line.meter(),
                      line.quantity(),
                      line.unitPricePico(),
                      line.listMultiplier(),
                      line.multiplier()))
              .isEqualTo(line);
          sum += line.amount().pico();
          lines++;
        }
        assertThat(settle.amount()).isEqualTo(new Picodollars(sum));
      }
    }
    assertThat(lines).isGreaterThan(500);
  }

  @Test
  void invariant_07_nothing_that_is_written_is_changed_and_corrections_name_what_they_correct()
      throws Exception {
    Samples.everyType();
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.everyType()).await();
    }
    Map<Long, Entry> before = Ledgers.entries(directory);
    long settled =
        before.entrySet().stream()
            .filter(
                entry -> entry.getValue() instanceof Entry.Settle settle && settle.amount() != null)
            .findFirst()
            .orElseThrow()
            .getKey();
    List<BookEntry.Correct> corrections =
        rerated(
            prices(
                """
                prices:
                  openai/gpt-6-sol: {input: 30, output: 100, source: test, as_of: 2026-11-01}
                """));
    assertThat(corrections)
        .singleElement()
        .extracting(BookEntry.Correct::corrects)
        .isEqualTo(settled);
    book(List.copyOf(corrections), DECEMBER);
    assertThat(Ledgers.entries(directory)).containsAllEntriesOf(before);
  }

  @Test
  void invariant_08_an_old_root_stays_a_prefix_of_every_later_one() throws Exception {
    lives(8, 200);
    Position old = BooksWalk.of(directory).end;
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.reserve("later")).await();
      Ledgers.append(ledger, Samples.voided("later", 0, true)).await();
    }
    try (JournalReader reader = new JournalReader(new JournalFiles(directory), Position.START)) {
      while (reader.position().seq() < old.seq()) {
        assertThat(reader.next()).isNotNull();
      }
      assertThat(reader.position().hash()).isEqualTo(old.hash());
    }
  }

  @Test
  void invariant_09_what_was_booked_under_a_name_is_not_booked_again() {
    BookEntry.Purchase purchase =
        new BookEntry.Purchase(
            Samples.NOON, "invoice-7", "reserved", "openai", new Picodollars(5), "");
    book(List.of(purchase), DECEMBER);
    assertThatThrownBy(() -> book(List.of(purchase), DECEMBER))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("booked already");
  }

  @Test
  void invariant_10_what_has_no_price_is_null_with_its_tokens_until_a_correction_prices_it() {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(
              ledger,
              Samples.reserve("r", null),
              Samples.dispatch("r", 1, "new/unpriced", null),
              Samples.settleUnpriced("r", 1, true))
          .await();
    }
    try (FinanceReport report = FinanceReport.open(directory);
        Stream<ChargeLine> lines = report.lines(FIRST, END)) {
      assertThat(report.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.DEPLOYMENT, FIRST, END))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.amountUsd()).isNull();
            assertThat(row.unpricedAttempts()).isEqualTo(1);
            assertThat(row.unpricedTokens()).isEqualTo(42);
          });
      assertThat(lines).hasSize(2).allMatch(ChargeLine::isUnpriced);
    }
    List<BookEntry.Correct> corrections =
        rerated(
            prices(
                """
                prices:
                  new/unpriced: {input: 1, output: 2, source: test, as_of: 2026-11-01}
                """));
    book(List.copyOf(corrections), DECEMBER);
    assertThat(spent()).isEqualByComparingTo("0.000044");
    try (FinanceReport report = FinanceReport.open(directory)) {
      assertThat(report.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.ACCOUNT, FIRST, END))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.unpricedAttempts()).isZero();
            assertThat(row.unpricedTokens()).isZero();
          });
    }
    assertThat(rerated(PriceBook.EMPTY)).as("no price takes nothing back").isEmpty();
  }

  @Test
  void invariant_11_rollups_are_the_sums_of_lines_and_a_rebuild_gives_the_same_bytes()
      throws Exception {
    lives(11, 1_500);
    Ledgers.open(directory).close();
    assertThat(Ledgers.verify(directory).storeProblems()).isEmpty();
    BooksWalk walk = BooksWalk.of(directory);
    assertThat(walk.sum(Rollup.LINE, "amount", _ -> true))
        .isEqualTo(walk.sum(Rollup.HOUR, "amount", _ -> true))
        .isEqualTo(walk.sum(Rollup.TAX_HOUR, "amount", _ -> true));
    List<String> grown = Ledgers.dump(directory);
    LedgerRebuild.rebuild(directory, Progress.SILENT);
    assertThat(Ledgers.dump(directory)).isEqualTo(grown);
  }

  @Test
  void a_month_is_closed_while_the_next_one_goes_on() throws Exception {
    lives(13, 50);
    Ledgers.open(directory).close();
    Instant now = DECEMBER.plus(Duration.ofHours(2));
    try (Ledger ledger = Ledger.open(directory, Ledgers.OPTIONS, "node1", () -> now)) {
      BookEntry.PeriodClosed closing = ledger.closing(LedgerPeriod.parse("2026-11"), now);
      long between =
          Ledgers.append(ledger, Samples.charged(Samples.reserve("next"), now, List.of())).await();
      assertThat(closing.lastSeq()).isLessThan(between);
      ledger.book(List.of(closing));
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void invariant_12_a_closed_period_is_frozen_and_what_comes_late_is_booked_in_the_open_one()
      throws Exception {
    lives(12, 300);
    Ledgers.open(directory).close();
    Instant now = DECEMBER.plus(Duration.ofHours(1));
    String november;
    BigDecimal frozen;
    try (Ledger ledger = Ledger.open(directory, Ledgers.OPTIONS, "finance", () -> now)) {
      assertThatThrownBy(() -> ledger.close(LedgerPeriod.parse("2026-12"), now))
          .hasMessageContaining("not over before");
      BookEntry.PeriodClosed closed = ledger.close(LedgerPeriod.parse("2026-11"), now);
      november = closed.reportHash();
      frozen = new BigDecimal(closed.spentPico(), 12);
      assertThatThrownBy(() -> ledger.close(LedgerPeriod.parse("2026-11"), now))
          .hasMessageContaining("closed up to");
      // A bill that was on its way for days, by a clock that is still in November.
      Ledgers.append(
              ledger,
              Samples.reserve("late"),
              Samples.dispatch("late", 1),
              Samples.settle("late", 1, true))
          .await();
      assertThat(ledger.awaitStore()).isTrue();
    }
    assertThat(BooksWalk.of(directory).report(LedgerPeriod.parse("2026-11")).hash())
        .isEqualTo(november);
    try (FinanceReport report = FinanceReport.open(directory)) {
      List<AccountSpendRow> months =
          report.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.MONTH, FIRST, END);
      assertThat(months).extracting(AccountSpendRow::name).containsExactly("2026-11", "2026-12");
      assertThat(months.getFirst().amountUsd()).isEqualByComparingTo(frozen);
      assertThat(months.getLast().amountUsd()).isEqualByComparingTo("0.0000000031");
      assertThat(report.periods())
          .singleElement()
          .satisfies(period -> assertThat(period.spentUsd()).isEqualByComparingTo(frozen));
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void invariant_13_a_price_is_that_of_the_call_as_known_and_rating_again_adds_and_never_edits() {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.reserve("r"), Samples.dispatch("r", 1)).await();
      Ledgers.append(ledger, Samples.settle("r", 1, true)).await();
    }
    BigDecimal booked = spent();
    // What is valid only after the call changes nothing of it.
    assertThat(
            rerated(
                prices(
                    """
                    prices:
                      openai/gpt-6-sol: {valid_from: 2026-12-01, input: 9, output: 9, source: t, as_of: 2026-11-01}
                    """)))
        .isEmpty();
    PriceBook corrected =
        prices(
            """
            prices:
              openai/gpt-6-sol:
                - {known_to: 2026-11-25, input: 9, output: 9, source: t, as_of: 2026-11-01}
                - {known_from: 2026-11-25, input: 40, output: 100, source: t, as_of: 2026-11-25}
            """);
    List<BookEntry.Correct> corrections = rerated(corrected);
    assertThat(corrections)
        .singleElement()
        .satisfies(c -> assertThat(c.amount()).isEqualTo(new Picodollars(5_000_000_000L - 3_100)));
    book(List.copyOf(corrections), DECEMBER);
    assertThat(spent()).isEqualByComparingTo(booked.add(new BigDecimal("0.0049999969")));
    assertThat(rerated(corrected)).as("rating again corrects once").isEmpty();
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void invariant_16_what_is_free_is_booked_as_nothing_and_shows_what_it_would_have_cost() {
    RatedLine free = RatedLine.of(Meter.IN_UNCACHED, 100, 20, Ratio.ONE, new Ratio(0, 1));
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(
              ledger,
              Samples.reserve("r"),
              Samples.dispatch("r", 1),
              new Entry.Settle(
                  Samples.NOON,
                  "r",
                  1,
                  true,
                  Entry.Outcome.COMPLETE,
                  Service.of(200),
                  Usage.of(100, 0),
                  UsageQuality.PROVIDER_REPORTED,
                  new Bill(
                      List.of(free),
                      Picodollars.ZERO,
                      "free@2026-11-01",
                      Conversion.USD,
                      Funding.FREE,
                      Circumstances.NONE),
                  1,
                  2))
          .await();
    }
    try (FinanceReport report = FinanceReport.open(directory);
        Stream<ChargeLine> lines = report.lines(FIRST, END)) {
      assertThat(report.spendOf(FinanceReport.EVERYTHING, FinanceReport.By.ACCOUNT, FIRST, END))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.amountUsd()).isEqualByComparingTo("0");
            assertThat(row.listUsd()).isEqualByComparingTo("0.000000002");
          });
      assertThat(lines)
          .singleElement()
          .satisfies(line -> {
            assertThat(line.quantity()).isPositive();
            assertThat(line.amountUsd()).isEqualByComparingTo("0");
          });
    }
  }

  @Test
  void invariant_17_an_export_comes_to_what_the_ledger_has() throws Exception {
    lives(17, 1_500);
    Ledgers.open(directory).close();
    for (FocusVersion version : FocusVersion.values()) {
      Path target = directory.resolve("export-" + version + ".csv");
      ExportSummary summary;
      try (var charges = LedgerChargeLines.open(directory);
          Stream<ChargeLine> lines = charges.stream(FIRST, END)) {
        summary =
            FocusExport.export(
                lines.iterator(),
                new ExportOptions(
                    version,
                    FileFormat.CSV,
                    FIRST,
                    END,
                    charges.rootHash(),
                    charges.nodeHashes(),
                    Map.of(),
                    "USD",
                    ExportOptions.DEFAULT_ACCOUNT,
                    ExportOptions.DEFAULT_SUB_ACCOUNTS,
                    Set.of(),
                    DECEMBER,
                    directory),
                target);
      }
      assertThat(summary.totals().get("EffectiveCost")).isEqualByComparingTo(spent());
      assertThat(summary.rootHash()).isEqualTo(BooksWalk.of(directory).end.hash());
    }
  }

  @Test
  void the_compute_tax_adds_up_to_the_spend_of_every_account() {
    lives(18, 1_500);
    try (FinanceReport report = FinanceReport.open(directory)) {
      List<String> accounts = report.accounts("");
      assertThat(accounts).hasSizeGreaterThan(5);
      for (String account : accounts) {
        BigDecimal tax =
            report.tax(account, FinanceReport.By.ACCOUNT, FIRST, END).stream()
                .map(TaxRow::totalUsd)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal spend =
            report.spendOf(account, FinanceReport.By.ACCOUNT, FIRST, END).stream()
                .map(row -> row.amountUsd() == null ? BigDecimal.ZERO : row.amountUsd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(tax).as(account).isEqualByComparingTo(spend);
      }
      assertThat(
              report
                  .tax(FinanceReport.EVERYTHING, FinanceReport.By.ACCOUNT, FIRST, END)
                  .getFirst()
                  .in(TaxBucket.RETRIES))
          .isPositive();
    }
  }
}
