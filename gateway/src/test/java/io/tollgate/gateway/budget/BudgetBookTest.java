package io.tollgate.gateway.budget;

import static io.tollgate.gateway.budget.Books.DAY_MS;
import static io.tollgate.gateway.budget.Books.KEY;
import static io.tollgate.gateway.budget.Books.NOON;
import static io.tollgate.gateway.budget.Books.ORGANIZATION;
import static io.tollgate.gateway.budget.Books.PATH;
import static io.tollgate.gateway.budget.Books.TEAM;
import static io.tollgate.gateway.budget.Books.daily;
import static io.tollgate.gateway.budget.Books.granted;
import static io.tollgate.gateway.budget.Books.pico;
import static io.tollgate.gateway.budget.Books.put;
import static io.tollgate.gateway.budget.Books.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.budget.BudgetBook.Admittance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BudgetBookTest {

  private final List<BudgetEvent> events = new ArrayList<>();
  private final BudgetBook book = new BudgetBook(events::add);
  private final AccountPath path = book.path(PATH);

  private Admittance reserve(long pico) {
    return book.reserve(path, Hold.exactly(pico), NOON);
  }

  private BudgetReading reading(Scope scope, long nowMs) {
    return book.readings(nowMs).stream()
        .filter(reading -> reading.budget().scope().equals(scope))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_fits_is_held_on_the_whole_path_and_charged_there() {
    put(book, NOON, daily(ORGANIZATION, 100), daily(TEAM, 50), daily(KEY, 20));
    Reservation reservation = granted(reserve(20));
    for (Scope scope : PATH) {
      assertThat(reading(scope, NOON).held()).isEqualTo(pico(20));
      assertThat(reading(scope, NOON).running()).isEqualTo(1);
    }
    reservation.charge(pico(15), 1);
    for (Scope scope : PATH) {
      assertThat(reading(scope, NOON).held()).isEqualTo(pico(5));
      assertThat(reading(scope, NOON).spent()).isEqualTo(pico(15));
    }
    reservation.close();
    reservation.close();
    for (Scope scope : PATH) {
      assertThat(reading(scope, NOON).held()).isEqualTo(pico(0));
      assertThat(reading(scope, NOON).running()).isZero();
    }
  }

  @Test
  void what_does_not_fit_somewhere_is_held_nowhere() {
    put(book, NOON, daily(ORGANIZATION, 100), daily(TEAM, 10), daily(KEY, 50));
    assertThat(refused(reserve(11)).budget().scope()).isEqualTo(TEAM);
    for (Scope scope : PATH) {
      assertThat(reading(scope, NOON).held()).isEqualTo(pico(0));
    }
    granted(reserve(10));
  }

  @Test
  void a_path_without_budgets_is_not_limited() {
    put(book, NOON, daily(Scope.parse("team:other"), 0));
    granted(reserve(Long.MAX_VALUE)).close();
    assertThat(path.isBudgeted()).isFalse();
  }

  @Test
  void a_new_window_has_its_money_and_what_ran_before_is_charged_to_the_old_one() {
    put(book, NOON, daily(KEY, 100));
    Reservation late = granted(reserve(100));
    refused(reserve(1));
    Reservation next = granted(book.reserve(path, Hold.exactly(100), NOON + DAY_MS));
    late.charge(pico(100), 1);
    late.close();
    assertThat(reading(KEY, NOON + DAY_MS).spent()).isEqualTo(pico(0));
    assertThat(reading(KEY, NOON + DAY_MS).held()).isEqualTo(pico(100));
    next.charge(pico(60), 2);
    next.close();
    assertThat(reading(KEY, NOON + DAY_MS).spent()).isEqualTo(pico(60));
  }

  @Test
  void a_clock_that_is_put_back_does_not_open_a_window_again() {
    put(book, NOON, daily(KEY, 100));
    granted(book.reserve(path, Hold.exactly(100), NOON + DAY_MS));
    refused(book.reserve(path, Hold.exactly(1), NOON));
    assertThat(book.readings(NOON).getFirst().span().start()).isAfter(Instant.ofEpochMilli(NOON));
  }

  @Test
  void an_overrun_is_booked_and_stops_what_comes_after() {
    put(book, NOON, daily(KEY, 100));
    Reservation reservation = granted(reserve(60));
    reservation.charge(pico(130), 1);
    reservation.close();
    assertThat(reading(KEY, NOON).spent()).isEqualTo(pico(130));
    refused(reserve(0));
  }

  @Test
  void a_further_attempt_has_to_fit_beside_what_was_charged() {
    put(book, NOON, daily(KEY, 100));
    Reservation reservation = granted(reserve(60));
    reservation.charge(pico(50), 1);
    assertThat(reservation.require(Hold.exactly(51))).isFalse();
    assertThat(reading(KEY, NOON).held()).isEqualTo(pico(10));
    assertThat(reservation.require(Hold.exactly(50))).isTrue();
    assertThat(reading(KEY, NOON).held()).isEqualTo(pico(50));
    assertThat(reservation.require(Hold.exactly(20))).isTrue();
    assertThat(reading(KEY, NOON).held()).isEqualTo(pico(50));
    reservation.close();
    assertThat(reservation.require(Hold.exactly(1))).isFalse();
    assertThat(reading(KEY, NOON).held()).isEqualTo(pico(0));
  }

  @Test
  void while_there_is_room_a_request_holds_what_is_likely_and_the_last_one_what_is_possible() {
    long cent = 10_000_000_000L;
    put(book, NOON, daily(KEY, 100 * cent));
    Hold likely = new Hold(cent, cent, 30 * cent);
    List<Reservation> running = new ArrayList<>();
    while (book.reserve(path, likely, NOON) instanceof Admittance.Granted(Reservation next)) {
      running.add(next);
    }
    // By the worst of all of them it would be 3, by what is likely of each 100; two keep theirs.
    assertThat(running).hasSizeBetween(35, 42);
    for (int i = 0; i < running.size(); i++) {
      running.get(i).charge(pico(i < 2 ? 30 * cent : cent), i);
      running.get(i).close();
    }
    assertThat(reading(KEY, NOON).spent().pico()).isLessThanOrEqualTo(100 * cent);
    // Alone, a request may be as dear as it can be.
    long left = 100 * cent - reading(KEY, NOON).spent().pico();
    refused(book.reserve(path, new Hold(1, 1, left + 1), NOON));
    granted(book.reserve(path, new Hold(1, 1, left), NOON));
  }

  @Test
  void a_budget_that_only_tells_refuses_nothing() {
    put(book, NOON, new Budget("soft", KEY, pico(10), Books.DAILY, List.of(50, 100), false));
    Reservation reservation = granted(reserve(100));
    reservation.charge(pico(100), 1);
    assertThat(events)
        .extracting(event -> ((BudgetEvent.Reached) event).percent())
        .containsExactly(50, 100);
  }

  @Test
  void each_alert_is_given_once_in_a_window_and_so_is_the_first_refusal() {
    put(book, NOON, daily(KEY, 100));
    for (int i = 0; i < 20; i++) {
      if (reserve(10) instanceof Admittance.Granted(Reservation reservation)) {
        reservation.charge(pico(10), i);
        reservation.close();
      }
    }
    assertThat(events)
        .extracting(event ->
            switch (event) {
              case BudgetEvent.Reached reached ->
                  reached.percent() + " % at " + reached.spent().pico();
              case BudgetEvent.Refusing refusing -> "refusing at " + refusing.spent().pico();
            })
        .containsExactly("50 % at 50", "80 % at 80", "100 % at 100", "refusing at 100");
    events.clear();
    granted(book.reserve(path, Hold.exactly(50), NOON + DAY_MS)).charge(pico(50), 99);
    assertThat(events).hasSize(1);
  }

  @Test
  void what_the_ledger_says_was_spent_before_counts_and_nothing_counts_twice() {
    Reservation early = granted(reserve(7));
    BudgetBook.Opening opening = book.budgets(List.of(daily(KEY, 100)), NOON).getFirst();
    assertThat(opening.account()).isEqualTo("key:0123456789ab");
    // Records 1 to 10 are in what the ledger says, record 11 is not.
    early.charge(pico(7), 10);
    early.close();
    Reservation later = granted(reserve(1_000));
    later.charge(pico(5), 11);
    later.close();
    assertThat(reading(KEY, NOON).inForce()).isFalse();
    book.opened(opening, 60, 10);
    assertThat(reading(KEY, NOON).inForce()).isTrue();
    assertThat(reading(KEY, NOON).spent()).isEqualTo(pico(65));
    refused(reserve(36));
    granted(reserve(35));
    assertThat(events).hasSize(1);
  }

  @Test
  void a_window_that_ends_before_the_ledger_has_answered_begins_with_what_came_in_it() {
    BudgetBook.Opening opening = book.budgets(List.of(daily(KEY, 100)), NOON).getFirst();
    granted(reserve(9)).charge(pico(9), 1);
    granted(book.reserve(path, Hold.exactly(30), NOON + DAY_MS)).charge(pico(30), 2);
    book.opened(opening, 90, 5);
    assertThat(reading(KEY, NOON + DAY_MS).spent()).isEqualTo(pico(30));
  }

  @Test
  void a_limit_can_be_changed_in_a_window_and_what_was_spent_stays_spent() {
    put(book, NOON, daily(KEY, 100));
    Reservation running = granted(reserve(80));
    put(book, NOON, daily(KEY, 50));
    refused(reserve(1));
    put(book, NOON, daily(KEY, 90));
    granted(reserve(10));
    refused(reserve(1));
    running.charge(pico(80), 1);
    running.close();
    put(book, NOON);
    granted(reserve(1_000));
    assertThat(book.readings(NOON)).isEmpty();
  }

  @Test
  void two_budgets_of_one_account_and_window_share_its_sums_and_the_lower_one_stops() {
    Budget low = new Budget("low", KEY, pico(10), Books.DAILY, Budget.ALERTS, true);
    put(book, NOON, daily(KEY, 100), low);
    assertThat(refused(reserve(11)).budget()).isEqualTo(low);
    granted(reserve(10));
    assertThat(book.readings(NOON)).extracting(r -> r.held().pico()).containsExactly(10L, 10L);
  }

  @Test
  void the_headroom_says_what_would_fit() {
    put(book, NOON, daily(ORGANIZATION, 100), daily(KEY, 50));
    granted(reserve(20));
    Headroom headroom = book.headroom(path, NOON);
    assertThat(headroom.objection(Hold.exactly(30))).isNull();
    assertThat(headroom.objection(Hold.exactly(31))).isEqualTo(daily(KEY, 50));
    assertThat(headroom.objection(Hold.exactly(81))).isEqualTo(daily(ORGANIZATION, 100));
    assertThat(headroom.objection(new Hold(10, 10, 31))).isEqualTo(daily(KEY, 50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"organization", "team", "key"})
  void of_a_thousand_at_once_exactly_as_many_are_admitted_as_fit(String level) throws Exception {
    int fit = 137;
    Scope scope = PATH.stream().filter(s -> s.kind().key().equals(level)).findFirst().orElseThrow();
    List<Budget> budgets = new ArrayList<>();
    for (Scope other : PATH) {
      budgets.add(daily(other, other.equals(scope) ? fit * 10 + 9 : 100_000));
    }
    put(book, NOON, budgets.toArray(Budget[]::new));
    int threads = 8;
    CyclicBarrier barrier = new CyclicBarrier(threads);
    int admitted = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        counts.add(
            pool.submit(() -> {
              barrier.await();
              int mine = 0;
              for (int i = 0; i < 1_000 / threads; i++) {
                if (reserve(10) instanceof Admittance.Granted(Reservation reservation)) {
                  mine++;
                  // Some end while others still ask; each costs what was held for it.
                  if (i % 2 == 0) {
                    reservation.charge(pico(10), 1);
                    reservation.close();
                  }
                }
              }
              return mine;
            }));
      }
      for (Future<Integer> count : counts) {
        admitted += count.get();
      }
    }
    assertThat(admitted).isEqualTo(fit);
  }
}
