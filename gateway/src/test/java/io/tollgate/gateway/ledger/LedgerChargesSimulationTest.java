package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.policies.money.Picodollars;
import io.tollgate.policies.money.Ratio;
import io.tollgate.policies.price.RatedLine;
import io.tollgate.policies.usage.Meter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds what the ledger says was charged against a {@link ChargeModel}: random requests with random
 * paths of accounts, among them some that cost almost the largest amount; a disk that fails at a
 * random byte, a start, and again. The seed is in each message.
 */
class LedgerChargesSimulationTest {

  private static final int SEEDS = 8;
  private static final int STARTS = 4;

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Pacific/Chatham"));

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  @Test
  void what_accounts_are_charged_in_any_span_is_exact_through_every_crash() throws Exception {
    Found found = new Found();
    for (int seed = 0; seed < SEEDS; seed++) {
      new Run(seed, directory.resolve("seed-" + seed), found).live();
    }
    assertThat(found.crashes).isGreaterThan(SEEDS);
    assertThat(found.spansCharged).isGreaterThan(1_000);
    assertThat(found.spansSaturated).isPositive();
    assertThat(found.readingsBehind).as("readings while the store was behind").isPositive();
  }

  /** That the simulation has come by what it is about. */
  private static final class Found {
    private int crashes;
    private int spansCharged;
    private int spansSaturated;
    private int readingsBehind;
  }

  private record Asked(List<ChargeSpan> spans, ChargeReading reading) {}

  private static final class Run {

    private final String name;
    private final Path own;
    private final Found found;
    private final SplittableRandom random;
    private final JournalOptions options;
    private final List<Asked> asked = new ArrayList<>();
    private int dear;

    Run(int seed, Path own, Found found) {
      this.name = "seed " + seed;
      this.own = own;
      this.found = found;
      this.random = new SplittableRandom(seed);
      this.options = Ledgers.OPTIONS.withSegmentBytesMax(20_000 + random.nextInt(80_000));
    }

    void live() throws Exception {
      for (int start = 0; start < STARTS; start++) {
        FaultyDisk disk = new FaultyDisk();
        try (Ledger ledger = Ledger.open(own, options, "node1", Samples.CLOCK, disk)) {
          if (random.nextInt(4) > 0) {
            disk.failAfterBytes(random.nextInt(120_000));
          }
          traffic(ledger, new Lives(random.split(), "r" + start + "-"));
          found.crashes += ledger.isHealthy() ? 0 : 1;
        }
        try (Ledger ledger = Ledger.open(own, options, "node1", Samples.CLOCK)) {
          assertThat(ledger.awaitStore()).as(name).isTrue();
          assertThat(ask(ledger).seq()).as(name).isEqualTo(ledger.lastSeq());
        }
        check();
      }
      List<Asked> grown = List.copyOf(asked.subList(asked.size() - 1, asked.size()));
      LedgerRebuild.rebuild(own, Progress.SILENT);
      assertThat(StoreCharges.read(StoreFile.of(own), grown.getFirst().spans()))
          .as(name)
          .isEqualTo(grown.getFirst().reading());
    }

    private void traffic(Ledger ledger, Lives lives) throws InterruptedException {
      Ledgers.Answer answer = Ledgers.append(ledger, lives.next());
      for (int i = 200 + random.nextInt(200); i > 0; i--) {
        answer = Ledgers.append(ledger, random.nextInt(12) == 0 ? dear() : lives.next());
        if (random.nextInt(100) == 0 && ledger.isHealthy()) {
          await(answer);
          if (random.nextBoolean()) {
            ledger.awaitStore();
          }
          long last = ledger.lastSeq();
          found.readingsBehind += ask(ledger).seq() < last ? 1 : 0;
        }
      }
      await(answer);
    }

    private void await(Ledgers.Answer answer) {
      try {
        answer.await();
      } catch (LedgerException e) {
        assertThat(e.kind()).as(name).isEqualTo(LedgerException.Kind.FAILED);
      }
    }

    /** A request that costs almost the largest amount, or runs on and is expected to. */
    private List<Entry> dear() {
      String request = "dear-" + dear++;
      long pico = Long.MAX_VALUE - random.nextLong(3);
      Entry.Settle settle = Samples.settle(request, 1, true);
      List<Entry> entries = new ArrayList<>();
      entries.add(
          Samples.charged(
              Samples.reserve(request, new Picodollars(pico)),
              Samples.NOON.plusSeconds(random.nextLong(20_000)),
              List.of("dear:" + random.nextInt(8), "dear:all")));
      entries.add(Samples.dispatch(request, 1, "openai/gpt-6-sol", new Picodollars(pico)));
      if (random.nextBoolean()) {
        entries.add(
            new Entry.Settle(
                settle.at(),
                request,
                1,
                true,
                settle.outcome(),
                new Service(200, null, null, null, null),
                settle.usage(),
                settle.quality(),
                Bill.of(
                    List.of(RatedLine.of(Meter.IN_UNCACHED, 1, pico, Ratio.ONE)),
                    new Picodollars(pico),
                    "p"),
                0,
                0));
      }
      return entries;
    }

    /** Takes a reading, to be checked when the journal is closed and can be read. */
    private ChargeReading ask(Ledger ledger) {
      List<ChargeSpan> spans = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        spans.add(span());
      }
      ChargeReading reading = ledger.charged(spans);
      asked.add(new Asked(spans, reading));
      return reading;
    }

    /** A calendar day somewhere, or any number of quarter hours. */
    private ChargeSpan span() {
      String account = account();
      Instant about = Samples.NOON.plusSeconds(random.nextInt(-12_000, 24_000));
      if (random.nextInt(4) == 0) {
        ZonedDateTime day =
            about.atZone(ZONES.get(random.nextInt(ZONES.size()))).truncatedTo(ChronoUnit.DAYS);
        return new ChargeSpan(account, day.toInstant(), day.plusDays(1).toInstant());
      }
      Instant from = Instant.parse(QuarterHour.name(about));
      return new ChargeSpan(account, from, from.plusSeconds(900L * random.nextInt(20)));
    }

    private String account() {
      return switch (random.nextInt(8)) {
        case 0 -> "dear:all";
        case 1 -> "dear:" + random.nextInt(8);
        case 2 -> "organization:nobody";
        default -> Lives.LEVELS.get(random.nextInt(Lives.LEVELS.size())) + random.nextInt(3);
      };
    }

    private void check() {
      Map<Long, Entry> entries = new TreeMap<>(Ledgers.entries(own));
      ChargeModel model = new ChargeModel(entries);
      for (Asked each : asked) {
        for (int i = 0; i < each.spans().size(); i++) {
          ChargeSpan span = each.spans().get(i);
          Picodollars amount = each.reading().amounts().get(i);
          assertThat(amount)
              .as("%s, %s as of record %d", name, span, each.reading().seq())
              .isEqualTo(model.charged(span, each.reading().seq()));
          found.spansCharged += amount.pico() > 0 ? 1 : 0;
          found.spansSaturated += amount.pico() == Long.MAX_VALUE ? 1 : 0;
        }
      }
      Verification verification = Ledgers.verify(own);
      assertThat(verification.bad()).as(name).isNull();
      assertThat(verification.storeProblems()).as(name).isEmpty();
    }
  }
}
