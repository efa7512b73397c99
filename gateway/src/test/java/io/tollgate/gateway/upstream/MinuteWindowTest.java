package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MinuteWindowTest {

  private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(100);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final Allowance NONE = Allowance.UNSAID;

  private final MinuteWindow window = new MinuteWindow(START);

  private static long at(long millis) {
    return START + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Allowance tokens(long limit) {
    return new Allowance(0, limit);
  }

  @Test
  void what_was_sent_counts_for_a_minute_and_the_second_it_was_sent_in() {
    window.add(at(500), 100);

    assertThat(window.tokens(at(60_400))).isEqualTo(100);
    assertThat(window.requests(at(60_999))).isEqualTo(1);
    assertThat(window.tokens(at(61_000))).isZero();
    assertThat(window.requests(at(61_000))).isZero();
  }

  @Test
  void without_a_limit_nothing_waits() {
    for (int i = 0; i < 1_000; i++) {
      window.add(at(0), 1_000_000);
    }
    assertThat(window.waitNanos(at(1), 1_000_000, NONE)).isZero();
  }

  @Test
  void what_does_not_fit_waits_until_enough_has_fallen_out_and_no_longer() {
    window.add(at(0), 600);
    window.add(at(10_000), 300);

    assertThat(window.waitNanos(at(20_000), 100, tokens(1_000))).isZero();
    assertThat(window.waitNanos(at(20_000), 101, tokens(1_000)))
        .isEqualTo(Duration.ofSeconds(41).toNanos());
    assertThat(window.waitNanos(at(20_000), 800, tokens(1_000)))
        .isEqualTo(Duration.ofSeconds(51).toNanos());
    assertThat(window.waitNanos(at(61_000), 101, tokens(1_000))).isZero();
  }

  @Test
  void requests_are_limited_by_themselves() {
    window.add(at(0), 0);
    window.add(at(5_000), 0);

    assertThat(window.waitNanos(at(6_000), 5, new Allowance(3, 0))).isZero();
    assertThat(window.waitNanos(at(6_000), 5, new Allowance(2, 0)))
        .isEqualTo(Duration.ofSeconds(55).toNanos());
  }

  @Test
  void what_is_larger_than_the_limit_waits_for_an_empty_minute() {
    assertThat(window.waitNanos(at(0), 5_000, tokens(1_000))).isZero();
    window.add(at(0), 1);
    assertThat(window.waitNanos(at(0), 5_000, tokens(1_000)))
        .isEqualTo(Duration.ofSeconds(61).toNanos());
  }

  @Test
  void a_correction_counts_where_the_request_was_sent_and_not_after_its_minute() {
    window.add(at(0), 1_000);
    window.add(at(30_000), 50);
    window.correct(at(0), at(40_000), 0, -900);
    assertThat(window.tokens(at(40_000))).isEqualTo(150);
    assertThat(window.tokens(at(61_000))).isEqualTo(50);

    window.correct(at(0), at(62_000), -1, -100);
    assertThat(window.tokens(at(62_000))).isEqualTo(50);
    window.correct(at(30_000), at(62_000), -1, -50);
    assertThat(window.tokens(at(62_000))).isZero();
    assertThat(window.requests(at(62_000))).isZero();
  }

  @Test
  void a_moment_that_is_a_little_old_is_taken_for_now() {
    window.add(at(10_000), 10);
    window.add(at(8_999), 10);
    assertThat(window.tokens(at(8_000))).isEqualTo(20);
  }

  @Test
  void a_long_silence_leaves_nothing() {
    window.add(at(0), 10);
    assertThat(window.tokens(at(86_400_000))).isZero();
    assertThat(window.waitNanos(at(86_400_000), 10, tokens(10))).isZero();
  }

  /**
   * Requests of random size at random times, each sent as soon as the window lets it: no minute,
   * wherever it begins, has more than the limit, and where it waits, waiting as long as it says is
   * enough and a second less is not.
   */
  @Test
  void no_minute_ever_holds_more_than_the_limit() {
    SplittableRandom seeds = new SplittableRandom(20261130);
    for (int round = 0; round < 50; round++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      Allowance limit = new Allowance(random.nextInt(1, 200), random.nextInt(1_000, 50_000));
      MinuteWindow some = new MinuteWindow(START);
      Deque<long[]> lastMinute = new ArrayDeque<>();
      long requests = 0;
      long tokens = 0;
      long now = START;
      List<Long> waits = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        now += random.nextLong(TimeUnit.SECONDS.toNanos(1));
        long size = random.nextLong(1, limit.tokens() / 10);
        long wait = some.waitNanos(now, size, limit);
        if (wait > 0) {
          waits.add(wait);
          assertThat(some.waitNanos(now + wait, size, limit)).as("seed %d", seed).isZero();
          now += wait;
        }
        some.add(now, size);
        lastMinute.add(new long[] {now, size});
        requests++;
        tokens += size;
        while (now - lastMinute.getFirst()[0] >= MINUTE) {
          requests--;
          tokens -= lastMinute.removeFirst()[1];
        }
        assertThat(requests).as("requests, seed %d", seed).isLessThanOrEqualTo(limit.requests());
        assertThat(tokens).as("tokens, seed %d", seed).isLessThanOrEqualTo(limit.tokens());
      }
      assertThat(waits).allMatch(wait -> wait <= MINUTE + TimeUnit.SECONDS.toNanos(1));
    }
  }
}
