package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.BookedOutcome;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.FinanceReport;
import io.tollgate.gateway.ledger.JournalOptions;
import io.tollgate.gateway.ledger.Ledger;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.gateway.quality.OutcomeDesk.Result;
import io.tollgate.policies.money.Picodollars;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeDeskTest {

  private static final String OWNER = "abcdef012345";
  private static final List<String> OWN = List.of("everything", "key:abcdef012345");
  private static final DecisionLog.Bounds BOUNDS = new DecisionLog.Bounds(3, Duration.ofHours(1));

  private final Samples.Clock clock = new Samples.Clock();
  private final List<Entry> booked = new ArrayList<>();
  private final List<AppendListener> waiting = new ArrayList<>();
  private final Map<String, BookedOutcome> past = new HashMap<>();
  private final DecisionLog decisions = new DecisionLog(() -> BOUNDS, clock);
  private final OutcomeDesk desk =
      new OutcomeDesk(
          decisions,
          () -> BOUNDS,
          (entries, listener) -> {
            booked.addAll(entries);
            waiting.add(listener);
          },
          (key, request) -> past.get(key + " " + request),
          Runnable::run,
          new QualityMeters(new SimpleMeterRegistry()),
          clock);

  private final RequestIds ids = new RequestIds(new SplittableRandom(1));

  private String id(Duration ago) {
    return ids.next(clock.instant().minus(ago).toEpochMilli());
  }

  private void answered(String request) {
    decisions.decided(request, Samples.decision(1), null);
    decisions.finished(Samples.finished(request, OWNER, "complete"));
  }

  private CompletableFuture<Result> say(String request, boolean success) {
    return desk.take(OWNER, OWN, new Outcome(request, success, new Picodollars(5)));
  }

  private static void assertNoted(CompletableFuture<Result> result, long seq) {
    assertThat(result).isCompletedWithValue(new Result.Noted(seq));
  }

  private static void assertUnknown(CompletableFuture<Result> result) {
    assertThat(result).isCompletedWithValue(new Result.Unknown());
  }

  private static void assertContradicting(CompletableFuture<Result> result) {
    assertThat(result).isCompletedWithValue(new Result.Contradicting());
  }

  @Test
  void an_outcome_of_a_request_that_is_remembered_goes_to_its_accounts_and_its_deployment() {
    answered("one");
    say("one", true);
    assertThat(booked)
        .singleElement()
        .isEqualTo(
            new Entry.OutcomeReported(
                Samples.NOON,
                "one",
                OWNER,
                "thrifty",
                Samples.SWIFT.id(),
                List.of("everything", "team:search"),
                true,
                new Picodollars(5)));
  }

  @Test
  void one_that_is_not_remembered_goes_to_the_accounts_of_the_key() {
    String late = id(Duration.ofDays(30));
    say(late, true);
    assertThat(booked)
        .singleElement()
        .isEqualTo(
            new Entry.OutcomeReported(
                Samples.NOON, late, OWNER, "", "", OWN, true, new Picodollars(5)));
  }

  @Test
  void ids_that_cannot_be_meant_are_unknown() {
    assertUnknown(say("made-up", true));
    assertUnknown(say(id(Duration.ofDays(91)), true));
    assertUnknown(say(id(Duration.ofHours(-1)), true));
    assertUnknown(say("req_0000000000000000000000000u", true));
    assertThat(booked).isEmpty();
  }

  @Test
  void the_same_again_is_the_same_and_booked_once_and_something_else_is_refused() {
    String request = id(Duration.ZERO);
    CompletableFuture<Result> first = say(request, true);
    assertThat(say(request, true)).isSameAs(first);
    assertContradicting(say(request, false));
    assertThat(booked).hasSize(1);
    desk.take("other", List.of(), new Outcome(request, false, null));
    assertThat(booked).as("another key has its own").hasSize(2);
  }

  @Test
  void it_counts_when_it_is_in_the_journal() {
    CompletableFuture<Result> noted = say(id(Duration.ZERO), true);
    assertThat(noted).isNotDone();
    waiting.getFirst().appended(7);
    assertNoted(noted, 7);
  }

  @Test
  void what_the_ledger_did_not_take_may_be_said_again_and_otherwise() {
    String request = id(Duration.ZERO);
    CompletableFuture<Result> noted = say(request, true);
    waiting.getFirst().failed(new IllegalStateException("full"));
    assertThat(noted).isCompletedExceptionally();
    CompletableFuture<Result> otherwise = say(request, false);
    waiting.getLast().appended(8);
    assertNoted(otherwise, 8);
    assertThat(booked).hasSize(2);
  }

  @Test
  void what_is_in_the_ledger_and_not_remembered_counts_since_then() {
    String request = id(Duration.ofDays(3));
    past.put(OWNER + " " + request, new BookedOutcome(4, true, new Picodollars(5)));
    assertContradicting(say(request, false));
    assertNoted(say(request, true), 4);
    past.clear();
    assertNoted(say(request, true), 4);
    assertContradicting(say(request, false));
    assertThat(booked).isEmpty();
    desk.take("other", List.of(), new Outcome(request, true, null));
    assertThat(booked).as("another key has its own").hasSize(1);
  }

  @Test
  void where_the_ledger_cannot_be_asked_nothing_is_booked_and_it_may_be_said_again() {
    List<Runnable> later = new ArrayList<>();
    AtomicBoolean broken = new AtomicBoolean(true);
    OutcomeDesk careful =
        new OutcomeDesk(
            decisions,
            () -> BOUNDS,
            (entries, listener) -> listener.appended(booked.addAll(entries) ? 9 : 0),
            (key, asked) -> {
              if (broken.get()) {
                throw new IllegalStateException("away");
              }
              return null;
            },
            later::add,
            new QualityMeters(new SimpleMeterRegistry()),
            clock);
    Outcome outcome = new Outcome(id(Duration.ZERO), true, null);
    CompletableFuture<Result> first = careful.take(OWNER, OWN, outcome);
    assertThat(first).as("nobody waits for the ledger").isNotDone();
    later.removeFirst().run();
    assertThat(first).isCompletedExceptionally();
    assertThat(booked).isEmpty();

    broken.set(false);
    CompletableFuture<Result> second = careful.take(OWNER, OWN, outcome);
    CompletableFuture<Result> third = careful.take(OWNER, OWN, outcome);
    later.forEach(Runnable::run);
    assertNoted(second, 9);
    assertNoted(third, 9);
    assertThat(booked).as("two at once are booked once").hasSize(1);
  }

  @Test
  void after_a_restart_what_was_said_before_is_the_same_again(@TempDir Path directory) {
    String request = id(Duration.ZERO);
    Outcome outcome = new Outcome(request, true, null);
    Result first;
    try (Ledger ledger = Ledger.open(directory, JournalOptions.DEFAULTS, "node1", clock)) {
      first = desk(ledger).take(OWNER, OWN, outcome).join();
    }
    try (Ledger ledger = Ledger.open(directory, JournalOptions.DEFAULTS, "node1", clock)) {
      OutcomeDesk again = desk(ledger);
      assertThat(again.take(OWNER, OWN, outcome).join()).isEqualTo(first);
      assertContradicting(again.take(OWNER, OWN, new Outcome(request, true, new Picodollars(0))));
    }
    try (FinanceReport report = FinanceReport.open(directory)) {
      assertThat(
              report.outcomes("everything", LocalDate.EPOCH, LocalDate.of(9999, 1, 1)).outcomes())
          .isEqualTo(1);
    }
  }

  private OutcomeDesk desk(Ledger ledger) {
    return new OutcomeDesk(
        decisions,
        () -> BOUNDS,
        ledger::append,
        ledger::outcome,
        Runnable::run,
        new QualityMeters(new SimpleMeterRegistry()),
        clock);
  }

  @Test
  void no_more_is_remembered_than_of_requests() {
    String oldest = id(Duration.ZERO);
    say(oldest, true);
    for (int i = 0; i < 4; i++) {
      say(id(Duration.ZERO), true);
    }
    say(oldest, false);
    assertThat(booked).hasSize(6);
    clock.set(Samples.NOON.plus(Duration.ofMinutes(61)));
    say(id(Duration.ZERO), true);
    say(oldest, true);
    assertThat(booked).hasSize(8);
  }
}
