package io.tollgate.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.BudgetBook;
import io.tollgate.gateway.budget.Reservation;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.limit.Passage;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.routing.Candidate;
import io.tollgate.policies.usage.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SpendingTest {

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  /** Likely to cost up to 5,000 pico-dollars, and 9,000 at worst. */
  private static final Candidate CANDIDATE = Samples.candidate("p1", "m");

  private static Spending spending(@Nullable Picodollars cap) {
    return new Spending(
        Reservation.unbudgeted(new BudgetBook(event -> {}), NOON.toEpochMilli()),
        Passage.FREE,
        cap);
  }

  private static Entry booked(int attempt, long pico) {
    return new Entry.ExpireEstimate(
        NOON, "req_1", attempt, false, Usage.of(1, 1), new Picodollars(pico), "lost");
  }

  @Test
  void all_attempts_of_a_request_together_stay_under_its_cap() {
    Spending spending = spending(new Picodollars(20_000));
    assertThat(spending.covers(CANDIDATE)).isTrue();
    spending.claim(1, CANDIDATE);
    assertThat(spending.covers(CANDIDATE)).isTrue();
    spending.claim(2, CANDIDATE);
    assertThat(spending.covers(CANDIDATE)).as("three at worst").isFalse();
    spending.booked(List.of(booked(1, 2_000)), 7);
    assertThat(spending.covers(CANDIDATE)).as("2,000 and two at worst").isTrue();
    spending.booked(List.of(booked(2, 9_001)), 8);
    assertThat(spending.covers(CANDIDATE)).as("11,001 and one at worst").isFalse();
  }

  @Test
  void an_attempt_that_is_not_billed_takes_nothing_of_the_cap() {
    Spending spending = spending(new Picodollars(9_000));
    spending.claim(1, CANDIDATE);
    assertThat(spending.covers(CANDIDATE)).isFalse();
    spending.disclaim(1);
    assertThat(spending.covers(CANDIDATE)).isTrue();
  }

  @Test
  void without_a_cap_and_budgets_everything_is_covered() {
    Spending spending = spending(null);
    for (int attempt = 1; attempt < 20; attempt++) {
      assertThat(spending.covers(CANDIDATE)).isTrue();
      spending.claim(attempt, CANDIDATE);
    }
  }
}
