package io.tollgate.gateway.reconcile;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A provider's November, hour by hour: what it worked and billed, what the ledger booked, and what
 * each planted error comes to.
 *
 * <p>Each error that is about a model has a model of its own, so that it is known which bucket each
 * cent belongs to.
 */
final class SimulatedMonth {

  static final Period NOVEMBER =
      new Period(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-30"));

  static final String WRONGLY_PRICED = "alpha";
  static final String BYPASSED = "beta";
  static final String ESTIMATED = "gamma";
  static final String REPRICED_AT_NOON = "delta-2026-02-01";
  static final String WITHOUT_PRICE = "omega";

  private static final long PRICE_STEP_PICO = 50_000;
  private static final Ratio UPLIFT = new Ratio(11, 10);

  /** A line of the bill before it is written in any format. */
  record Bill(
      LocalDate day, String model, String tier, Meter meter, BigDecimal tokens, BigDecimal usd) {}

  private record Sold(String model, String tier, Meter meter) {}

  final String provider;
  final Set<Plant> plants;
  final List<MeteredLine> lines = new ArrayList<>();
  final List<EdgeLine> edges = new ArrayList<>();
  final List<Bill> bills = new ArrayList<>();
  final Map<Bucket, BigDecimal> expected = new EnumMap<>(Bucket.class);
  final LocalDate wrongFrom;
  final LocalDate missingDay;
  final LocalDate bypassDay;
  final BigDecimal credit;
  final BigDecimal tax;
  BigDecimal bypassedTokens = BigDecimal.ZERO;
  long wrongPico;
  long rightPico;

  private final Random random;
  private final List<String> tiers;
  private final Meter wrongMeter = Meter.OUT_VISIBLE;
  private final TreeMap<LocalDate, Map<Sold, BigDecimal[]>> billed = new TreeMap<>();

  SimulatedMonth(long seed, String provider, List<String> tiers, Set<Plant> plants) {
    this.random = new Random(seed);
    this.provider = provider;
    this.tiers = tiers;
    this.plants = plants;
    this.wrongFrom = NOVEMBER.first().plusDays(3L + random.nextInt(20));
    this.missingDay = NOVEMBER.first().plusDays(2L + random.nextInt(25));
    LocalDate day = NOVEMBER.first().plusDays(2L + random.nextInt(25));
    this.bypassDay = day.equals(missingDay) ? day.plusDays(1) : day;
    this.credit = BigDecimal.valueOf(1 + random.nextInt(100_000), 2);
    this.tax = BigDecimal.valueOf(1 + random.nextInt(100_000), 2);
    for (String model : List.of(WRONGLY_PRICED, BYPASSED, ESTIMATED, REPRICED_AT_NOON)) {
      sell(model);
    }
    if (has(Plant.UNPRICED_MODEL)) {
      sell(WITHOUT_PRICE);
    }
    bill();
    if (has(Plant.CREDIT)) {
      expect(Bucket.CREDITS, credit.negate());
    }
    if (has(Plant.TAX)) {
      expect(Bucket.TAX, tax);
    }
    Collections.shuffle(lines, random);
    Collections.shuffle(edges, random);
  }

  boolean has(Plant plant) {
    return plants.contains(plant);
  }

  /** The first day on the bill with the wrong price. */
  LocalDate wrongFromBilled() {
    return isMissing(wrongFrom) ? wrongFrom.plusDays(1) : wrongFrom;
  }

  LocalDate lastBilled() {
    return billed.lastKey();
  }

  MeteredLines.Metered metered() {
    return new MeteredLines.Metered(lines, edges);
  }

  private void expect(Bucket bucket, BigDecimal amount) {
    expected.merge(bucket, amount, BigDecimal::add);
  }

  private void sell(String model) {
    for (String tier : tiers) {
      for (Meter meter :
          List.of(Meter.IN_UNCACHED, Meter.IN_CACHE_READ, Meter.OUT_VISIBLE, Meter.OUT_REASONING)) {
        if (meter != Meter.OUT_REASONING || model.equals(BYPASSED)) {
          sell(new Sold(model, tier, meter));
        }
      }
    }
  }

  /** One series; reasoning has the price of visible output. */
  private void sell(Sold sold) {
    long price =
        PRICE_STEP_PICO
            * (5 + Math.abs((sold.model() + sold.tier()).hashCode() % 97) + steps(sold.meter()));
    boolean wrong =
        has(Plant.WRONG_PRICE)
            && sold.model().equals(WRONGLY_PRICED)
            && sold.meter() == wrongMeter
            && sold.tier().equals(tiers.getFirst());
    long otherPrice = price + PRICE_STEP_PICO * (1 + random.nextInt(20));
    if (wrong) {
      rightPico = price;
      wrongPico = otherPrice;
    }
    LocalDate day = NOVEMBER.first().minusDays(1);
    while (!day.isAfter(NOVEMBER.last().plusDays(1))) {
      boolean noon = sold.model().equals(REPRICED_AT_NOON) && day.getDayOfMonth() == 15;
      Ratio multiplier = sold.model().equals(REPRICED_AT_NOON) ? UPLIFT : Ratio.ONE;
      boolean late = sold.model().equals(REPRICED_AT_NOON) && day.getDayOfMonth() > 15;
      List<MeteredLine> morning = new ArrayList<>();
      for (int hour = 0; hour < 24; hour++) {
        long pico = late || (noon && hour >= 12) ? otherPrice : price;
        MeteredLine booked =
            hour(
                sold,
                day,
                hour,
                pico,
                multiplier,
                wrong && !providerDay(day, hour).isBefore(wrongFrom) ? otherPrice : pico);
        morning.add(booked);
        if (hour == 0 || hour == 23) {
          edges.add(new EdgeLine(hour == 23, booked));
        }
        if (hour == 11 || hour == 23) {
          if (NOVEMBER.contains(day)) {
            book(morning);
          }
          morning.clear();
        }
      }
      day = day.plusDays(1);
    }
  }

  private static long steps(Meter meter) {
    return switch (pricedAs(meter)) {
      case OUT_VISIBLE -> 180;
      case IN_CACHE_READ -> 30;
      default -> 0;
    };
  }

  private static Meter pricedAs(Meter meter) {
    return meter == Meter.OUT_REASONING ? Meter.OUT_VISIBLE : meter;
  }

  private LocalDate providerDay(LocalDate day, int hour) {
    if (has(Plant.EARLIER_DAYS) && hour == 23) {
      return day.plusDays(1);
    }
    return has(Plant.LATER_DAYS) && hour == 0 ? day.minusDays(1) : day;
  }

  /** What the ledger booked in an hour; what the provider worked is put on the bill. */
  private MeteredLine hour(
      Sold sold, LocalDate day, int hour, long pico, Ratio multiplier, long billedPico) {
    long worked = random.nextInt(8) == 0 ? 0 : random.nextLong(3_000_000);
    long booked = worked;
    long estimate = 0;
    LocalDate on = providerDay(day, hour);
    boolean unpriced = sold.model().equals(WITHOUT_PRICE);
    boolean counted = NOVEMBER.contains(on) && !isMissing(on);
    if (has(Plant.ESTIMATES)
        && sold.model().equals(ESTIMATED)
        && hour == 13
        && day.getDayOfMonth() % 4 == 1) {
      estimate = 1_000L + random.nextInt(400_000);
      long real = random.nextLong(2 * estimate);
      booked = worked + estimate;
      worked += real;
      if (counted) {
        expect(Bucket.ESTIMATED_USAGE, usd(real - estimate, pico, multiplier));
      }
    }
    if (has(Plant.BYPASS)
        && sold.model().equals(BYPASSED)
        && sold.meter() == Meter.IN_UNCACHED
        && sold.tier().equals(tiers.getFirst())
        && on.equals(bypassDay)
        && hour >= 9
        && hour < 12) {
      long around = 1L + random.nextInt(900_000);
      worked += around;
      bypassedTokens = bypassedTokens.add(BigDecimal.valueOf(around));
      expect(Bucket.BYPASS, usd(around, pico, multiplier));
    }
    if (counted) {
      BigDecimal[] bill =
          billed
              .computeIfAbsent(on, at -> new HashMap<>())
              .computeIfAbsent(
                  new Sold(sold.model(), sold.tier(), pricedAs(sold.meter())),
                  at -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
      bill[0] = bill[0].add(BigDecimal.valueOf(worked));
      bill[1] = bill[1].add(usd(worked, billedPico, multiplier));
      if (billedPico != pico) {
        expect(
            Bucket.PRICE,
            usd(worked, billedPico, multiplier).subtract(usd(worked, pico, multiplier)));
      }
    }
    BigDecimal amount = usd(booked, pico, multiplier);
    if (!unpriced && isMissing(on)) {
      expect(Bucket.MISSING_IN_INVOICE, amount.negate());
    }
    if (!unpriced && !on.equals(day)) {
      if (NOVEMBER.contains(day)) {
        expect(Bucket.DAY_CUT, amount.negate());
      }
      if (NOVEMBER.contains(on)) {
        expect(Bucket.DAY_CUT, amount);
      }
    }
    return new MeteredLine(
        day,
        provider,
        sold.model(),
        sold.tier(),
        sold.meter(),
        BigInteger.valueOf(booked),
        unpriced ? null : amount,
        BigInteger.valueOf(estimate),
        unpriced ? BigDecimal.ZERO : usd(estimate, pico, multiplier),
        unpriced ? 0 : pico,
        multiplier,
        1,
        "key-gateway");
  }

  private boolean isMissing(LocalDate day) {
    return has(Plant.MISSING_DAY) && day.equals(missingDay);
  }

  private static BigDecimal usd(long tokens, long pico, Ratio multiplier) {
    BigDecimal amount =
        BigDecimal.valueOf(tokens)
            .multiply(BigDecimal.valueOf(pico))
            .multiply(BigDecimal.valueOf(multiplier.numerator()))
            .divide(BigDecimal.valueOf(multiplier.denominator()));
    return amount.movePointLeft(Picodollars.SCALE);
  }

  private void book(List<MeteredLine> hours) {
    MeteredLine one = hours.getFirst();
    BigInteger tokens = BigInteger.ZERO;
    BigInteger estimate = BigInteger.ZERO;
    BigDecimal estimateUsd = BigDecimal.ZERO;
    BigDecimal usd = BigDecimal.ZERO;
    for (MeteredLine hour : hours) {
      BigDecimal amount = hour.amountUsd();
      tokens = tokens.add(hour.quantity());
      estimate = estimate.add(hour.estimatedQuantity());
      estimateUsd = estimateUsd.add(hour.estimatedUsd());
      usd = amount == null ? usd : usd.add(amount);
    }
    lines.add(
        new MeteredLine(
            one.day(),
            provider,
            one.model(),
            one.serviceTier(),
            one.meter(),
            tokens,
            one.amountUsd() == null ? null : usd,
            estimate,
            estimateUsd,
            one.unitPricePico(),
            one.multiplier(),
            hours.size(),
            one.account()));
  }

  private void bill() {
    billed.forEach((day, sold) ->
        sold.forEach((what, sums) -> {
          BigDecimal exact = sums[1];
          BigDecimal usd = has(Plant.CENTS) ? exact.setScale(2, RoundingMode.HALF_EVEN) : exact;
          boolean unpriced = what.model().equals(WITHOUT_PRICE);
          expect(
              unpriced ? Bucket.UNPRICED : Bucket.ROUNDING, unpriced ? usd : usd.subtract(exact));
          if (sums[0].signum() > 0) {
            bills.add(new Bill(day, what.model(), what.tier(), what.meter(), sums[0], usd));
          }
        }));
    Collections.shuffle(bills, random);
  }
}
