package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LearntLimitTest {

  private static final long NOW = Long.MAX_VALUE - 5;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static LearntLimit limit(long remaining, long limit, long resetMs) {
    return new LearntLimit(
        new Quota.Window(Quota.Kind.TOKENS, remaining, limit, resetMs), NOW - 5, NOW);
  }

  @Test
  void what_is_left_goes_down_by_what_is_sent_and_fills_up_until_the_reset() {
    LearntLimit limit = limit(400, 1_000, 60_000);
    limit.take(NOW, 300);

    assertThat(limit.left(NOW)).isEqualTo(100);
    assertThat(limit.waitNanos(NOW, 100)).isZero();
    assertThat(limit.waitNanos(NOW, 200)).isEqualTo(10 * SECOND);
    assertThat(limit.waitNanos(NOW + 10 * SECOND, 200)).isZero();
    assertThat(limit.left(NOW + 30 * SECOND)).isEqualTo(400);
    assertThat(limit.left(NOW + 600 * SECOND)).isEqualTo(1_000);
  }

  @Test
  void a_full_one_fills_up_by_the_minute() {
    LearntLimit limit = limit(600, 600, 1);
    limit.take(NOW, 600);
    assertThat(limit.waitNanos(NOW, 10)).isEqualTo(SECOND);
  }

  @Test
  void where_the_limit_is_not_said_it_says_nothing_after_its_reset() {
    LearntLimit limit = limit(0, -1, 5_000);
    assertThat(limit.waitNanos(NOW, 1)).isEqualTo(5 * SECOND);
    assertThat(limit.waitNanos(NOW + SECOND, 1)).isEqualTo(4 * SECOND);
    assertThat(limit.isKnown(NOW + 5 * SECOND)).isFalse();
    assertThat(limit.waitNanos(NOW + 5 * SECOND, 1)).isZero();
  }

  @Test
  void nobody_waits_longer_than_an_hour_for_what_was_said_once() {
    LearntLimit limit = limit(0, 1_000, 86_400_000);
    assertThat(limit.waitNanos(NOW, 1_000)).isEqualTo(3_600 * SECOND);
    assertThat(limit.waitNanos(NOW + 3_600 * SECOND, 1_000)).isZero();
  }

  @Test
  void what_is_larger_than_the_whole_waits_until_it_is_full() {
    LearntLimit limit = limit(0, 1_000, 10_000);
    assertThat(limit.waitNanos(NOW, 9_999)).isEqualTo(10 * SECOND);
    assertThat(limit.waitNanos(NOW + 10 * SECOND, 9_999)).isZero();
  }

  @Test
  void only_what_was_taken_after_it_was_said_is_put_right() {
    LearntLimit limit = limit(500, 1_000, 60_000);
    limit.correct(NOW - 1, NOW, -400);
    assertThat(limit.left(NOW)).isEqualTo(500);
    limit.take(NOW, 400);
    limit.correct(NOW, NOW, -300);
    assertThat(limit.left(NOW)).isEqualTo(400);
  }

  @Test
  void the_answer_to_an_older_request_is_older_news() {
    LearntLimit newer =
        new LearntLimit(new Quota.Window(Quota.Kind.TOKENS, 5, 10, 1), NOW + 1, NOW + 2);
    assertThat(limit(1, 10, 1).isOlderThan(newer)).isTrue();
    assertThat(newer.isOlderThan(limit(1, 10, 1))).isFalse();
  }

  /** A bucket at a provider, and what the gateway believes of it: never more than there is. */
  @Test
  void a_bucket_of_which_it_was_told_is_never_overdrawn() {
    SplittableRandom seeds = new SplittableRandom(20261130);
    for (int round = 0; round < 50; round++) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      double full = random.nextInt(1_000, 100_000);
      double perNano = full / TimeUnit.MINUTES.toNanos(1);
      double left = random.nextDouble(full);
      long now = NOW;
      LearntLimit learnt = heard(left, full, perNano, now);
      for (int i = 0; i < 2_000; i++) {
        long passed = random.nextLong(SECOND);
        now += passed;
        left = Math.min(full, left + passed * perNano);
        long size = random.nextLong(1, (long) full / 10);
        long wait = learnt.waitNanos(now, size);
        if (wait == 0) {
          learnt.take(now, size);
          left -= size;
          assertThat(left).as("left at the provider, seed %d", seed).isGreaterThanOrEqualTo(-1);
        } else {
          assertThat(learnt.waitNanos(now + wait, size)).as("seed %d", seed).isZero();
        }
        if (random.nextInt(20) == 0) {
          learnt = heard(left, full, perNano, now);
        }
      }
    }
  }

  private static LearntLimit heard(double left, double full, double perNano, long now) {
    // Rounded as a provider would: never in the caller's favour.
    long resetMs = (long) Math.ceil((full - Math.floor(left)) / perNano / 1e6);
    return new LearntLimit(
        new Quota.Window(
            Quota.Kind.TOKENS,
            Math.max(0, (long) Math.floor(left)),
            (long) full,
            Math.max(1, resetMs)),
        now,
        now);
  }
}
