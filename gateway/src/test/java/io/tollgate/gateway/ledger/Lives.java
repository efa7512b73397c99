package io.tollgate.gateway.ledger;

import io.tollgate.policies.money.PicodollarSum;
import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.Conversion;
import io.tollgate.policies.price.Funding;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.tax.Circumstances;
import io.tollgate.policies.usage.Extras;
import io.tollgate.policies.usage.Meter;
import io.tollgate.policies.usage.Usage;
import io.tollgate.policies.usage.UsageQuality;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes up requests and lets them live: each call of {@link #next} is a legal next group. */
final class Lives {

  private static final List<String> DEPLOYMENTS =
      List.of("openai/gpt-6-sol", "groq/openai/gpt-oss-120b", "local/qwen", "new/unpriced");

  private static final List<Funding> FUNDINGS =
      List.of(
          Funding.INVOICE,
          Funding.FREE,
          Funding.parse("commitment:reserved"),
          Funding.parse("owned:pool-a"));

  private static final Entry.Outcome[] OUTCOMES = Entry.Outcome.values();
  private static final long PICO = 1_000_000_000_000L;

  static final List<String> LEVELS =
      List.of("organization:", "team:\"ü😀", "user:", "key:", "tag:feature=");

  private final RandomGenerator random;
  private final String prefix;
  private final Map<String, Life> open = new LinkedHashMap<>();
  private Instant now = Instant.parse("2026-11-21T09:58:00.123456789Z");
  private int count;

  Lives(RandomGenerator random, String prefix) {
    this.random = random;
    this.prefix = prefix;
  }

  /** Lives that begin at a time. */
  Lives(RandomGenerator random, String prefix, Instant now) {
    this(random, prefix);
    this.now = now;
  }

  /** Sets the clock. */
  void at(Instant time) {
    now = time;
  }

  private static final class Life {
    int attempts;
    int underWay;
    boolean priced;
  }

  /** Entries that may be appended next. */
  List<Entry> next() {
    now = now.plusNanos(random.nextLong(40_000_000_000L));
    if (random.nextInt(10) == 0) {
      return List.of(judged());
    }
    if (random.nextInt(12) == 0) {
      return List.of(random.nextBoolean() ? reported() : aboutTheBooks());
    }
    if (open.isEmpty() || random.nextInt(3) == 0) {
      return begin();
    }
    List<String> requests = List.copyOf(open.keySet());
    String request = requests.get(random.nextInt(requests.size()));
    return go(request, open.get(request));
  }

  private List<Entry> begin() {
    String request = prefix + count++;
    Life life = new Life();
    open.put(request, life);
    String deployment = DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size()));
    life.priced = !deployment.endsWith("unpriced");
    List<Entry> group = new ArrayList<>();
    group.add(
        new Entry.Reserve(
            now,
            request,
            "key" + random.nextInt(3),
            random.nextBoolean() ? "default" : "cheap",
            "default",
            "auto",
            random.nextBoolean(),
            life.priced ? new Picodollars(random.nextLong(1_000_000_000_000L)) : null,
            random.nextInt(6) == 0 ? Purpose.MEASUREMENT : Purpose.SERVE,
            random.nextBoolean() ? "straight" : "agreement",
            random.nextBoolean() ? memo() : null,
            accounts()));
    if (random.nextInt(8) > 0) {
      group.add(dispatch(request, life, deployment));
    }
    return group;
  }

  /** A path from an organisation down to tags, which may end anywhere or not begin. */
  private List<String> accounts() {
    List<String> path = new ArrayList<>();
    int depth = random.nextInt(LEVELS.size() + 1);
    for (String level : LEVELS.subList(0, depth)) {
      path.add(level + random.nextInt(3));
    }
    return path;
  }

  private Memo memo() {
    return new Memo(
        DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size())),
        random.nextInt(5) == 0 ? null : new Picodollars(random.nextLong(1_000_000_000_000L)),
        random.nextInt(-100_000, 200_000),
        random.nextLong(1_000_000),
        1 + random.nextInt(Entry.PPM));
  }

  /** Of a request that runs, has ended or is known to nobody. */
  private Entry judged() {
    JudgementSource[] sources = JudgementSource.values();
    return new Entry.Judged(
        now,
        prefix + random.nextInt(2 * count + 1),
        "key" + random.nextInt(3),
        random.nextBoolean() ? "default" : "cheap",
        DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size())),
        random.nextBoolean(),
        sources[random.nextInt(sources.length)],
        random.nextInt(Entry.PPM + 1),
        random.nextBoolean() ? Integer.valueOf(random.nextInt(Entry.PPM + 1)) : null,
        1 + random.nextInt(random.nextBoolean() ? 100 : Entry.PPM));
  }

  private Entry reported() {
    return new Entry.OutcomeReported(
        now,
        prefix + random.nextInt(2 * count + 1),
        "key" + random.nextInt(3),
        random.nextBoolean() ? "default" : "",
        random.nextBoolean() ? DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size())) : "",
        accounts(),
        random.nextBoolean(),
        random.nextBoolean()
            ? new Picodollars(random.nextLong(-1_000_000_000, 5_000_000_000L))
            : null);
  }

  private Entry aboutTheBooks() {
    String id = prefix + "book-" + count++;
    return switch (random.nextInt(4)) {
      case 0 -> new BookEntry.PricesPublished(now, id, count, random.nextBoolean() ? id : null);
      case 1 ->
          new BookEntry.Purchase(
              now, id, "reserved", "openai", new Picodollars(1 + random.nextLong(PICO)), "note");
      case 2 ->
          new BookEntry.CapacityHour(
              now,
              prefix + "pool" + count,
              now.truncatedTo(ChronoUnit.HOURS),
              new Picodollars(random.nextLong(PICO)),
              new Picodollars(random.nextLong(PICO)));
      default -> correction(id);
    };
  }

  private Entry correction(String id) {
    BookEntry.Cause[] causes = BookEntry.Cause.values();
    return new BookEntry.Correct(
        now,
        id,
        causes[random.nextInt(causes.length)],
        random.nextInt(100),
        LocalDate.parse("2026-11-01").plusDays(random.nextInt(20)),
        "key" + random.nextInt(3),
        accounts(),
        random.nextBoolean() ? "default" : "",
        DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size())),
        random.nextBoolean() ? "frontier" : "",
        FUNDINGS.get(random.nextInt(FUNDINGS.size())),
        new Picodollars(random.nextLong(-PICO / 10, PICO)),
        new Picodollars(random.nextBoolean() ? 0 : random.nextLong(PICO)),
        random.nextInt(5) == 0,
        random.nextBoolean()
            ? List.of()
            : List.of(RatedLine.of(Meter.IN_UNCACHED, 7, 3, Ratio.ONE)),
        "because");
  }

  private Circumstances circumstances() {
    return random.nextBoolean()
        ? Circumstances.NONE
        : new Circumstances(
            random.nextBoolean() ? null : new Picodollars(random.nextLong(PICO)),
            random.nextLong(200_000),
            random.nextLong(-1, 10_000_000),
            new Picodollars(random.nextLong(1_000)));
  }

  private Entry dispatch(String request, Life life, String deployment) {
    life.attempts++;
    life.underWay = life.attempts;
    life.priced = !deployment.endsWith("unpriced");
    return new Entry.Dispatch(
        now,
        request,
        life.attempts,
        deployment,
        deployment.startsWith("local") ? "local" : "frontier",
        Usage.of(random.nextLong(10_000), random.nextLong(1_000)),
        life.priced ? new Picodollars(random.nextLong(50_000_000_000L)) : null,
        "cheapest that is good enough");
  }

  private List<Entry> go(String request, @Nullable Life maybe) {
    Life life = Objects.requireNonNull(maybe);
    if (life.underWay == 0) {
      if (random.nextInt(3) == 0) {
        open.remove(request);
        return List.of(new Entry.Voided(now, request, 0, true, 0, "no candidate is left"));
      }
      return List.of(dispatch(request, life, DEPLOYMENTS.get(random.nextInt(DEPLOYMENTS.size()))));
    }
    int attempt = life.underWay;
    boolean last = random.nextInt(4) > 0;
    life.underWay = 0;
    if (last) {
      open.remove(request);
    }
    return switch (random.nextInt(8)) {
      case 0 -> List.of(new Entry.Voided(now, request, attempt, last, 503, "overloaded"));
      case 1 ->
          List.of(
              new Entry.ExpireEstimate(
                  now,
                  request,
                  attempt,
                  last,
                  Usage.of(9, 9),
                  life.priced ? new Picodollars(99) : null,
                  "no answer"));
      case 2 ->
          List.of(
              new Entry.Overrun(now, request, new Picodollars(1 + random.nextLong(1_000_000))),
              settle(request, attempt, last, life.priced));
      default -> List.of(settle(request, attempt, last, life.priced));
    };
  }

  private Entry settle(String request, int attempt, boolean last, boolean priced) {
    Usage usage =
        new Usage(
            random.nextLong(100_000),
            random.nextLong(100_000),
            0,
            random.nextLong(10),
            0,
            0,
            random.nextLong(5_000),
            random.nextLong(5_000),
            0);
    List<RatedLine> lines = new ArrayList<>();
    PicodollarSum sum = new PicodollarSum();
    if (priced) {
      for (Meter meter : Meter.values()) {
        if (usage.quantity(meter) > 0) {
          RatedLine line =
              RatedLine.of(
                  meter,
                  usage.quantity(meter),
                  random.nextLong(10_000_000),
                  random.nextBoolean() ? Ratio.ONE : new Ratio(11, 10),
                  random.nextInt(4) == 0 ? new Ratio(99, 100) : Ratio.ONE);
          lines.add(line);
          sum.add(line.amount());
        }
      }
    }
    UsageQuality[] qualities = UsageQuality.values();
    return new Entry.Settle(
        now,
        request,
        attempt,
        last,
        OUTCOMES[random.nextInt(OUTCOMES.length)],
        new Service(
            200,
            random.nextBoolean() ? "served-ü-😀" : null,
            random.nextInt(4) == 0 ? "batch" : null,
            random.nextInt(4) == 0 ? "eu" : null,
            random.nextBoolean() ? "id \"quoted\" \\ \n" : null),
        random.nextInt(4) == 0 ? usage.with(Extras.of(Meter.SEARCHES, 3)) : usage,
        qualities[random.nextInt(qualities.length)],
        priced
            ? new Bill(
                lines,
                new Picodollars(sum.pico().longValueExact()),
                "price@2026-07-30",
                random.nextInt(5) == 0
                    ? new Conversion("CNY", new Ratio(139, 1000))
                    : Conversion.USD,
                FUNDINGS.get(random.nextInt(FUNDINGS.size())),
                circumstances())
            : Bill.of(List.of(), null, "no price for new/unpriced"),
        random.nextLong(2_000),
        random.nextLong(60_000));
  }
}
