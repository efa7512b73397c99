package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.ledger.LedgerReport.By;
import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReportTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void post(Entry... entries) {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, entries).await();
    }
  }

  private void postEveryType() {
    post(Samples.everyType().toArray(new Entry[0]));
  }

  @Test
  void spend_is_the_exact_sum_of_what_was_settled_and_estimated() {
    postEveryType();
    try (LedgerReport report = LedgerReport.open(directory)) {
      SpendRow total = report.total();
      assertThat(total.amountUsd()).isEqualByComparingTo("0.000000008100");
      assertThat(total.estimatedUsd()).isEqualByComparingTo("0.000000005000");
      assertThat(total.estimatedPpm()).isEqualTo(617_283);
      assertThat(total.requests()).isEqualTo(3);
      assertThat(total.attempts()).isEqualTo(4);
      assertThat(total.voided()).isEqualTo(1);
      assertThat(total.tokensIn()).isEqualTo(100 + 70 + 40);
      assertThat(total.tokensOut()).isEqualTo(10 + 30 + 2);
      assertThat(total.unpricedAttempts()).isEqualTo(1);
      assertThat(total.unpricedTokens()).isEqualTo(42);
    }
  }

  @Test
  void what_has_no_price_has_no_amount_anywhere_and_keeps_its_tokens() throws Exception {
    postEveryType();
    try (LedgerReport report = LedgerReport.open(directory)) {
      SpendRow row =
          report.spend(By.DEPLOYMENT).stream()
              .filter(spend -> spend.name().equals("new/unpriced"))
              .findFirst()
              .orElseThrow();
      assertThat(row.amountUsd()).isNull();
      assertThat(row.unpricedTokens()).isEqualTo(42);
      assertThat(row.tokensIn()).isEqualTo(40);
      assertThat(report.attempts("r2")).singleElement().extracting(AttemptRow::amount).isNull();
      assertThat(report.accounts())
          .contains(new AccountRow("suspense:unpriced", "USD", 1, 1, new BigDecimal("0E-12")));
    }
    assertThat(Ledgers.dump(directory))
        .anyMatch(row -> row.startsWith("rollup_hour|") && row.endsWith("|null|null"))
        .noneMatch(row ->
            row.startsWith("rollup_hour|")
                && row.contains("new/unpriced")
                && !row.endsWith("|null|null"));
  }

  @Test
  void a_voided_attempt_does_not_make_an_unknown_price_look_like_zero() {
    post(
        Samples.reserve("r", null),
        Samples.dispatch("r", 1, "new/unpriced", null),
        Samples.voided("r", 1, false),
        Samples.dispatch("r", 2, "new/unpriced", null),
        Samples.settleUnpriced("r", 2, true));
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(report.spend(By.DEPLOYMENT))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.amountUsd()).isNull();
            assertThat(row.attempts()).isEqualTo(2);
            assertThat(row.voided()).isEqualTo(1);
          });
    }
  }

  @Test
  void names_are_those_of_the_dimension() {
    postEveryType();
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(report.spend(By.DEPLOYMENT))
          .extracting(SpendRow::name)
          .containsExactly("openai/gpt-6-sol", "", "new/unpriced");
      assertThat(report.spend(By.MODEL))
          .extracting(SpendRow::name)
          .containsExactly("gpt-6-sol", "", "unpriced");
      assertThat(report.spend(By.PROVIDER))
          .extracting(SpendRow::name)
          .containsExactly("openai", "", "new");
      assertThat(report.spend(By.CLASS)).extracting(SpendRow::name).containsExactly("frontier", "");
      assertThat(report.spend(By.KEY)).extracting(SpendRow::name).containsExactly("key1");
      assertThat(report.spend(By.POLICY)).extracting(SpendRow::name).containsExactly("default");
      assertThat(report.spend(By.PURPOSE)).extracting(SpendRow::name).containsExactly("serve");
      assertThat(report.spend(By.QUALITY))
          .extracting(SpendRow::name)
          .containsExactly("tokenizer_estimated", "provider_reported", "none");
      assertThat(report.spend(By.HOUR))
          .extracting(SpendRow::name)
          .containsExactly("2026-11-21T12:00:00Z");
      assertThat(report.spend(By.DAY)).extracting(SpendRow::name).containsExactly("2026-11-21");
    }
  }

  @Test
  void spend_can_be_limited_to_whole_hours() {
    postEveryType();
    try (LedgerReport report = LedgerReport.open(directory)) {
      Duration hour = Duration.ofHours(1);
      assertThat(report.total(Samples.NOON, Samples.NOON.plus(hour)).requests()).isEqualTo(3);
      assertThat(report.total(Samples.NOON.minus(hour), Samples.NOON).requests()).isZero();
      assertThat(report.total(Samples.NOON.plus(hour), Samples.NOON.plus(hour).plus(hour)))
          .extracting(SpendRow::amountUsd)
          .isEqualTo(BigDecimal.ZERO);
    }
  }

  @Test
  void accounts_add_up_to_zero_and_no_hold_is_left_when_no_request_is_open() {
    postEveryType();
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(
              report.accounts().stream()
                  .map(AccountRow::balance)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo("0");
      assertThat(report.accounts())
          .filteredOn(row -> row.name().startsWith("holds:") || row.name().equals("commitments"))
          .hasSize(2)
          .allMatch(row -> row.balance().signum() == 0);
      assertThat(report.accounts())
          .filteredOn(row -> row.name().equals("spend:team:search"))
          .singleElement()
          .extracting(row -> row.balance().toPlainString())
          .isEqualTo("0.000000008100");
    }
  }

  @Test
  void open_requests_are_shown_with_what_is_held_for_them() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.reserve("r1"), Samples.reserve("r2", null)).await();
      assertThat(ledger.awaitStore()).isTrue();
      try (LedgerReport report = LedgerReport.open(directory)) {
        Standing standing = report.standing();
        assertThat(standing.requestsOpen()).isEqualTo(2);
        assertThat(standing.requestsOpenUnpriced()).isEqualTo(1);
        assertThat(standing.heldUsd()).isEqualByComparingTo("0.000000009");
        assertThat(standing.seq()).isEqualTo(ledger.lastSeq());
      }
    }
  }

  @Test
  void any_breakdown_adds_up_to_the_total_and_to_the_attempts() {
    Lives lives = new Lives(new SplittableRandom(6), "r");
    PicodollarSum expected = new PicodollarSum();
    try (Ledger ledger = Ledgers.open(directory)) {
      for (int i = 0; i < 1_000; i++) {
        List<Entry> group = lives.next();
        Ledgers.append(ledger, group);
        for (Entry entry : group) {
          Picodollars amount =
              switch (entry) {
                case Entry.Settle settle -> settle.amount();
                case Entry.ExpireEstimate expired -> expired.amount();
                case BookEntry.Correct correct -> correct.amount();
                case BookEntry.CapacityHour hour -> hour.cost().minus(hour.absorbed());
                case Entry.Reserve _,
                    Entry.Dispatch _,
                    Entry.Voided _,
                    Entry.Overrun _,
                    Entry.Judged _,
                    Entry.OutcomeReported _,
                    BookEntry _ ->
                    null;
              };
          if (amount != null) {
            expected.add(amount);
          }
        }
      }
    }
    try (LedgerReport report = LedgerReport.open(directory)) {
      SpendRow total = report.total();
      assertThat(total.amountUsd()).isEqualByComparingTo(expected.dollars());
      List<ToLongFunction<SpendRow>> figures =
          List.of(
              SpendRow::requests,
              SpendRow::attempts,
              SpendRow::voided,
              SpendRow::tokensIn,
              SpendRow::tokensCached,
              SpendRow::tokensOut,
              SpendRow::tokensReasoning,
              SpendRow::unpricedAttempts,
              SpendRow::unpricedTokens);
      List<ToLongFunction<QualityRow>> memos = List.of(QualityRow::requests, QualityRow::unpriced);
      List<ToLongFunction<QualityRow>> judgements = List.of(QualityRow::judged, QualityRow::paired);
      assertThat(total.quality().requests()).isPositive();
      assertThat(total.quality().paired()).isPositive();
      for (By by : By.values()) {
        List<SpendRow> rows = report.spend(by);
        BigDecimal sum = BigDecimal.ZERO;
        for (SpendRow row : rows) {
          BigDecimal amount = row.amountUsd();
          sum = amount == null ? sum : sum.add(amount);
        }
        assertThat(sum).as("%s", by).isEqualByComparingTo(expected.dollars());
        for (ToLongFunction<SpendRow> figure : figures) {
          assertThat(rows.stream().mapToLong(figure).sum())
              .as("%s", by)
              .isEqualTo(figure.applyAsLong(total));
        }
        List<QualityRow> quality = rows.stream().map(SpendRow::quality).toList();
        if (by != By.QUALITY) {
          addsUp(by, memos, quality, total.quality());
        }
        if (by != By.QUALITY && by != By.CLASS) {
          addsUp(by, judgements, quality, total.quality());
        }
      }
      List<AttemptRow> attempts = new ArrayList<>();
      report.attempts(attempts::add);
      long ended = attempts.stream().filter(row -> !row.state().equals("OPEN")).count();
      assertThat(ended).isEqualTo(total.attempts());
    }
  }

  private static void addsUp(
      By by, List<ToLongFunction<QualityRow>> figures, List<QualityRow> rows, QualityRow total) {
    for (ToLongFunction<QualityRow> figure : figures) {
      assertThat(rows.stream().mapToLong(figure).sum())
          .as("%s", by)
          .isEqualTo(figure.applyAsLong(total));
    }
  }

  @Test
  void sums_that_pass_64_bits_stay_exact() {
    Picodollars most = new Picodollars(Long.MAX_VALUE);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String request = "r" + i;
      entries.add(Samples.reserve(request, most));
      entries.add(Samples.dispatch(request, 1, "openai/gpt-6-sol", most));
      entries.add(
          new Entry.ExpireEstimate(
              Samples.NOON,
              request,
              1,
              true,
              Samples.dispatch("r", 1).estimatedUsage(),
              most,
              "x"));
    }
    post(entries.toArray(new Entry[0]));
    BigDecimal expected = most.dollars().multiply(BigDecimal.valueOf(5));
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(report.total().amountUsd()).isEqualByComparingTo(expected);
      assertThat(report.accounts())
          .filteredOn(row -> row.name().equals("in-doubt:openai"))
          .singleElement()
          .satisfies(row -> assertThat(row.balance()).isEqualByComparingTo(expected.negate()));
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void where_there_is_no_store_the_way_to_one_is_named() {
    assertThatThrownBy(() -> LedgerReport.open(directory))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("tollgate ledger rebuild");
  }
}
