package io.tollgate.gateway.focus;

import io.tollgate.gateway.ledger.ChargeLine;
import io.tollgate.gateway.ledger.LineKind;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.usage.Meter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Charges for tests: drawn from a seed, or one with what a test is about. */
final class Charges {

  static final LocalDate DAY = LocalDate.parse("2026-11-21");

  private static final List<Ratio> LIST_MULTIPLIERS =
      List.of(
          Ratio.ONE,
          Ratio.ONE,
          new Ratio(11, 10),
          new Ratio(2, 1),
          new Ratio(1, 2),
          new Ratio(1, 3),
          new Ratio(1389, 10_000),
          new Ratio(11 * 1389, 7 * 10_000));
  private static final List<Ratio> DISCOUNTS =
      List.of(Ratio.ONE, new Ratio(9, 10), new Ratio(17, 20), new Ratio(2, 3));
  private static final List<String> PROVIDERS =
      List.of("anthropic", "openai", "bedrock", "groq", "my-own");
  private static final List<String> MODELS =
      List.of("claude-opus-5-5", "gpt-6-luna", "größe, \"XL\"", "=cmd|' /C calc'!A0");
  private static final List<List<String>> ACCOUNTS =
      List.of(
          List.of("organization:acme", "team:search", "user:ada", "tag:feature=chat", "key:1"),
          List.of("organization:acme", "project:x", "tag:cost_centre=4711", "tag:beta", "key:2"),
          List.of("organization:other", "team:-1+1", "tag:@x=\"=1\"", "key:3"),
          List.of("key:4"));

  private Charges() {}

  /**
   * Charges of one day after the other, made as they are asked for. Each kind, meter, funding and
   * multiplier turns up among a few hundred.
   */
  static Iterator<ChargeLine> random(long seed, int count) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return new Iterator<>() {
      private int made;

      @Override
      public boolean hasNext() {
        return made < count;
      }

      @Override
      public ChargeLine next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        made++;
        return line(random, DAY.plusDays(made * 40L / count), made);
      }
    };
  }

  /** Worth 14 cents, of which no power of ten is a whole multiple. */
  private static final Ratio YUAN = new Ratio(139, 1_000);

  private static ChargeLine line(RandomGenerator random, LocalDate day, long seq) {
    LineKind kind =
        random.nextInt(3) > 0 ? LineKind.USAGE : pick(random, List.of(LineKind.values()));
    Funding funding =
        switch (random.nextInt(6)) {
          case 0 -> new Funding(Funding.Kind.COMMITMENT, "scale-tier");
          case 1 -> new Funding(Funding.Kind.OWNED, "gpus");
          case 2 -> new Funding(Funding.Kind.FREE, "");
          default -> Funding.INVOICE;
        };
    boolean metered =
        switch (kind) {
          case USAGE -> true;
          case CORRECTION -> random.nextBoolean();
          case IN_DOUBT, VARIANCE, IDLE -> false;
        };
    boolean unpriced = random.nextInt(12) == 0;
    boolean takenBack = kind == LineKind.CORRECTION && random.nextBoolean();
    Ratio list = pick(random, LIST_MULTIPLIERS);
    Ratio multiplier =
        funding.kind() == Funding.Kind.FREE ? new Ratio(0, 1) : list.times(pick(random, DISCOUNTS));
    boolean yuan = random.nextInt(4) == 0;
    long unitPrice = unpriced ? 0 : random.nextLong(1, 75_000_000);
    int lines = random.nextInt(1, 6);
    BigInteger quantity = BigInteger.ZERO;
    PicodollarSum listSum = new PicodollarSum();
    PicodollarSum sum = new PicodollarSum();
    for (int i = 0; i < lines; i++) {
      long units = random.nextLong(1, 200_000);
      quantity = quantity.add(BigInteger.valueOf(units));
      listSum.add(Picodollars.cost(units, unitPrice, list));
      sum.add(Picodollars.cost(units, unitPrice, multiplier));
    }
    LocalDate chargedFor =
        kind == LineKind.CORRECTION || kind == LineKind.VARIANCE
            ? day.minusDays(random.nextInt(45))
            : day;
    return new ChargeLine(
        kind,
        day,
        chargedFor,
        "k" + random.nextInt(3),
        pick(random, ACCOUNTS),
        random.nextBoolean() ? "auto" : "",
        "d" + random.nextInt(3),
        pick(random, PROVIDERS),
        pick(random, MODELS),
        pick(random, List.of("", "batch", "priority")),
        pick(random, List.of("", "us", "eu")),
        metered ? pick(random, List.of(Meter.values())) : null,
        unpriced ? "" : "p@" + day,
        metered ? unitPrice : 0,
        list,
        multiplier,
        yuan ? "CNY" : "USD",
        yuan ? YUAN : Ratio.ONE,
        funding,
        pick(random, List.of("", "provider_reported", "estimated")),
        pick(random, List.of(Purpose.values())),
        metered ? (takenBack ? quantity.negate() : quantity) : BigInteger.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO,
        lines,
        unpriced || (!metered && random.nextBoolean()) ? null : signed(listSum, takenBack),
        unpriced ? null : signed(sum, takenBack),
        seq * 10,
        seq * 10 + lines,
        "");
  }

  private static BigDecimal signed(PicodollarSum sum, boolean negative) {
    return negative ? sum.dollars().negate() : sum.dollars();
  }

  private static <T> T pick(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** All of an iterator. */
  static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  /** One charge that a test says the interesting parts of. */
  static final class Sample {

    LineKind kind = LineKind.USAGE;
    LocalDate chargedFor = DAY;
    List<String> accounts = List.of("organization:acme", "team:search", "tag:feature=chat");
    String provider = "anthropic";
    String model = "claude-opus-5-5";
    @Nullable Meter meter = Meter.OUT_VISIBLE;
    long unitPricePico = 20_000_000;
    Ratio list = Ratio.ONE;
    Ratio multiplier = Ratio.ONE;
    Funding funding = Funding.INVOICE;
    long quantity = 1_500_000;
    @Nullable String listUsd = "30";
    @Nullable String amountUsd = "30";
    String currency = "USD";
    @Nullable Ratio usdPerUnit = Ratio.ONE;

    ChargeLine line() {
      return new ChargeLine(
          kind,
          DAY,
          chargedFor,
          "k1",
          accounts,
          "auto",
          "claude",
          provider,
          model,
          "",
          "us",
          meter,
          "p@1",
          unitPricePico,
          list,
          multiplier,
          currency,
          usdPerUnit,
          funding,
          "provider_reported",
          Purpose.SERVE,
          BigInteger.valueOf(quantity),
          BigInteger.ZERO,
          BigInteger.ZERO,
          3,
          listUsd == null ? null : new BigDecimal(listUsd),
          amountUsd == null ? null : new BigDecimal(amountUsd),
          7,
          9,
          "");
    }
  }
}
