package io.tollgate.gateway.ledger;

import static io.tollgate.gateway.ledger.Samples.beside;
import static io.tollgate.gateway.ledger.Samples.dispatch;
import static io.tollgate.gateway.ledger.Samples.expire;
import static io.tollgate.gateway.ledger.Samples.judged;
import static io.tollgate.gateway.ledger.Samples.memo;
import static io.tollgate.gateway.ledger.Samples.reserve;
import static io.tollgate.gateway.ledger.Samples.settle;
import static io.tollgate.gateway.ledger.Samples.settleUnpriced;
import static io.tollgate.gateway.ledger.Samples.voided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.gateway.ledger.LedgerReport.By;
import io.tollgate.policies.money.Picodollars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a quality budget leaves in the ledger, and what a report makes of it. */
class LedgerQualityTest {

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private void post(Entry... entries) {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, entries).await();
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  private SpendRow total() {
    try (LedgerReport report = LedgerReport.open(directory)) {
      return report.total();
    }
  }

  private List<SpendRow> spend(By by) {
    try (LedgerReport report = LedgerReport.open(directory)) {
      return report.spend(by);
    }
  }

  private static Entry.Reserve budgeted(String request, @Nullable Memo memo) {
    return reserve(request, Purpose.SERVE, "straight", memo);
  }

  @Test
  void what_is_saved_is_the_reference_less_all_that_the_request_cost() {
    post(
        budgeted("r1", memo()),
        dispatch("r1", 1),
        expire("r1", 1, false),
        dispatch("r1", 2),
        settle("r1", 2, true),
        budgeted("r2", memo()),
        dispatch("r2", 1),
        settle("r2", 1, true),
        reserve("r3"),
        dispatch("r3", 1),
        settle("r3", 1, true));
    QualityRow quality = total().quality();
    assertThat(quality.requests()).isEqualTo(2);
    assertThat(quality.referenceUsd()).isEqualByComparingTo("0.000000020000");
    assertThat(quality.savedUsd()).isEqualByComparingTo("0.000000008800");
    assertThat(quality.predictedLossPpm()).isEqualTo(12_500);
    assertThat(quality.measuredLossPpm()).as("the reference answered").isZero();
    assertThat(total().amountUsd()).isEqualByComparingTo("0.000000014300");
  }

  @Test
  void a_request_that_cost_more_than_its_reference_saved_less_than_nothing() {
    post(
        budgeted("r", new Memo("a/b", new Picodollars(3_000), -7_000, 0, 1_000_000)),
        dispatch("r", 1),
        settle("r", 1, true));
    assertThat(total().quality().savedUsd()).isEqualByComparingTo("-0.000000000100");
    assertThat(total().quality().predictedLossPpm()).isEqualTo(-7_000);
  }

  @Test
  void a_request_without_a_whole_answer_saved_nothing() {
    post(
        budgeted("r1", memo()),
        dispatch("r1", 1),
        voided("r1", 1, true),
        budgeted("r2", memo()),
        dispatch("r2", 1),
        expire("r2", 1, true),
        budgeted("r3", memo()),
        voided("r3", 0, true));
    assertThat(total().quality().hasFigures()).isFalse();
    assertThat(total().quality().savedUsd()).isNull();
  }

  @Test
  void where_a_price_is_unknown_so_is_what_is_saved() {
    post(
        budgeted("r1", memo()),
        dispatch("r1", 1, "new/unpriced", null),
        settleUnpriced("r1", 1, true),
        budgeted("r2", new Memo("new/unpriced", null, 0, 0, 1_000_000)),
        dispatch("r2", 1),
        settle("r2", 1, true));
    QualityRow quality = total().quality();
    assertThat(quality.requests()).isEqualTo(2);
    assertThat(quality.unpriced()).isEqualTo(2);
    assertThat(quality.referenceUsd()).isNull();
    assertThat(quality.savedUsd()).isNull();
    assertThat(quality.predictedLossPpm()).isEqualTo(6_250);
  }

  @Test
  void memos_are_shown_at_what_was_decided_for_and_judgements_at_what_was_judged() {
    post(
        budgeted("r", memo()),
        dispatch("r", 1, "groq/small", new Picodollars(1)),
        voided("r", 1, false),
        dispatch("r", 2),
        settle("r", 2, true),
        judged("r"));
    assertThat(spend(By.MODEL))
        .filteredOn(row -> row.name().equals("small"))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.quality().requests()).isEqualTo(1);
          assertThat(row.quality().savedUsd()).isEqualByComparingTo("0.000000006900");
          assertThat(row.quality().judged()).isZero();
        });
    assertThat(spend(By.MODEL))
        .filteredOn(row -> row.name().equals("gpt-6-sol"))
        .singleElement()
        .satisfies(row -> assertThat(row.quality().measuredLossPpm()).isEqualTo(50_000));
  }

  @Test
  void a_mean_of_judgements_is_weighted_by_how_unlikely_each_was() {
    post(
        judged("r1", 900_000, 1_000_000, 1_000_000),
        judged("r2", 500_000, 1_000_000, 250_000),
        judged("r3", 0, null, 1_000_000));
    QualityRow quality = total().quality();
    assertThat(quality.judged()).isEqualTo(3);
    assertThat(quality.paired()).isEqualTo(2);
    // (1 * 0.1 + 4 * 0.5) / 5, and (1 * 0.9 + 4 * 0.5 + 1 * 0) / 6.
    assertThat(quality.measuredLossPpm()).isEqualTo(420_000);
    assertThat(quality.scorePpm()).isEqualTo(483_333);
    assertThat(total().requests()).isZero();
    assertThat(total().amountUsd()).isEqualByComparingTo("0");
  }

  @Test
  void answers_of_the_reference_lost_nothing_and_count_in_what_was_lost() {
    post(
        budgeted("r1", memo()),
        dispatch("r1", 1, "groq/small", new Picodollars(1)),
        settle("r1", 1, true),
        budgeted("r2", memo()),
        dispatch("r2", 1),
        settle("r2", 1, true),
        judged("r1", 800_000, 1_000_000, 500_000));
    QualityRow quality = total().quality();
    assertThat(quality.measuredLossPpm()).isEqualTo(100_000);
    assertThat(quality.measuredErrorPpm()).isEqualTo(100_000);
  }

  @Test
  void what_was_asked_for_beside_and_nobody_got_is_no_loss() {
    post(
        budgeted("r1", memo()),
        dispatch("r1", 1, "groq/small", new Picodollars(1)),
        settle("r1", 1, true),
        judged("r1", 800_000, 1_000_000, 500_000),
        beside("r2", 0, 1_000_000, 10_000));
    QualityRow quality = total().quality();
    assertThat(quality.judged()).isEqualTo(2);
    assertThat(quality.paired()).isEqualTo(1);
    assertThat(quality.measuredLossPpm()).isEqualTo(200_000);
  }

  @Test
  void the_least_likely_judgement_weighs_a_thousand_times_as_much_and_no_more() {
    post(judged("r1", 0, 1_000_000, 1), judged("r2", 1_000_000, 1_000_000, 1_000_000));
    assertThat(total().quality().measuredLossPpm()).isEqualTo(999_001);
  }

  @Test
  void requests_nobody_knows_of_any_more_are_judged_all_the_same() throws Exception {
    Ledgers.write(
        directory,
        1_024,
        List.of(judged("long ago"), reserve("r"), voided("r", 0, true), judged("r"), judged("r")));
    assertThat(Ledgers.segment(directory, 2)).exists();
    assertThat(Ledgers.verify(directory).bad()).isNull();
    LedgerRebuild.rebuild(directory, Progress.SILENT);
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
    assertThat(total().quality().judged()).isEqualTo(3);
  }

  @Test
  void a_judgement_ends_no_request_that_is_open() {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, budgeted("r", memo()), dispatch("r", 1)).await();
      Ledgers.append(ledger, judged("r")).await();
      Ledgers.append(ledger, settle("r", 1, true)).await();
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
    assertThat(total().requests()).isEqualTo(1);
  }

  @Test
  void an_open_request_keeps_its_memo_over_a_restart() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(
              ledger,
              budgeted("r", memo()),
              dispatch("r", 1),
              settle("r", 1, false),
              dispatch("r", 2))
          .await();
      assertThat(ledger.awaitStore()).isTrue();
    }
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().holdsExpired()).isEqualTo(1);
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
    assertThat(total().quality().savedUsd()).isEqualByComparingTo("0.000000001900");
  }

  @Test
  void measurement_is_spend_of_its_own_purpose_and_saves_nothing() {
    post(
        reserve("m", Purpose.MEASUREMENT, "straight", memo()),
        dispatch("m", 1),
        settle("m", 1, true),
        reserve("r"),
        dispatch("r", 1),
        settle("r", 1, true));
    assertThat(spend(By.PURPOSE))
        .extracting(SpendRow::name, SpendRow::requests)
        .containsExactlyInAnyOrder(tuple("measurement", 1L), tuple("serve", 1L));
    assertThat(total().quality().hasFigures()).isFalse();
  }

  @Test
  void what_was_spent_for_measurement_is_known_at_once_and_after_a_restart() {
    Entry[] measured = {
      reserve("m", Purpose.MEASUREMENT, "straight", null), dispatch("m", 1), settle("m", 1, true)
    };
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, measured).await();
      Ledgers.append(ledger, reserve("r"), dispatch("r", 1), settle("r", 1, true)).await();
      assertThat(ledger.spentSince(Purpose.MEASUREMENT, Samples.NOON))
          .isEqualTo(new Picodollars(3_100));
      assertThat(ledger.spentSince(Purpose.SERVE, Samples.NOON)).isEqualTo(new Picodollars(3_100));
      assertThat(ledger.spentSince(Purpose.MEASUREMENT, Samples.NOON.plus(Duration.ofHours(1))))
          .isEqualTo(Picodollars.ZERO);
      Ledgers.append(ledger, reserve("m", Purpose.MEASUREMENT, "straight", null), dispatch("m", 1))
          .await();
    }
    try (Ledger ledger = Ledgers.open(directory)) {
      // The one that was left open is booked at its estimate.
      assertThat(ledger.spentSince(Purpose.MEASUREMENT, Samples.NOON))
          .isEqualTo(new Picodollars(3_100 + 5_000));
    }
  }

  @Test
  void what_is_refused_or_rolled_back_was_not_spent() {
    RecentSpend spend = new RecentSpend();
    Books open = new Books(new OpenRequests(), spend);
    open.applyAll(List.of(reserve("r"), dispatch("r", 1), settle("r", 1, false)));
    open.commit();
    assertThat(open.applyAll(List.of(dispatch("r", 2), settle("r", 2, true), dispatch("r", 3))))
        .contains("not open");
    open.applyAll(List.of(dispatch("r", 2), settle("r", 2, true)));
    open.rollBack();
    open.commit();
    assertThat(spend.since(Purpose.SERVE, Samples.NOON)).isEqualTo(new Picodollars(3_100));
  }
}
