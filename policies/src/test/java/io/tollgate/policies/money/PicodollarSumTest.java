package io.tollgate.policies.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PicodollarSumTest {

  private static final long SEED = 7_261_121;

  @Test
  void running_sums_agree_with_unbounded_integers() {
    SplittableRandom random = new SplittableRandom(SEED);
    PicodollarSum sum = new PicodollarSum();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 20_000; i++) {
      long pico = random.nextLong() >> random.nextInt(64);
      sum.add(new Picodollars(pico));
      expected = expected.add(BigInteger.valueOf(pico));
      assertThat(sum.pico()).as("seed %d after %d", SEED, i).isEqualTo(expected);
    }
  }

  @Test
  void a_sum_passes_the_range_of_one_amount_in_both_directions() {
    PicodollarSum sum = new PicodollarSum();
    for (int i = 0; i < 4; i++) {
      sum.add(Long.MAX_VALUE);
    }
    assertThat(sum.pico()).isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(2));
    for (int i = 0; i < 8; i++) {
      sum.add(-Long.MAX_VALUE);
    }
    assertThat(sum.pico()).isEqualTo(BigInteger.valueOf(-Long.MAX_VALUE).shiftLeft(2));
    assertThat(sum.isZero()).isFalse();
  }

  @Test
  void opposite_amounts_leave_exactly_nothing() {
    PicodollarSum sum = new PicodollarSum();
    sum.add(Long.MIN_VALUE);
    sum.add(Long.MAX_VALUE);
    assertThat(sum).hasToString("$-0.000000000001");
    sum.add(1);
    assertThat(sum.isZero()).isTrue();
    assertThat(sum).hasToString("$0");
  }
}
