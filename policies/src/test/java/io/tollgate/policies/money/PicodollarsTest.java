package io.tollgate.policies.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PicodollarsTest {

  private static final long SEED = 20261121;

  /** A number of random size: uniform in its bits, so that small and large are equally likely. */
  private static long anyLong(SplittableRandom random, int maxBits) {
    return random.nextLong() >>> (64 - random.nextInt(1, maxBits + 1));
  }

  @Test
  void cost_is_the_exact_product_rounded_half_even_once() {
    SplittableRandom random = new SplittableRandom(SEED);
    int overflows = 0;
    for (int i = 0; i < 50_000; i++) {
      long quantity = anyLong(random, 63);
      long price = anyLong(random, 40);
      Ratio ratio = new Ratio(anyLong(random, 20), 1 + anyLong(random, 20));
      BigDecimal exact =
          BigDecimal.valueOf(quantity)
              .multiply(BigDecimal.valueOf(price))
              .multiply(BigDecimal.valueOf(ratio.numerator()))
              .divide(BigDecimal.valueOf(ratio.denominator()), 0, RoundingMode.HALF_EVEN);
      String call = "seed %d: %d x %d x %s".formatted(SEED, quantity, price, ratio);
      if (exact.toBigInteger().bitLength() > 63) {
        overflows++;
        assertThatThrownBy(() -> Picodollars.cost(quantity, price, ratio))
            .as(call)
            .isInstanceOf(ArithmeticException.class);
      } else {
        assertThat(Picodollars.cost(quantity, price, ratio).pico())
            .as(call)
            .isEqualTo(exact.longValueExact());
      }
    }
    assertThat(overflows).as("both outcomes were tried").isBetween(1_000, 49_000);
  }

  @Test
  void a_half_goes_to_the_even_neighbour() {
    Ratio half = new Ratio(1, 2);
    assertThat(Picodollars.cost(1, 1, half).pico()).isEqualTo(0);
    assertThat(Picodollars.cost(3, 1, half).pico()).isEqualTo(2);
    assertThat(Picodollars.cost(5, 1, half).pico()).isEqualTo(2);
    assertThat(Picodollars.cost(7, 1, half).pico()).isEqualTo(4);
  }

  @Test
  void a_product_beyond_64_bits_that_divides_back_into_range_is_exact() {
    Ratio ratio = new Ratio(1_000_000_007, 1_000_000_007L * 2);
    assertThat(Picodollars.cost(Long.MAX_VALUE - 1, 1, ratio).pico())
        .isEqualTo((Long.MAX_VALUE - 1) / 2);
  }

  @Test
  void sums_and_differences_agree_with_decimal_arithmetic_or_throw() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      Picodollars a = new Picodollars(random.nextLong() >> random.nextInt(64));
      Picodollars b = new Picodollars(random.nextLong() >> random.nextInt(64));
      BigDecimal sum = BigDecimal.valueOf(a.pico()).add(BigDecimal.valueOf(b.pico()));
      if (sum.unscaledValue().bitLength() > 63) {
        assertThatThrownBy(() -> a.plus(b)).isInstanceOf(ArithmeticException.class);
      } else {
        assertThat(BigDecimal.valueOf(a.plus(b).pico())).as("seed %d", SEED).isEqualTo(sum);
        assertThat(a.plus(b).minus(b)).isEqualTo(a);
      }
    }
  }

  @Test
  void what_does_not_fit_is_refused_and_never_wrapped() {
    Picodollars most = new Picodollars(Long.MAX_VALUE);
    Picodollars least = new Picodollars(Long.MIN_VALUE);
    assertThatThrownBy(() -> most.plus(new Picodollars(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> least.minus(new Picodollars(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(least::negated).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Picodollars.cost(Long.MAX_VALUE, 2, Ratio.ONE))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Picodollars.ofDollars("9223373"))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Picodollars.ofDollars("0.0000000000001"))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void plain_dollars_read_back_to_the_same_amount_and_have_no_exponent() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      Picodollars amount = new Picodollars(random.nextLong() >> random.nextInt(64));
      assertThat(amount.toPlainDollars())
          .as("seed %d", SEED)
          .matches("-?(0|[1-9][0-9]*)(\\.[0-9]{0,11}[1-9])?");
      assertThat(Picodollars.ofDollars(amount.toPlainDollars())).isEqualTo(amount);
    }
  }

  @Test
  void well_known_amounts_are_written_as_people_write_them() {
    assertThat(new Picodollars(1_750_000_000)).hasToString("$0.00175");
    assertThat(new Picodollars(1)).hasToString("$0.000000000001");
    assertThat(Picodollars.ofDollars("1000")).hasToString("$1000");
    assertThat(Picodollars.ZERO).hasToString("$0");
    assertThat(Picodollars.ofDollars("-2.50")).hasToString("$-2.5");
    assertThat(new Picodollars(Long.MAX_VALUE)).hasToString("$9223372.036854775807");
    assertThat(new Picodollars(Long.MIN_VALUE)).hasToString("$-9223372.036854775808");
  }
}
