package io.tollgate.gateway.limit;

import static io.tollgate.gateway.limit.LimitBooks.KEY;
import static io.tollgate.gateway.limit.LimitBooks.TEAM;
import static io.tollgate.gateway.limit.LimitBooks.book;
import static io.tollgate.gateway.limit.LimitBooks.concurrent;
import static io.tollgate.gateway.limit.LimitBooks.granted;
import static io.tollgate.gateway.limit.LimitBooks.refused;
import static io.tollgate.gateway.limit.LimitBooks.requests;
import static io.tollgate.gateway.limit.LimitBooks.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.gateway.budget.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What fits into rate limits, what comes back when, and whose turn it is. */
final class LimitBookTest {

  private static final LimitPath PATH = new LimitPath(List.of(TEAM, KEY));

  private static Admittance enter(LimitBook book, long tokens, long nowMs) {
    return book.enter(PATH, tokens, () -> nowMs, null);
  }

  private static long remaining(LimitBook book, int row, long nowMs) {
    return book.standings(nowMs).get(row).remaining();
  }

  @Test
  void a_minutes_requests_may_come_at_once_and_the_next_when_one_is_there_again() {
    LimitBook book = book(requests(TEAM, 60));
    for (int i = 0; i < 60; i++) {
      granted(enter(book, 0, 0));
    }
    Objection objection = refused(enter(book, 0, 0));
    assertThat(objection.kind()).isEqualTo(LimitKind.REQUESTS);
    assertThat(objection.waitMs()).isEqualTo(1_000);
    assertThat(refused(enter(book, 0, 999)).waitMs()).isEqualTo(1);
    granted(enter(book, 0, 1_000));
    refused(enter(book, 0, 1_000));
  }

  @Test
  void what_does_not_fit_everywhere_is_counted_nowhere() {
    LimitBook book = book(requests(TEAM, 10), tokens(KEY, 100));
    granted(enter(book, 90, 0));
    assertThat(refused(enter(book, 11, 0)).kind()).isEqualTo(LimitKind.TOKENS);
    assertThat(remaining(book, 0, 0)).isEqualTo(9);
    assertThat(remaining(book, 1, 0)).isEqualTo(10);
    granted(enter(book, 10, 0));
  }

  @Test
  void less_use_than_was_thought_is_given_back_and_more_becomes_debt() {
    LimitBook book = book(tokens(TEAM, 6_000));
    Passage less = granted(enter(book, 1_000, 0));
    less.sent(1, "a/b");
    less.billed(1, 400);
    less.close(() -> 0);
    less.close(() -> 0);
    assertThat(remaining(book, 0, 0)).isEqualTo(5_600);
    Passage more = granted(enter(book, 5_600, 0));
    more.sent(1, "a/b");
    more.billed(1, 6_600);
    more.close(() -> 0);
    assertThat(remaining(book, 0, 0)).isZero();
    // A debt of 1,000 at 100 a second, and one more.
    assertThat(refused(enter(book, 1, 0)).waitMs()).isEqualTo(10_010);
    granted(enter(book, 1, 10_010));
  }

  @Test
  void a_request_that_used_nothing_gives_its_tokens_back_and_one_of_unknown_use_does_not() {
    LimitBook book = book(tokens(TEAM, 1_000));
    granted(enter(book, 700, 0)).close(() -> 0);
    assertThat(remaining(book, 0, 0)).isEqualTo(1_000);
    Passage doubtful = granted(enter(book, 700, 0));
    doubtful.billedUnknown();
    doubtful.close(() -> 0);
    assertThat(remaining(book, 0, 0)).isEqualTo(300);
  }

  @Test
  void a_request_of_more_than_a_minutes_tokens_waits_for_all_of_them_and_makes_debt() {
    LimitBook book = book(tokens(TEAM, 600));
    granted(enter(book, 10, 0));
    assertThat(refused(enter(book, 900, 0)).waitMs()).isEqualTo(1_000);
    granted(enter(book, 900, 1_000));
    assertThat(refused(enter(book, 1, 1_000)).waitMs()).isEqualTo(30_100);
  }

  @Test
  void as_many_run_at_one_time_as_may() {
    LimitBook book = book(concurrent(KEY, 2, Duration.ZERO));
    Passage one = granted(enter(book, 0, 0));
    granted(enter(book, 0, 0));
    assertThat(refused(enter(book, 0, 0)).kind()).isEqualTo(LimitKind.CONCURRENT);
    one.close(() -> 0);
    granted(enter(book, 0, 0));
    refused(enter(book, 0, 0));
  }

  @Test
  void whoever_has_no_limits_is_let_through_and_leaves_no_trace() {
    LimitBook book = book(requests(Scope.parse("team:other"), 1));
    assertThat(granted(enter(book, 1, 0))).isSameAs(Passage.FREE);
  }

  @Test
  void a_changed_limit_keeps_its_use_and_a_removed_one_limits_nothing() {
    LimitBook book = book(requests(TEAM, 10));
    for (int i = 0; i < 10; i++) {
      granted(enter(book, 0, 0));
    }
    book.limits(List.of(requests(TEAM, 12)), 0);
    granted(enter(book, 0, 0));
    granted(enter(book, 0, 0));
    refused(enter(book, 0, 0));
    book.limits(List.of(requests(TEAM, 5)), 0);
    assertThat(refused(enter(book, 0, 0)).waitMs()).isEqualTo(8 * 12_000);
    book.limits(List.of(), 0);
    granted(enter(book, 0, 0));
  }

  @Test
  void a_deployment_has_one_limit_for_all_its_callers() {
    LimitBook book = book(concurrent(Scope.parse("model:openai/*"), 1, Duration.ZERO));
    Passage one = granted(book.enter(LimitPath.EMPTY, 5, () -> 0, null));
    Passage two = granted(book.enter(PATH, 5, () -> 0, null));
    assertThat(one.visit("openai/gpt-5", () -> 0)).isTrue();
    // Not sent yet, so that it is the same attempt.
    assertThat(one.visit("openai/gpt-5", () -> 0)).isTrue();
    assertThat(two.visit("openai/gpt-4", () -> 0)).isFalse();
    assertThat(two.objection()).isNotNull();
    assertThat(two.visit("anthropic/opus", () -> 0)).isTrue();
    assertThat(book.toDeployment("openai/gpt-4", 5, () -> 0)).isNotNull();
    assertThat(book.toDeployment("anthropic/opus", 5, () -> 0)).isNull();
    one.close(() -> 0);
    assertThat(two.visit("openai/gpt-4", () -> 0)).isTrue();
  }

  @Test
  void nobody_asks_what_time_it_is_where_nothing_is_limited() {
    LongSupplier clock =
        () -> {
          throw new AssertionError("asked");
        };
    LimitBook book = new LimitBook();
    Passage free = granted(book.enter(PATH, 5, clock, null));
    assertThat(free.visit("openai/gpt-5", clock)).isTrue();
    assertThat(book.toDeployment("openai/gpt-5", 5, clock)).isNull();
    free.close(clock);

    Passage limited = granted(enter(book(requests(TEAM, 5)), 5, 0));
    assertThat(limited.visit("openai/gpt-5", clock)).isTrue();
    limited.close(() -> 0);
    limited.close(clock);
  }

  @Test
  void an_attempt_that_was_not_made_gives_a_deployment_all_back() {
    LimitBook book = book(requests(Scope.parse("model:*"), 1));
    Passage passage = granted(book.enter(PATH, 5, () -> 0, null));
    assertThat(passage.visit("openai/gpt-5", () -> 0)).isTrue();
    passage.close(() -> 0);
    assertThat(book.toDeployment("openai/gpt-5", 5, () -> 0)).isNull();
    Passage sent = granted(book.enter(PATH, 5, () -> 0, null));
    assertThat(sent.visit("openai/gpt-5", () -> 0)).isTrue();
    sent.sent(1, "openai/gpt-5");
    sent.billed(1, 5);
    sent.close(() -> 0);
    assertThat(book.toDeployment("openai/gpt-5", 5, () -> 0)).isNotNull();
  }

  /** A line of requests at one limit, and the order in which they are called. */
  private static final class Line {
    private final List<String> called = new ArrayList<>();
    private final List<Passage> passages = new ArrayList<>();
    private final LimitBook book;

    private Line(LimitBook book) {
      this.book = book;
    }

    private Waiter wait(String key, String name) {
      Waiter waiter =
          new Waiter(
              key,
              end -> {
                if (end instanceof Admittance.Granted(Passage passage)) {
                  passages.add(passage);
                  called.add(name);
                } else {
                  called.add(name + " refused");
                }
              });
      assertThat(book.enter(PATH, 0, () -> 0, waiter)).isInstanceOf(Admittance.Waits.class);
      return waiter;
    }
  }

  @Test
  void turns_go_round_among_keys_and_within_a_key_the_first_comes_first() {
    LimitBook book = book(concurrent(TEAM, 1, Duration.ofSeconds(1)));
    book.onFreed(() -> book.sweep(0));
    Line line = new Line(book);
    line.passages.add(granted(enter(book, 0, 0)));
    for (String name : List.of("a1", "a2", "a3", "a4", "b1", "b2", "c1")) {
      line.wait(name.substring(0, 1), name);
    }
    for (int i = 0; i < 7; i++) {
      line.passages.get(i).close(() -> 0);
    }
    assertThat(line.called).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
    assertThat(book.waiting()).isZero();
  }

  @Test
  void nobody_overtakes_those_who_wait_and_whoever_left_is_not_called() {
    LimitBook book = book(concurrent(TEAM, 1, Duration.ofSeconds(1)));
    Line line = new Line(book);
    Passage running = granted(enter(book, 0, 0));
    Waiter first = line.wait("a", "a1");
    line.wait("a", "a2");
    running.close(() -> 0);
    // A place is free, but it is not for those who come now.
    refused(enter(book, 0, 0));
    assertThat(book.leave(first, 0)).isNotNull();
    assertThat(book.leave(first, 0)).isNull();
    book.sweep(0);
    assertThat(line.called).containsExactly("a2");
    refused(enter(book, 0, 0));
  }

  @Test
  void a_wait_ends_when_the_minute_has_brought_enough_and_a_vain_one_does_not_begin() {
    RateLimit limit = new RateLimit("r", TEAM, 60, 0, 0, Duration.ofSeconds(2));
    LimitBook book = book(limit);
    for (int i = 0; i < 60; i++) {
      granted(enter(book, 0, 0));
    }
    Line line = new Line(book);
    line.wait("a", "a1");
    line.wait("b", "b1");
    assertThat(book.sweep(0)).isEqualTo(1_000);
    assertThat(book.sweep(1_000)).isEqualTo(1_000);
    assertThat(line.called).containsExactly("a1");
    assertThat(book.sweep(2_000)).isEqualTo(LimitBook.NEVER);
    assertThat(line.called).containsExactly("a1", "b1");
    book.limits(List.of(new RateLimit("r", TEAM, 6, 0, 0, Duration.ofSeconds(2))), 2_000);
    assertThat(refused(book.enter(PATH, 0, () -> 2_000, new Waiter("a", _ -> {}))).waitMs())
        .isGreaterThan(2_000);
  }

  @Test
  void whoever_waits_for_one_limit_is_refused_by_another_that_lets_nobody_wait() {
    LimitBook book =
        book(
            new RateLimit("waits", TEAM, 0, 0, 1, Duration.ofSeconds(1)),
            new RateLimit("not", KEY, 1, 0, 0, Duration.ZERO));
    LimitPath team = new LimitPath(List.of(TEAM));
    Passage running = granted(book.enter(team, 0, () -> 0, null));
    Line line = new Line(book);
    line.wait("a", "a1");
    granted(book.enter(new LimitPath(List.of(KEY)), 0, () -> 0, null));
    running.close(() -> 0);
    book.sweep(0);
    assertThat(line.called).containsExactly("a1 refused");
    granted(book.enter(team, 0, () -> 0, null));
  }

  @Test
  void when_a_limit_is_lifted_those_who_wait_for_it_go_on() {
    LimitBook book = book(concurrent(TEAM, 1, Duration.ofSeconds(1)));
    book.onFreed(() -> book.sweep(0));
    granted(enter(book, 0, 0));
    Line line = new Line(book);
    line.wait("a", "a1");
    book.limits(List.of(), 0);
    assertThat(line.called).containsExactly("a1");
  }

  @Test
  void no_more_wait_than_may() {
    LimitBook book = new LimitBook(2);
    book.limits(List.of(concurrent(TEAM, 1, Duration.ofSeconds(1))), 0);
    granted(enter(book, 0, 0));
    Line line = new Line(book);
    line.wait("a", "a1");
    line.wait("b", "b1");
    refused(book.enter(PATH, 0, () -> 0, new Waiter("c", _ -> {})));
  }

  @Test
  void a_limit_bounds_something_and_its_wait_is_short() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimit("r", TEAM, 0, 0, 0, Duration.ZERO))
        .withMessageContaining("bounds nothing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimit("r", TEAM, 1, 0, 0, Duration.ofMinutes(2)))
        .withMessageContaining("wait");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RateLimit("R r", TEAM, 1, 0, 0, Duration.ZERO));
  }
}
