package io.tollgate.policies.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakEvenTest {

  private static final HourlyCost COST = HourlyCost.of(HourlyCostTest.worked());
  private static final BigDecimal NONE = BigDecimal.ZERO;

  private static BigDecimal percent(@Nullable BigDecimal share) {
    return Objects.requireNonNull(share).movePointRight(2).setScale(0, RoundingMode.HALF_EVEN);
  }

  @Test
  void tokens_cost_more_the_less_a_machine_is_used() {
    for (String[] shareAndPrice :
        new String[][] {{"1", "0.22"}, {"0.3", "0.75"}, {"0.1", "2.25"}}) {
      assertThat(
              UnitCost.perMillion(
                      COST.total(), new BigDecimal("16000"), new BigDecimal(shareAndPrice[0]))
                  .setScale(2, RoundingMode.HALF_EVEN))
          .isEqualByComparingTo(shareAndPrice[1]);
    }
  }

  @Test
  void owning_beats_rent_at_3_13_from_52_percent_on() {
    BreakEven rent = BreakEven.againstRent(COST, 8, new FallingPrice(new BigDecimal("3.13"), NONE));
    assertThat(percent(rent.after(0).utilisation())).isEqualByComparingTo("52");
  }

  @Test
  void owning_beats_an_api_from_73_26_and_5_percent_on() {
    for (String[] priceAndShare : new String[][] {{"0.32", "73"}, {"0.88", "26"}, {"4.40", "5"}}) {
      // 57.6 million tokens an hour at full use, whose energy costs 1.3 cents a million.
      BigDecimal millions = new BigDecimal("57.6");
      BreakEven api =
          new BreakEven(
              COST.total(),
              new BigDecimal("0.013").multiply(millions),
              new FallingPrice(new BigDecimal(priceAndShare[0]).multiply(millions), NONE));
      assertThat(percent(api.after(0).utilisation())).isEqualByComparingTo(priceAndShare[1]);
    }
  }

  @Test
  void a_price_below_the_marginal_cost_is_never_beaten() {
    BreakEven hopeless =
        new BreakEven(COST.total(), BigDecimal.TWO, new FallingPrice(BigDecimal.ONE, NONE));
    assertThat(hopeless.after(0).utilisation()).isNull();
    assertThat(hopeless.after(0).paysAt(BigDecimal.ONE)).isFalse();
    assertThat(hopeless.stopsPaying(BigDecimal.ONE, 12)).isZero();
  }

  @Test
  void a_price_that_falls_30_percent_a_year_is_exact_at_the_years_and_even_between() {
    FallingPrice price = new FallingPrice(new BigDecimal("100"), new BigDecimal("0.3"));
    assertThat(price.after(0, 6)).isEqualByComparingTo("100");
    assertThat(price.after(6, 6)).isEqualByComparingTo("85");
    assertThat(price.after(12, 6)).isEqualByComparingTo("70");
    assertThat(price.after(24, 6)).isEqualByComparingTo("49");
  }

  @Test
  void once_owning_stops_paying_it_never_pays_again() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      BreakEven breakEven =
          new BreakEven(
              new Picodollars(1 + random.nextLong(20 * Picodollars.PER_DOLLAR)),
              BigDecimal.valueOf(random.nextInt(300), 2),
              new FallingPrice(
                  BigDecimal.valueOf(random.nextInt(5_000), 2),
                  BigDecimal.valueOf(random.nextInt(101), 2)));
      BigDecimal used = BigDecimal.valueOf(1 + random.nextInt(100), 2);
      Integer stops = breakEven.stopsPaying(used, 60);
      for (BreakEven.Month month : breakEven.months(60)) {
        assertThat(month.paysAt(used)).isEqualTo(stops == null || month.month() < stops);
      }
    }
  }

  @Test
  void energy_is_two_operations_for_each_active_parameter() {
    // 2 x 5.1e9 x 1e6 / 6.59e11 = 15,477.996964 J, 4.3 Wh for a million tokens.
    assertThat(new ModelEnergy(5_100_000_000L).joules(BigInteger.valueOf(1_000_000)))
        .isEqualByComparingTo("15477.996965");
    assertThat(new ModelEnergy(1).joules(BigInteger.ZERO)).isEqualByComparingTo("0");
  }

  @Test
  void seconds_are_those_of_reading_and_writing() {
    Throughput speed = new Throughput(new BigDecimal("40000"), new BigDecimal("2000"));
    assertThat(speed.seconds(80_000, 1_000)).isEqualByComparingTo("2.5");
  }
}
