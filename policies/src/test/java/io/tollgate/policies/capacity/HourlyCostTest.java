package io.tollgate.policies.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HourlyCostTest {

  static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

  static Pool pool(int gpus, Tenure tenure, @Nullable Power power) {
    return new Pool("rack-1", gpus, tenure, power, List.of("box/m"), 1, null, JULY, null, null);
  }

  /** Eight H100 for 325,000 dollars, of which a quarter is left after four years. */
  static Pool worked() {
    return pool(
        8,
        new Tenure.Bought(
            new BigDecimal("325000"),
            new BigDecimal("0.25"),
            new BigDecimal("4"),
            new BigDecimal("200"),
            new BigDecimal("0.05")),
        new Power(new BigDecimal("10.2"), new BigDecimal("1.3"), new BigDecimal("0.10")));
  }

  private static BigDecimal cents(Picodollars amount) {
    return amount.dollars().divide(BigDecimal.valueOf(8), 2, RoundingMode.HALF_EVEN);
  }

  @Test
  void eight_h100_cost_1_62_a_gpu_hour_of_87_17_35_and_23_cents() {
    HourlyCost cost = HourlyCost.of(worked());

    assertThat(cents(cost.capital())).isEqualByComparingTo("0.87");
    assertThat(cents(cost.energy())).isEqualByComparingTo("0.17");
    assertThat(cents(cost.colo())).isEqualByComparingTo("0.35");
    assertThat(cents(cost.maintenance())).isEqualByComparingTo("0.23");
    assertThat(cents(cost.total())).isEqualByComparingTo("1.62");
    assertThat(cost.lease()).isEqualTo(Picodollars.ZERO);
    assertThat(cost.perGpu(8)).isEqualByComparingTo("1.6165");
  }

  @Test
  void the_total_is_rounded_once_and_the_parts_are_at_most_two_pico_dollars_off_it() {
    SplittableRandom random = new SplittableRandom(20_261_130);
    for (int i = 0; i < 2_000; i++) {
      Pool pool =
          pool(
              1 + random.nextInt(64),
              new Tenure.Bought(
                  BigDecimal.valueOf(random.nextLong(1_000_000_000), 2),
                  BigDecimal.valueOf(random.nextInt(1_001), 3),
                  BigDecimal.valueOf(1 + random.nextInt(100), 1),
                  BigDecimal.valueOf(random.nextInt(30_000), 2),
                  BigDecimal.valueOf(random.nextInt(200), 3)),
              new Power(
                  BigDecimal.valueOf(1 + random.nextInt(100_000), 3),
                  BigDecimal.valueOf(100 + random.nextInt(100), 2),
                  BigDecimal.valueOf(random.nextInt(5_000), 4)));
      HourlyCost cost = HourlyCost.of(pool);
      long parts =
          cost.lease().pico()
              + cost.capital().pico()
              + cost.energy().pico()
              + cost.colo().pico()
              + cost.maintenance().pico();
      assertThat(Math.abs(parts - cost.total().pico())).isLessThanOrEqualTo(2);
      assertThat(cost.standing().plus(cost.energy())).isEqualTo(cost.total());
    }
  }

  @Test
  void a_lease_costs_its_rent_and_the_energy_only_where_that_is_paid_apart() {
    Tenure lease = new Tenure.Leased(new BigDecimal("3.13"));
    Power power = new Power(BigDecimal.ONE, new BigDecimal("1.5"), new BigDecimal("0.2"));

    assertThat(HourlyCost.of(pool(2, lease, null)).total().toPlainDollars()).isEqualTo("6.26");
    assertThat(HourlyCost.of(pool(2, lease, power)).total().toPlainDollars()).isEqualTo("6.56");
  }

  @Test
  void what_is_bought_has_power() {
    assertThatThrownBy(() -> pool(8, worked().tenure(), null)).hasMessageContaining("no power");
  }

  @Test
  void a_pool_lives_from_its_first_hour_to_the_one_before_its_last() {
    Instant from = Instant.parse("2026-07-01T10:30:00Z");
    Instant to = Instant.parse("2026-07-01T13:00:00Z");
    Pool pool =
        new Pool("p", 1, worked().tenure(), worked().power(), List.of(), 1, null, from, to, null);

    assertThat(pool.lives(Instant.parse("2026-07-01T09:00:00Z"))).isFalse();
    assertThat(pool.lives(Instant.parse("2026-07-01T10:00:00Z"))).isTrue();
    assertThat(pool.lives(Instant.parse("2026-07-01T12:00:00Z"))).isTrue();
    assertThat(pool.lives(to)).isFalse();
    assertThat(pool.hours(JULY, JULY.plusSeconds(86_400))).isEqualTo(3);
    assertThat(pool.hours(to, to.plusSeconds(86_400))).isZero();
  }
}
