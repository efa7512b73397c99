package io.tollgate.policies.tax;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComputeTaxTest {

  private static final Picodollars NOTHING = Picodollars.ZERO;

  @Test
  void every_bill_is_divided_to_the_last_pico_dollar_whatever_its_circumstances() {
    SplittableRandom random = new SplittableRandom(20261130);
    for (int i = 0; i < 200_000; i++) {
      List<RatedLine> lines = lines(random);
      Picodollars amount = sum(lines);
      Circumstances circumstances = circumstances(random, amount);

      ComputeTax tax = ComputeTax.ofAnswer(lines, amount, circumstances);

      assertThat(sum(tax)).as("bill %s with %s", lines, circumstances).isEqualTo(amount.pico());
      for (TaxBucket bucket : TaxBucket.values()) {
        if (bucket != TaxBucket.CACHE_WRITES_UNUSED) {
          assertThat(tax.pico(bucket)).as("%s of %s", bucket, lines).isNotNegative();
        }
      }
    }
  }

  @Test
  void an_answer_of_the_cheapest_adequate_model_is_all_floor() {
    List<RatedLine> lines =
        List.of(line(Meter.IN_UNCACHED, 1000, 2), line(Meter.OUT_VISIBLE, 10, 8));

    assertThat(ComputeTax.ofAnswer(lines, sum(lines), Circumstances.NONE))
        .hasToString("floor=2080");
  }

  @Test
  void what_a_dearer_model_costs_above_the_floor_is_premium() {
    List<RatedLine> lines =
        List.of(line(Meter.IN_UNCACHED, 1000, 4), line(Meter.OUT_VISIBLE, 10, 8));
    Circumstances half =
        new Circumstances(new Picodollars(2040), 0, Circumstances.UNKNOWN, NOTHING);

    assertThat(ComputeTax.ofAnswer(lines, sum(lines), half)).hasToString("floor=2040 premium=2040");
  }

  @Test
  void a_floor_that_would_have_cost_more_leaves_no_premium() {
    List<RatedLine> lines = List.of(line(Meter.IN_UNCACHED, 1000, 4));
    Circumstances dear =
        new Circumstances(new Picodollars(9000), 0, Circumstances.UNKNOWN, NOTHING);

    assertThat(ComputeTax.ofAnswer(lines, sum(lines), dear)).hasToString("floor=4000");
  }

  @Test
  void input_that_was_sent_before_and_no_cache_served_is_resent_context() {
    List<RatedLine> lines =
        List.of(line(Meter.IN_UNCACHED, 1000, 4), line(Meter.IN_CACHE_READ, 300, 1));
    Circumstances carried = new Circumstances(null, 700, Circumstances.UNKNOWN, NOTHING);

    // 300 of the 700 came from the cache; the other 400 were paid for again.
    assertThat(ComputeTax.ofAnswer(lines, sum(lines), carried))
        .hasToString("floor=2700 resent-context=1600");
  }

  @Test
  void a_conversation_that_comes_from_the_cache_has_resent_nothing() {
    List<RatedLine> lines =
        List.of(line(Meter.IN_UNCACHED, 100, 4), line(Meter.IN_CACHE_READ, 700, 1));
    Circumstances carried = new Circumstances(null, 700, Circumstances.UNKNOWN, NOTHING);

    assertThat(ComputeTax.ofAnswer(lines, sum(lines), carried)).hasToString("floor=1100");
  }

  @Test
  void reasoning_is_its_own_and_the_floor_is_of_what_is_left() {
    List<RatedLine> lines =
        List.of(line(Meter.OUT_VISIBLE, 100, 10), line(Meter.OUT_REASONING, 300, 10));
    Circumstances half =
        new Circumstances(new Picodollars(2000), 0, Circumstances.UNKNOWN, NOTHING);

    assertThat(ComputeTax.ofAnswer(lines, sum(lines), half))
        .hasToString("floor=500 premium=500 reasoning=3000");
  }

  @Test
  void a_cache_write_is_unused_above_plain_input_until_it_is_read() {
    List<RatedLine> writing = List.of(line(Meter.IN_CACHE_WRITE_5M, 1000, 5));
    List<RatedLine> reading = List.of(line(Meter.IN_CACHE_READ, 1000, 1));
    Circumstances written = new Circumstances(null, 0, 4, NOTHING);
    Circumstances read =
        new Circumstances(null, 1000, Circumstances.UNKNOWN, new Picodollars(1000));

    assertThat(ComputeTax.ofAnswer(writing, sum(writing), written))
        .hasToString("floor=4000 cache-writes-unused=1000");
    assertThat(ComputeTax.ofAnswer(reading, sum(reading), read))
        .hasToString("floor=2000 cache-writes-unused=-1000");
  }

  @Test
  void what_can_be_redeemed_later_is_what_is_called_unused_now() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      List<RatedLine> lines = lines(random);
      Circumstances circumstances = circumstances(random, sum(lines));

      long unused =
          ComputeTax.ofAnswer(lines, sum(lines), circumstances).pico(TaxBucket.CACHE_WRITES_UNUSED);

      assertThat(ComputeTax.writeSurcharge(lines, circumstances.inputUnitPico()).pico())
          .as("%s with %s", lines, circumstances)
          .isEqualTo(unused + circumstances.reused().pico());
    }
  }

  private static RatedLine line(Meter meter, long quantity, long unitPrice) {
    return RatedLine.of(meter, quantity, unitPrice, Ratio.ONE);
  }

  private static List<RatedLine> lines(SplittableRandom random) {
    List<RatedLine> lines = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      if (random.nextInt(3) > 0) {
        lines.add(
            RatedLine.of(
                meter,
                1 + random.nextLong(2_000_000),
                random.nextLong(100_000_000),
                new Ratio(1 + random.nextInt(20), 1 + random.nextInt(10))));
      }
    }
    return lines;
  }

  private static Circumstances circumstances(SplittableRandom random, Picodollars amount) {
    return new Circumstances(
        random.nextBoolean() ? null : new Picodollars(random.nextLong(amount.pico() * 2 + 1)),
        random.nextBoolean() ? 0 : random.nextLong(3_000_000),
        random.nextBoolean() ? Circumstances.UNKNOWN : random.nextLong(100_000_000),
        random.nextBoolean() ? NOTHING : new Picodollars(random.nextLong(1_000_000_000)));
  }

  private static Picodollars sum(List<RatedLine> lines) {
    long sum = 0;
    for (RatedLine line : lines) {
      sum = Math.addExact(sum, line.amount().pico());
    }
    return new Picodollars(sum);
  }

  private static long sum(ComputeTax tax) {
    PicodollarSum sum = new PicodollarSum();
    for (TaxBucket bucket : TaxBucket.values()) {
      sum.add(tax.pico(bucket));
    }
    BigInteger exact = sum.pico();
    return exact.longValueExact();
  }
}
