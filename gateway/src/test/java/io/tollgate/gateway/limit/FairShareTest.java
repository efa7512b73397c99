package io.tollgate.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.limit.FairShare.Wish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How a bound is divided among nodes. */
final class FairShareTest {

  private static long[] divide(long bound, long turn, Wish... wishes) {
    return FairShare.divide(bound, List.of(wishes), wishes.length, turn);
  }

  private static Wish wish(long demand) {
    return new Wish(demand, Math.min(1, demand));
  }

  @Test
  void with_nothing_asked_for_all_have_an_equal_part() {
    assertThat(divide(100, 0, Wish.NONE, Wish.NONE, Wish.NONE)).containsExactly(34, 33, 33);
    assertThat(FairShare.divide(100, List.of(Wish.NONE), 4, 0)).containsExactly(25);
  }

  @Test
  void what_nobody_asks_for_is_spread() {
    assertThat(divide(100, 0, wish(40), Wish.NONE, wish(30))).containsExactly(50, 10, 40);
  }

  @Test
  void nobody_gets_more_than_an_equal_part_while_somebody_lacks_his() {
    assertThat(divide(100, 0, wish(100), wish(10), wish(100))).containsExactly(45, 10, 45);
    assertThat(divide(5, 0, wish(5), wish(5), wish(5))).containsExactly(1, 2, 2);
    assertThat(divide(100, 0, wish(100), Wish.NONE, Wish.NONE)).containsExactly(100, 0, 0);
  }

  @Test
  void what_serves_only_one_goes_round_among_those_who_need_it() {
    List<Long> served = new ArrayList<>();
    for (int turn = 0; turn < 6; turn++) {
      long[] shares = divide(1, turn, wish(1), Wish.NONE, wish(1), wish(1));
      assertThat(Arrays.stream(shares).sum()).isEqualTo(1);
      assertThat(shares[1]).isZero();
      for (int i = 0; i < shares.length; i++) {
        if (shares[i] == 1) {
          served.add((long) i);
        }
      }
    }
    assertThat(served).containsExactly(0L, 2L, 3L, 0L, 2L, 3L);
    Wish large = new Wish(100, 80);
    assertThat(divide(100, 0, large, large)).containsExactly(80, 20);
    assertThat(divide(100, 1, large, large)).containsExactly(20, 80);
  }

  @Test
  void shares_are_never_more_than_the_bound_and_all_of_it_where_it_is_asked_for() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      long bound = 1 + random.nextLong(random.nextBoolean() ? 6 : 1_000_000_000_000L);
      List<Wish> wishes = new ArrayList<>();
      int count = 1 + random.nextInt(5);
      for (int k = 0; k < count; k++) {
        long demand = random.nextBoolean() ? 0 : random.nextLong(bound + 1);
        wishes.add(new Wish(demand, demand == 0 ? 0 : random.nextLong(demand + 1)));
      }
      int nodes = count + random.nextInt(2);
      long[] shares = FairShare.divide(bound, wishes, nodes, random.nextLong(100));
      long sum = Arrays.stream(shares).sum();
      assertThat(sum).as("%s of %d", wishes, bound).isLessThanOrEqualTo(bound);
      if (wishes.stream().mapToLong(Wish::demand).sum() >= bound) {
        assertThat(sum).as("%s of %d", wishes, bound).isEqualTo(bound);
      }
      assertThat(Arrays.stream(shares).min().orElse(0)).isNotNegative();
    }
  }
}
