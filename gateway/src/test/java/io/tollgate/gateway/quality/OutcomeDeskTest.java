package io.tollgate.gateway.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.gateway.exchange.RequestIds;
import io.tollgate.gateway.ledger.AppendListener;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.metrics.QualityMeters;
import io.tollgate.gateway.quality.OutcomeDesk.Result;
import io.tollgate.policies.money.Picodollars;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutcomeDeskTest {

  private static final String OWNER = "abcdef012345";
  private static final List<String> OWN = List.of("everything", "key:abcdef012345");
  private static final DecisionLog.Bounds BOUNDS = new DecisionLog.Bounds(3, Duration.ofHours(1));

  private final Samples.Clock clock = new Samples.Clock();
  private final List<Entry> booked = new ArrayList<>();
  private final List<AppendListener> waiting = new ArrayList<>();
  private final DecisionLog decisions = new DecisionLog(() -> BOUNDS, clock);
  private final OutcomeDesk desk =
      new OutcomeDesk(
          decisions,
          () -> BOUNDS,
          (entries, listener) -> {
            booked.addAll(entries);
            waiting.add(listener);
          },
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

  private Result say(String request, boolean success) {
    return desk.take(OWNER, OWN, new Outcome(request, success, new Picodollars(5)));
  }

  @Test
  void an_outcome_of_a_request_that_is_remembered_goes_to_its_accounts_and_its_deployment() {
    answered("one");
    assertThat(say("one", true)).isInstanceOf(Result.Noted.class);
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
    assertThat(say(late, true)).isInstanceOf(Result.Noted.class);
    assertThat(booked)
        .singleElement()
        .isEqualTo(
            new Entry.OutcomeReported(
                Samples.NOON, late, OWNER, "", "", OWN, true, new Picodollars(5)));
  }

  @Test
  void ids_that_cannot_be_meant_are_unknown() {
    assertThat(say("made-up", true)).isInstanceOf(Result.Unknown.class);
    assertThat(say(id(Duration.ofDays(91)), true)).isInstanceOf(Result.Unknown.class);
    assertThat(say(id(Duration.ofHours(-1)), true)).isInstanceOf(Result.Unknown.class);
    assertThat(say("req_0000000000000000000000000u", true)).isInstanceOf(Result.Unknown.class);
    assertThat(booked).isEmpty();
  }

  @Test
  void the_same_again_is_the_same_and_booked_once_and_something_else_is_refused() {
    String request = id(Duration.ZERO);
    Result first = say(request, true);
    assertThat(say(request, true)).isEqualTo(first);
    assertThat(say(request, false)).isInstanceOf(Result.Contradicting.class);
    assertThat(booked).hasSize(1);
    assertThat(desk.take("other", List.of(), new Outcome(request, false, null)))
        .as("another key has its own")
        .isInstanceOf(Result.Noted.class);
  }

  @Test
  void it_counts_when_it_is_in_the_journal() {
    Result.Noted noted = (Result.Noted) say(id(Duration.ZERO), true);
    assertThat(noted.booked()).isNotDone();
    waiting.getFirst().appended(7);
    assertThat(noted.booked()).isCompletedWithValue(7L);
  }

  @Test
  void what_the_ledger_did_not_take_may_be_said_again_and_otherwise() {
    String request = id(Duration.ZERO);
    Result.Noted noted = (Result.Noted) say(request, true);
    waiting.getFirst().failed(new IllegalStateException("full"));
    assertThat(noted.booked()).isCompletedExceptionally();
    assertThat(say(request, false)).isInstanceOf(Result.Noted.class);
    assertThat(booked).hasSize(2);
  }

  @Test
  void no_more_is_remembered_than_of_requests() {
    String oldest = id(Duration.ZERO);
    say(oldest, true);
    for (int i = 0; i < 4; i++) {
      say(id(Duration.ZERO), true);
    }
    assertThat(say(oldest, false)).isInstanceOf(Result.Noted.class);
    clock.set(Samples.NOON.plus(Duration.ofMinutes(61)));
    say(id(Duration.ZERO), true);
    assertThat(say(oldest, true)).isInstanceOf(Result.Noted.class);
  }
}
