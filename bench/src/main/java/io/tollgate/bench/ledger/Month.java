package io.tollgate.bench.ledger;

import io.tollgate.gateway.ledger.Bill;
import io.tollgate.gateway.ledger.Entry;
import io.tollgate.gateway.ledger.Purpose;
import io.tollgate.gateway.ledger.Service;
import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A month of made-up requests: few cost centres and models have most of them, one model has no
 * price, some requests need a second attempt. Each bill has {@link #LINES_PER_REQUEST} lines.
 *
 * @param requests in all, evenly over the month
 * @param seed equal seeds make equal months
 */
record Month(long requests, long seed) {

  static final int LINES_PER_REQUEST = 4;
  static final int COST_CENTRES = 50;
  static final int MODELS = 20;
  static final int KEYS_PER_CENTRE = 4;

  static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
  static final Duration LENGTH = Duration.ofDays(31);

  private static final List<String> POLICIES = List.of("default", "cheap", "frontier", "batch");
  private static final List<String> CLASSES = List.of("frontier", "open-moe", "local");
  private static final Meter[] METERS = {
    Meter.IN_UNCACHED, Meter.IN_CACHE_READ, Meter.OUT_VISIBLE, Meter.OUT_REASONING
  };

  /** The last model is new: nobody has entered its price. */
  private static final int UNPRICED = MODELS - 1;

  private static final int FAILED_PERCENT = 3;
  private static final Ratio DISCOUNT = new Ratio(93, 100);

  /** Hands out the entries, in order. */
  void play(Consumer<Entry> each) {
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < requests; i++) {
      // In this order nothing overflows for a thousand million requests.
      Instant at = FROM.plusMillis(LENGTH.toMillis() / requests * i);
      request("r" + i, at, random, each);
    }
  }

  /** Small numbers are more likely, as cost centres and models are in use. */
  private static int skewed(SplittableRandom random, int bound) {
    double share = random.nextDouble();
    return (int) (bound * share * share);
  }

  private static void request(
      String request, Instant at, SplittableRandom random, Consumer<Entry> each) {
    int centre = skewed(random, COST_CENTRES);
    int key = centre * KEYS_PER_CENTRE + random.nextInt(KEYS_PER_CENTRE);
    int model = skewed(random, MODELS);
    Usage usage =
        new Usage(
            1 + random.nextLong(4_000),
            1 + random.nextLong(20_000),
            0,
            0,
            0,
            0,
            1 + random.nextLong(800),
            1 + random.nextLong(2_000),
            0);
    Bill bill = bill(model, usage, random);
    Picodollars hold = bill.amount();
    each.accept(
        new Entry.Reserve(
            at,
            request,
            "key%03d".formatted(key),
            POLICIES.get(key % POLICIES.size()),
            "default",
            "auto",
            true,
            hold,
            random.nextInt(50) == 0 ? Purpose.MEASUREMENT : Purpose.SERVE,
            "straight",
            null,
            List.of(
                "organization:acme",
                "team:t%02d".formatted(centre % 12),
                "tag:cost-centre=%03d".formatted(centre))));
    int attempt = 1;
    if (random.nextInt(100) < FAILED_PERCENT) {
      each.accept(dispatch(at, request, attempt, skewed(random, MODELS), usage, hold));
      each.accept(new Entry.Voided(at.plusMillis(900), request, attempt, false, 503, "overloaded"));
      attempt++;
    }
    each.accept(dispatch(at.plusMillis(1_000), request, attempt, model, usage, hold));
    each.accept(
        new Entry.Settle(
            at.plusMillis(3_000),
            request,
            attempt,
            true,
            Entry.Outcome.COMPLETE,
            new Service(200, null, null, null, null),
            usage,
            UsageQuality.PROVIDER_REPORTED,
            bill,
            400,
            2_000));
  }

  private static Entry dispatch(
      Instant at, String request, int attempt, int model, Usage usage, @Nullable Picodollars cost) {
    return new Entry.Dispatch(
        at,
        request,
        attempt,
        deployment(model),
        CLASSES.get(model % CLASSES.size()),
        usage,
        cost,
        "cheapest that is good enough");
  }

  private static String deployment(int model) {
    return "provider%d/model-%02d".formatted(model % 5, model);
  }

  private static Bill bill(int model, Usage usage, SplittableRandom random) {
    if (model == UNPRICED) {
      return Bill.of(List.of(), null, "no price for " + deployment(model));
    }
    List<RatedLine> lines = new ArrayList<>();
    PicodollarSum sum = new PicodollarSum();
    for (int i = 0; i < METERS.length; i++) {
      long unitPico = (model + 1) * 50_000L * (i < 2 ? 2 - i : 8);
      RatedLine line =
          RatedLine.of(METERS[i], usage.quantity(METERS[i]), unitPico, Ratio.ONE, DISCOUNT);
      lines.add(line);
      sum.add(line.amount());
    }
    Picodollars amount = new Picodollars(sum.pico().longValueExact());
    return new Bill(
        lines,
        amount,
        "list@2026-09",
        Conversion.USD,
        Funding.INVOICE,
        new Circumstances(
            new Picodollars(amount.pico() / 2),
            random.nextLong(4_000),
            Circumstances.UNKNOWN,
            Picodollars.ZERO));
  }
}
