package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerChargesTest {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  /** The quarter hour before noon, and two at once. */
  private static final Instant BEFORE_NOON = Samples.NOON.minus(QUARTER);

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private static ChargeSpan quarter(String account, Instant from) {
    return new ChargeSpan(account, from, from.plus(QUARTER));
  }

  private static ChargeSpan always(String account) {
    return new ChargeSpan(account, Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));
  }

  private static List<Long> charged(Ledger ledger, ChargeSpan... spans) throws Exception {
    assertThat(ledger.awaitStore()).isTrue();
    ChargeReading reading = ledger.charged(List.of(spans));
    assertThat(reading.seq()).isEqualTo(ledger.lastSeq());
    return reading.amounts().stream().map(Picodollars::pico).toList();
  }

  /** A request that ends with the sample's bill of 3,100. */
  private static Entry[] answered(String request, Instant at, String... accounts) {
    return new Entry[] {
      Samples.charged(Samples.reserve(request), at, List.of(accounts)),
      Samples.dispatch(request, 1),
      Samples.settle(request, 1, true)
    };
  }

  @Test
  void a_request_is_charged_in_full_to_each_of_its_accounts() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, answered("r1", Samples.NOON, "team:a", "user:x"));
      Ledgers.append(ledger, answered("r2", Samples.NOON, "team:a", "user:y")).await();
      assertThat(
              charged(
                  ledger, always("user:x"), always("team:a"), always("user:y"), always("nobody")))
          .containsExactly(3_100L, 6_200L, 3_100L, 0L);
    }
  }

  @Test
  void all_attempts_of_a_request_are_charged_but_for_those_that_cost_nothing() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, Samples.everyType()).await();
      assertThat(charged(ledger, always("tag:feature=chat"))).containsExactly(5_000L + 3_100L);
    }
  }

  @Test
  void a_charge_belongs_to_the_quarter_hour_in_which_the_money_was_held() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, answered("late", Samples.NOON.minusNanos(1), "a"));
      Ledgers.append(ledger, answered("sharp", Samples.NOON, "a"));
      Ledgers.append(ledger, answered("again", Samples.NOON.plusSeconds(1), "a")).await();
      assertThat(
              charged(
                  ledger,
                  quarter("a", BEFORE_NOON),
                  quarter("a", Samples.NOON),
                  quarter("a", Samples.NOON.plus(QUARTER)),
                  new ChargeSpan("a", BEFORE_NOON, Samples.NOON.plus(QUARTER)),
                  new ChargeSpan("a", Samples.NOON, Samples.NOON)))
          .containsExactly(3_100L, 6_200L, 0L, 9_300L, 0L);
    }
  }

  @Test
  void what_a_crash_left_is_charged_at_its_estimate_in_the_quarter_hour_of_the_reservation()
      throws Exception {
    Instant reserved = BEFORE_NOON.plusSeconds(10);
    Ledgers.write(
        directory,
        1 << 20,
        List.of(
            Samples.charged(Samples.reserve("r"), reserved, List.of("team:a", "user:x")),
            Samples.dispatch("r", 1)));
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().attemptsExpired()).isEqualTo(1);
      assertThat(
              charged(
                  ledger,
                  quarter("team:a", BEFORE_NOON),
                  quarter("user:x", BEFORE_NOON),
                  quarter("team:a", Samples.NOON)))
          .containsExactly(5_000L, 5_000L, 0L);
    }
    assertThat(Ledgers.verify(directory).isSound()).isTrue();
  }

  @Test
  void a_request_that_a_restart_of_the_store_finds_open_keeps_its_accounts_and_its_quarter_hour()
      throws Exception {
    // The store, not the journal, remembers the request whose end the rest of the journal tells.
    try (Ledger ledger = Ledgers.open(directory)) {
      Entry[] all = answered("r", BEFORE_NOON, "team:a");
      Ledgers.append(ledger, all[0], all[1]).await();
      assertThat(ledger.awaitStore()).isTrue();
      assertThat(charged(ledger, always("team:a"))).containsExactly(0L);
    }
    try (Journal journal = Ledgers.openJournal(directory)) {
      Ledgers.append(journal, Samples.settle("r", 1, true)).await();
    }
    try (Ledger ledger = Ledgers.open(directory)) {
      assertThat(ledger.recovery().attemptsExpired()).isZero();
      assertThat(charged(ledger, quarter("team:a", BEFORE_NOON), always("team:a")))
          .containsExactly(3_100L, 3_100L);
    }
  }

  @Test
  void what_has_no_price_is_counted_and_is_in_no_amount() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(
              ledger,
              Samples.charged(Samples.reserve("r", null), Samples.NOON, List.of("a")),
              Samples.dispatch("r", 1, "new/unpriced", null),
              Samples.settleUnpriced("r", 1, true))
          .await();
      assertThat(charged(ledger, always("a"))).containsExactly(0L);
    }
    assertThat(Ledgers.dump(directory)).contains("rollup_charge|a|2026-11-21T12:00:00Z|1|1|0|0");
  }

  private static Entry[] dear(String request, long pico) {
    Entry.Settle settle = Samples.settle(request, 1, true);
    return new Entry[] {
      Samples.charged(Samples.reserve(request), Samples.NOON, List.of("a", request)),
      Samples.dispatch(request, 1),
      new Entry.Settle(
          settle.at(),
          request,
          1,
          true,
          settle.outcome(),
          new Service(200, null, null, null, null),
          settle.usage(),
          settle.quality(),
          Bill.of(
              List.of(RatedLine.of(Meter.IN_UNCACHED, 1, pico, Ratio.ONE)),
              new Picodollars(pico),
              "p"),
          0,
          0)
    };
  }

  @Test
  void a_sum_that_is_more_than_the_largest_amount_is_read_as_that_and_kept_exactly()
      throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, dear("r1", Long.MAX_VALUE - 1));
      Ledgers.append(ledger, dear("r2", 1)).await();
      assertThat(charged(ledger, always("a"), always("r1")))
          .containsExactly(Long.MAX_VALUE, Long.MAX_VALUE - 1);
      Ledgers.append(ledger, dear("r3", Long.MAX_VALUE)).await();
      assertThat(charged(ledger, always("a"), always("r2"))).containsExactly(Long.MAX_VALUE, 1L);
    }
    try (LedgerReport report = LedgerReport.open(directory)) {
      assertThat(report.charges(Instant.EPOCH, Samples.NOON.plus(QUARTER)).getFirst().amountUsd())
          .isEqualByComparingTo("18446744.073709551614");
    }
  }

  @Test
  void a_span_begins_and_ends_with_a_quarter_hour_and_not_before_it_begins() {
    Instant odd = Samples.NOON.plusSeconds(60);
    assertThatThrownBy(() -> new ChargeSpan("a", odd, Samples.NOON.plus(QUARTER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from: 2026-11-21T12:01:00Z");
    assertThatThrownBy(() -> new ChargeSpan("a", Samples.NOON, Samples.NOON.plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to: 2026-11-21T12:00:00.000000001Z");
    assertThatThrownBy(() -> new ChargeSpan("a", Samples.NOON, BEFORE_NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not before");
  }

  @Test
  void a_span_may_reach_further_than_any_clock() throws Exception {
    Instant first = Instant.ofEpochSecond(Instant.MIN.getEpochSecond() / 900 * 900);
    Instant last = Instant.ofEpochSecond(Instant.MAX.getEpochSecond() / 900 * 900);
    try (Ledger ledger = Ledgers.open(directory)) {
      Ledgers.append(ledger, answered("r", Samples.NOON, "a")).await();
      assertThat(
              charged(
                  ledger,
                  new ChargeSpan("a", first, last),
                  new ChargeSpan("a", first, Samples.NOON),
                  new ChargeSpan("a", Samples.NOON.plus(QUARTER), last)))
          .containsExactly(3_100L, 0L, 0L);
    }
  }

  @Test
  void days_begin_with_a_quarter_hour_in_every_time_zone_there_is() {
    List<String> odd = new ArrayList<>();
    for (String zone : ZoneId.getAvailableZoneIds()) {
      LocalDate day = LocalDate.of(2026, 1, 1);
      while (day.getYear() < 2031) {
        if (!QuarterHour.begins(day.atStartOfDay(ZoneId.of(zone)).toInstant())) {
          odd.add(zone + " " + day);
        }
        day = day.plusDays(1);
      }
    }
    assertThat(odd).isEmpty();
  }

  @Test
  void a_hundred_thousand_spans_are_read_in_their_order() throws Exception {
    try (Ledger ledger = Ledgers.open(directory)) {
      for (int i = 0; i < 50; i++) {
        Ledgers.append(ledger, answered("r" + i, Samples.NOON, "user:" + 7 * i)).await();
      }
      assertThat(ledger.awaitStore()).isTrue();
      List<ChargeSpan> spans = new ArrayList<>();
      for (int i = 0; i < 100_000; i++) {
        spans.add(quarter("user:" + i, Samples.NOON));
      }
      List<Picodollars> amounts = ledger.charged(spans).amounts();
      assertThat(amounts).hasSize(100_000);
      for (int i = 0; i < 100_000; i++) {
        assertThat(amounts.get(i).pico()).isEqualTo(i % 7 == 0 && i < 350 ? 3_100 : 0);
      }
    }
  }

  @Test
  void a_store_that_cannot_be_read_is_named_in_a_sentence() throws Exception {
    StoreFile store = StoreFile.of(directory);
    assertThatThrownBy(() -> StoreCharges.read(store, List.of(always("a"))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("There is no store at");
    Files.writeString(store.path(), "this is not a database".repeat(100));
    assertThatThrownBy(() -> StoreCharges.read(store, List.of(always("a"))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("The store cannot be read");
  }
}
