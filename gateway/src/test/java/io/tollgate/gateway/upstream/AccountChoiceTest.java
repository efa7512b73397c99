package io.tollgate.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountChoiceTest {

  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** The place of the account that is chosen, of those that are not out. */
  private static int chosen(long seed, int[] weights, List<Integer> out) {
    return IntStream.range(0, weights.length)
        .filter(i -> !out.contains(i))
        .boxed()
        .min((a, b) -> Double.compare(draw(seed, a, weights), draw(seed, b, weights)))
        .orElseThrow();
  }

  private static double draw(long seed, int account, int[] weights) {
    return AccountChoice.draw(seed, AccountChoice.number("account-" + account), weights[account]);
  }

  @Test
  void over_many_callers_the_shares_are_as_the_weights() {
    SplittableRandom seeds = new SplittableRandom(20261130);
    for (int[] weights : List.of(new int[] {3, 1}, new int[] {1, 1, 1}, new int[] {10, 5, 2, 1})) {
      long seed = seeds.nextLong();
      SplittableRandom random = new SplittableRandom(seed);
      int sum = IntStream.of(weights).sum();
      int[] times = new int[weights.length];
      int callers = 40_000;
      for (int i = 0; i < callers; i++) {
        times[chosen(AccountChoice.seed(random.nextLong(), 0), weights, List.of())]++;
      }
      for (int i = 0; i < weights.length; i++) {
        assertThat((double) times[i] / callers)
            .as("share of %d of %s, seed %d", i, weights, seed)
            .isCloseTo((double) weights[i] / sum, within(0.01));
      }
    }
  }

  @Test
  void one_caller_alone_is_spread_by_the_weights_in_time() {
    int[] times = new int[2];
    int stays = 20_000;
    for (int i = 0; i < stays; i++) {
      long now = i * TimeUnit.MINUTES.toNanos(10);
      times[chosen(AccountChoice.seed(7, now), new int[] {3, 1}, List.of())]++;
    }
    assertThat((double) times[0] / stays).isCloseTo(0.75, within(0.015));
  }

  @Test
  void a_caller_stays_with_an_account_longer_than_its_cache_lives() {
    SplittableRandom random = new SplittableRandom(5);
    int changes = 0;
    for (int i = 0; i < 1_000; i++) {
      long caller = random.nextLong();
      long now = random.nextLong(HOUR * 1_000);
      if (AccountChoice.seed(caller, now)
          != AccountChoice.seed(caller, now + TimeUnit.MINUTES.toNanos(1))) {
        changes++;
      }
    }
    assertThat(changes).as("of 1,000 minutes, one in ten").isBetween(60, 140);
  }

  @Test
  void where_an_account_takes_nothing_only_its_own_callers_move() {
    SplittableRandom random = new SplittableRandom(6);
    int[] weights = {3, 2, 1};
    int[] moved = new int[3];
    for (int i = 0; i < 10_000; i++) {
      long seed = random.nextLong();
      int before = chosen(seed, weights, List.of());
      int after = chosen(seed, weights, List.of(0));
      if (before == 0) {
        moved[after]++;
      } else {
        assertThat(after).isEqualTo(before);
      }
    }
    assertThat((double) moved[1] / (moved[1] + moved[2]))
        .as("they move by the weights of the others")
        .isCloseTo(2.0 / 3, within(0.03));
  }
}
