package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes live through weeks of a virtual clock that is also set back: random requests, crashes
 * at any byte of an append, torn tails, entries that are sent twice or too late, months that are
 * closed. Their records reach a shared view in bits, some of them twice. Everything is one thread,
 * so that a seed, which is in each message, tells the same story each time; {@code
 * -Dtollgate.seeds=N} tells more of them.
 */
class BooksSimulationTest {

  private static final int SEEDS = Integer.getInteger("tollgate.seeds", 10_000);
  private static final int NODES = 2;
  private static final int STEPS = 36;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  @Test
  void the_books_of_two_nodes_hold_through_every_crash_whatever_is_late_or_twice() {
    Queue<String> breaches = new ConcurrentLinkedQueue<>();
    int crashes =
        IntStream.range(0, SEEDS)
            .parallel()
            .map(seed -> {
              try {
                return new World(seed, directory.resolve("seed-" + seed)).live();
              } catch (Exception | AssertionError e) {
                breaches.add("seed " + seed + ": " + e);
                return 0;
              }
            })
            .sum();
    assertThat(breaches).isEmpty();
    assertThat(crashes).as("the simulation crashes at all").isGreaterThan(SEEDS / 2);
  }

  private static final class World {

    private final Path own;
    private final SplittableRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private Instant now = Instant.parse("2026-10-20T00:00:00Z");
    private int crashes;

    World(int seed, Path own) {
      this.own = own;
      this.random = new SplittableRandom(seed);
    }

    int live() throws Exception {
      for (int i = 0; i < NODES; i++) {
        nodes.add(new Node("node" + i, own.resolve("node" + i)));
      }
      for (Node node : nodes) {
        node.start();
      }
      for (int step = 0; step < STEPS; step++) {
        // Days pass; now and then a clock is put right by minutes, or is wrong by days for a while.
        Instant right = now;
        now =
            switch (random.nextInt(9)) {
              case 0 -> now.minusSeconds(random.nextInt(600));
              case 1 -> now.minus(Duration.ofHours(random.nextInt(120)));
              default -> now.plus(Duration.ofMinutes(random.nextInt(3_000)));
            };
        nodes.get(random.nextInt(NODES)).step();
        now = now.isBefore(right) ? right : now;
      }
      for (Node node : nodes) {
        node.restart();
        node.check();
      }
      try (Stream<Path> files = Files.walk(own)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
      return crashes;
    }

    private final class Node {

      private final String name;
      private final Path folder;
      private final JournalOptions options;
      private final Map<Long, Entry> acknowledged = new HashMap<>();
      private final List<BookEntry.PeriodClosed> closings = new ArrayList<>();

      /** The shared view of this node's records, as far as it has come. */
      private BooksWalk view = new BooksWalk();

      private Books gate = new Books();
      private FaultyDisk disk = new FaultyDisk();
      private JournalWriter writer;
      private Lives lives;
      private int lifetimes;

      @SuppressWarnings("NullAway.Init") // started before it is used
      Node(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        this.options =
            Ledgers.OPTIONS
                .withDurability(random.nextBoolean() ? Durability.PROCESS : Durability.DISK)
                .withSegmentBytesMax(2_000 + random.nextInt(20_000));
      }

      void start() throws IOException, JournalDamage {
        Files.createDirectories(folder.resolve("journal"));
        JournalFiles files = new JournalFiles(folder);
        JournalTail tail = JournalTail.recover(files);
        BooksWalk found = BooksWalk.of(folder);
        gate = new Books();
        gate.restore(found.books);
        disk = new FaultyDisk();
        writer = new JournalWriter(files, options, name, () -> now, disk, gate, _ -> {}, tail);
        lives = new Lives(random.split(), name + "-" + lifetimes++ + "-", now);
        List<Entry> ends = Recovery.resolve(found.books.requests().all(), now);
        if (!ends.isEmpty()) {
          assertThat(append(ends)).as(name + " resolves what was open").isTrue();
        }
      }

      void step() throws Exception {
        switch (random.nextInt(12)) {
          case 0 -> crash();
          case 1 -> sendAgain();
          case 2 -> close();
          case 3 -> deliver();
          default -> {
            lives.at(now);
            append(lives.next());
          }
        }
      }

      /** Whether a group is in the journal and its sender was told so. */
      private boolean append(List<Entry> group) {
        Ledgers.Answer answer = new Ledgers.Answer();
        writer.write(List.of(new Group(new Submission(group, answer), System.nanoTime())));
        if (!answer.isAppended()) {
          return false;
        }
        long last = answer.await();
        for (int i = 0; i < group.size(); i++) {
          acknowledged.put(last - group.size() + 1 + i, group.get(i));
        }
        return true;
      }

      /** What was booked once, or has ended, is not booked again. */
      private void sendAgain() {
        List<Entry> known =
            acknowledged.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(entry ->
                    !(entry instanceof Entry.Judged)
                        && !(entry instanceof Entry.OutcomeReported)
                        && !(entry instanceof BookEntry.PricesPublished)
                        && !(entry instanceof Entry.Overrun)
                        && !(entry instanceof Entry.Dispatch)
                        && !(entry instanceof Entry.Reserve))
                .toList();
        if (!known.isEmpty() && writer.failure() == null) {
          Entry again = known.get(random.nextInt(known.size()));
          assertThat(append(List.of(again))).as("%s was booked twice", again).isFalse();
        }
      }

      /** Closes the month before, where that can be done; twice is refused. */
      private void close() throws Exception {
        LedgerPeriod period = LedgerPeriod.of(LedgerPeriod.of(now).from().minusMillis(1));
        if (writer.failure() != null) {
          return;
        }
        BooksWalk read = BooksWalk.of(folder);
        boolean closable = read.books.closedUntil().isBefore(period.end());
        BookEntry.PeriodClosed closing = read.closing(period, now);
        if (append(List.of(closing))) {
          assertThat(closable).isTrue();
          closings.add(closing);
        }
      }

      /** Records reach the shared view; some of them have been there before. */
      private void deliver() throws IOException, JournalDamage {
        if (random.nextInt(4) == 0) {
          view = new BooksWalk();
        }
        view.goOn(folder);
      }

      private void crash() throws IOException, JournalDamage {
        disk.failAfterBytes(random.nextInt(4_000));
        for (int i = 0; i < 12 && writer.failure() == null; i++) {
          lives.at(now);
          append(lives.next());
        }
        crashes++;
        restart();
      }

      private void restart() throws IOException, JournalDamage {
        disk.failAfterBytes(0);
        writer.close();
        JournalFiles files = new JournalFiles(folder);
        Path last = files.path(files.newest());
        long size = Files.size(last);
        long safe = options.durability() == Durability.DISK ? disk.forcedBytes(last) : size;
        if (size > safe) {
          try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            file.setLength(safe + random.nextLong(size - safe + 1));
            if (random.nextBoolean()) {
              file.seek(file.length());
              file.write(new byte[random.nextInt(300)]);
            }
          }
          // What the view took in of what is lost now was never acknowledged to anybody.
          view = new BooksWalk();
        }
        start();
      }

      void check() throws IOException, JournalDamage {
        BooksWalk all = BooksWalk.of(folder);
        acknowledged.forEach(
            (seq, entry) -> assertThat(all.entries.get(seq)).as("record %d", seq).isEqualTo(entry));
        assertThat(all.books.requests().all()).as("holds that are open").isEmpty();
        assertThat(all.totals.isBalanced()).as("the trial balance").isTrue();
        assertSpendIsTheSameEverywhere(all);
        for (BookEntry.PeriodClosed closing : closings) {
          PeriodReport report = all.report(LedgerPeriod.parse(closing.period()));
          assertThat(report.hash()).as("%s is frozen", closing).isEqualTo(closing.reportHash());
        }
        view.goOn(folder);
        for (Rollup rollup : Rollup.values()) {
          assertThat(columns(view, rollup))
              .as("what reached the shared view in bits: %s", rollup)
              .isEqualTo(columns(all, rollup));
        }
      }

      private void assertSpendIsTheSameEverywhere(BooksWalk all) {
        BigInteger spent = BigInteger.ZERO;
        for (Entry entry : all.entries.values()) {
          spent = spent.add(costOf(entry));
        }
        assertThat(all.sum(Rollup.HOUR, "amount", _ -> true)).as("hours").isEqualTo(spent);
        assertThat(all.sum(Rollup.LINE, "amount", _ -> true)).as("lines").isEqualTo(spent);
        assertThat(all.sum(Rollup.TAX_HOUR, "amount", _ -> true)).as("tax").isEqualTo(spent);
        assertThat(all.sum(Rollup.DAY, "amount", key -> everything(key.columns())))
            .as("days")
            .isEqualTo(spent);
        assertThat(all.sum(Rollup.TAX_DAY, "amount", key -> everything(key.columns())))
            .as("tax by the day")
            .isEqualTo(spent);
        assertThat(all.sum(Rollup.DAY, "amount", key -> costCentre(key.columns())))
            .as("what cost centres bear")
            .isEqualTo(spent);
      }
    }

    private static boolean everything(List<Object> key) {
      return key.getFirst().equals(DayKey.EVERYTHING);
    }

    private static boolean costCentre(List<Object> key) {
      return key.getFirst() instanceof String account && account.startsWith(CostCentre.PREFIX);
    }

    private static BigInteger costOf(Entry entry) {
      return switch (entry) {
        case Entry.Settle settle -> {
          BigInteger sum = BigInteger.ZERO;
          for (var line : settle.lines()) {
            sum = sum.add(BigInteger.valueOf(line.amount().pico()));
          }
          yield sum;
        }
        case Entry.ExpireEstimate expired ->
            expired.amount() == null
                ? BigInteger.ZERO
                : BigInteger.valueOf(expired.amount().pico());
        case BookEntry.Correct correct -> BigInteger.valueOf(correct.amount().pico());
        case BookEntry.CapacityHour hour ->
            BigInteger.valueOf(hour.cost().pico())
                .subtract(BigInteger.valueOf(hour.absorbed().pico()));
        default -> BigInteger.ZERO;
      };
    }

    private static Map<List<Object>, List<Long>> columns(BooksWalk walk, Rollup rollup) {
      Map<List<Object>, List<Long>> rows = new HashMap<>();
      walk.totals
          .rows(rollup)
          .forEach((key, sums) -> rows.put(key.columns(), new ArrayList<>(sums.columns())));
      return rows;
    }
  }
}
