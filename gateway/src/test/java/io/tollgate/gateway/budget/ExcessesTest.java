package io.tollgate.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExcessesTest {

  /** What is less counts as that much. */
  private static final long LEAST = 1L << 20;

  @Test
  void the_margin_is_what_two_may_exceed_their_holds_by_and_at_most_an_eighth_more() {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      Excesses excesses = new Excesses();
      List<Long> all = new ArrayList<>();
      for (int step = 0; step < 20; step++) {
        if (!all.isEmpty() && random.nextInt(3) == 0) {
          excesses.remove(all.remove(random.nextInt(all.size())));
        } else {
          long excess = random.nextLong(1L << (1 + random.nextInt(49)));
          all.add(excess);
          excesses.add(excess);
        }
        long further = random.nextBoolean() ? 0 : random.nextLong(1L << 40);
        List<Long> with = new ArrayList<>(all);
        with.add(further);
        with.sort(Collections.reverseOrder());
        long two = with.get(0) + (with.size() > 1 ? with.get(1) : 0);
        long sum = with.stream().mapToLong(Long::longValue).sum();
        assertThat(excesses.margin(further))
            .as("%s", with)
            .isBetween(two, Math.min(two + two / 8 + 2 * LEAST, sum));
      }
    }
  }

  @Test
  void one_request_alone_has_exactly_its_own_excess() {
    Excesses excesses = new Excesses();
    assertThat(excesses.margin(1_234)).isEqualTo(1_234);
    excesses.add(1_234);
    assertThat(excesses.margin(0)).isEqualTo(1_234);
    excesses.remove(1_234);
    assertThat(excesses.margin(0)).isZero();
  }

  @Test
  void nothing_overflows() {
    Excesses excesses = new Excesses();
    for (int i = 0; i < 5; i++) {
      excesses.add(Long.MAX_VALUE);
    }
    assertThat(excesses.margin(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    for (int i = 0; i < 5; i++) {
      excesses.remove(Long.MAX_VALUE);
    }
    assertThat(excesses.margin(5)).isEqualTo(5);
  }
}
