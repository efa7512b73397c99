package io.tollgate.gateway.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.ledger.AccountRow;
import io.tollgate.gateway.ledger.BookEntry;
import io.tollgate.gateway.ledger.CapacityRow;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.ledger.LedgerReport;
import io.tollgate.policies.capacity.HourlyCost;
import io.tollgate.policies.capacity.Pool;
import io.tollgate.policies.capacity.Tenure;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityClerkTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Funding OWNED = Funding.parse("owned:rack");
  private static final LocalDate BEFORE = LocalDate.parse("2026-01-01");
  private static final LocalDate AFTER = LocalDate.parse("2028-01-01");

  @TempDir private Path folder;
  private Instant now = NOON;
  private int calls;

  private static Pool rack(Instant from, @Nullable Instant to, @Nullable String node) {
    // Three of them cost a fraction of a pico-dollar, too: the hour is rounded.
    Tenure lease = new Tenure.Leased(new BigDecimal("0.3333333333331"));
    return new Pool("rack", 3, lease, null, List.of("box/m"), 1, null, from, to, node);
  }

  private Ledger open(String node) {
    return OwnedCalls.open(folder.resolve(node), node, () -> now);
  }

  private void charge(Ledger ledger, long pico) {
    OwnedCalls.post(ledger, "r" + calls++, now, "box/m", OWNED, Usage.of(1, 1), pico);
  }

  private static long absorbed(List<BookEntry.CapacityHour> hours) {
    return hours.stream().mapToLong(hour -> hour.absorbed().pico()).sum();
  }

  private BigDecimal balance(String node, String account) {
    try (LedgerReport report = LedgerReport.open(folder.resolve(node))) {
      return report.accounts().stream()
          .filter(row -> row.name().equals(account))
          .map(AccountRow::balance)
          .findFirst()
          .orElse(BigDecimal.ZERO);
    }
  }

  @Test
  void an_hour_is_booked_when_it_is_over_and_once() {
    try (Ledger ledger = open("a")) {
      CapacityClerk clerk = new CapacityClerk(ledger, "a");
      List<Pool> pools = List.of(rack(NOON, null, null));
      charge(ledger, 5);
      assertThat(clerk.book(pools, now)).isEmpty();
      now = NOON.plusSeconds(3_600);
      assertThat(clerk.book(pools, now))
          .containsExactly(
              new BookEntry.CapacityHour(
                  now, "rack", NOON, new Picodollars(999_999_999_999L), new Picodollars(10)));
      assertThat(clerk.book(pools, now.plusSeconds(3_599))).isEmpty();
    }
    assertThat(balance("a", "absorbed:rack")).isEqualByComparingTo("0");
    assertThat(balance("a", "idle:rack")).isEqualByComparingTo("0.999999999989");
    assertThat(balance("a", "capacity:rack")).isEqualByComparingTo("-0.999999999999");
  }

  @Test
  void hours_that_were_missed_are_booked_31_days_back_and_not_beyond_the_pools_life() {
    try (Ledger ledger = open("a")) {
      CapacityClerk clerk = new CapacityClerk(ledger, "a");
      Pool old = rack(NOON.minus(Duration.ofDays(400)), null, null);
      assertThat(clerk.book(List.of(old), now)).hasSize(31 * 24);
      now = NOON.plus(Duration.ofDays(2));
      Pool ends = rack(old.from(), NOON.plus(Duration.ofHours(5)), null);
      assertThat(clerk.book(List.of(ends), now))
          .extracting(BookEntry.CapacityHour::hour)
          .containsExactly(
              NOON,
              NOON.plus(Duration.ofHours(1)),
              NOON.plus(Duration.ofHours(2)),
              NOON.plus(Duration.ofHours(3)),
              NOON.plus(Duration.ofHours(4)));
      // What is charged after its life is cleared all the same.
      charge(ledger, 7);
      assertThat(clerk.book(List.of(ends), now))
          .singleElement()
          .matches(hour -> hour.cost().pico() == 0 && hour.absorbed().pico() == 14);
    }
  }

  @Test
  void of_several_gateways_one_books_the_cost_and_each_clears_its_own_charges() {
    long charged = 0;
    long cost = 0;
    List<Pool> pools = List.of(rack(NOON, null, "a"));
    try (Ledger a = open("a");
        Ledger b = open("b")) {
      for (int hour = 0; hour < 5; hour++) {
        charge(a, 100 + hour);
        charge(b, 1_000 + hour);
        now = now.plusSeconds(3_600);
        for (BookEntry.CapacityHour booked : new CapacityClerk(a, "a").book(pools, now)) {
          cost += booked.cost().pico();
          charged += booked.absorbed().pico();
        }
        for (BookEntry.CapacityHour booked : new CapacityClerk(b, "b").book(pools, now)) {
          assertThat(booked.cost()).isEqualTo(Picodollars.ZERO);
          charged += booked.absorbed().pico();
        }
      }
    }
    assertThat(cost).isEqualTo(5 * 999_999_999_999L);
    assertThat(balance("a", "absorbed:rack")).isEqualByComparingTo("0");
    assertThat(balance("b", "absorbed:rack")).isEqualByComparingTo("0");
    assertThat(balance("a", "idle:rack").add(balance("b", "idle:rack")))
        .isEqualByComparingTo(BigDecimal.valueOf(cost - charged, 12));
  }

  /** Time passes, jumps and goes back; calls are charged; the gateway is away and comes again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void every_hour_is_booked_once_and_idle_and_absorbed_are_its_cost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Pool pool = rack(NOON.minus(Duration.ofHours(random.nextInt(50))), null, null);
    long perHour = HourlyCost.of(pool).total().pico();
    List<Instant> booked = new ArrayList<>();
    long charged = 0;
    long absorbed = 0;
    Ledger ledger = open("a");
    try {
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(8)) {
          case 0 -> now = now.minus(Duration.ofMinutes(random.nextInt(180)));
          case 1 -> now = now.plus(Duration.ofHours(random.nextInt(40)));
          case 2 -> {
            ledger.close();
            now = now.plus(Duration.ofMinutes(random.nextInt(600)));
            ledger = open("a");
          }
          case 3, 4, 5 -> {
            long pico = random.nextLong(400_000_000_000L);
            charge(ledger, pico);
            charged += 2 * pico;
          }
          default -> now = now.plus(Duration.ofMinutes(random.nextInt(90)));
        }
        List<BookEntry.CapacityHour> hours =
            new CapacityClerk(ledger, "a").book(List.of(pool), now);
        if (!hours.isEmpty()) {
          hours.forEach(hour -> booked.add(hour.hour()));
          absorbed += absorbed(hours);
          assertThat(hours).allMatch(hour -> hour.cost().pico() == perHour);
          assertThat(ledger.capacity().absorbedPico().getOrDefault("rack", 0L)).isZero();
          assertThat(hours.getLast().hour().plusSeconds(3_600)).isBeforeOrEqualTo(now);
        }
      }
      now = booked.isEmpty() ? now.plusSeconds(3_600) : booked.getLast().plusSeconds(7_200);
      List<BookEntry.CapacityHour> last = new CapacityClerk(ledger, "a").book(List.of(pool), now);
      last.forEach(hour -> booked.add(hour.hour()));
      absorbed += absorbed(last);
    } finally {
      ledger.close();
    }
    assertThat(absorbed).isEqualTo(charged);
    assertThat(booked).isEqualTo(every(pool.from(), booked.size()));
    assertThat(balance("a", "absorbed:rack")).isEqualByComparingTo("0");
    try (FinanceReport report = FinanceReport.open(folder.resolve("a"))) {
      CapacityRow row = report.capacity(BEFORE, AFTER).getFirst();
      assertThat(row.hours()).isEqualTo(booked.size());
      assertThat(row.costUsd()).isEqualByComparingTo(BigDecimal.valueOf(perHour * row.hours(), 12));
      assertThat(row.absorbedUsd()).isEqualByComparingTo(BigDecimal.valueOf(charged, 12));
      assertThat(row.idleUsd()).isEqualByComparingTo(balance("a", "idle:rack"));
    }
  }

  private static List<Instant> every(Instant from, int hours) {
    Set<Instant> all = new TreeSet<>();
    for (int hour = 0; hour < hours; hour++) {
      all.add(from.plus(hour, ChronoUnit.HOURS));
    }
    return all.stream().collect(Collectors.toList());
  }
}
