package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lives through crashes: random requests, a disk that fails at a random byte, a cut at a random
 * byte behind what was acknowledged, a start; and again. The seed is in each message.
 */
class LedgerSimulationTest {

  private static final int SEEDS = 14;
  private static final int STARTS = 5;

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  @Test
  void row_27_what_was_acknowledged_survives_every_crash_and_every_hold_is_resolved_once()
      throws Exception {
    int crashes = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      crashes += new Run(seed, directory.resolve("seed-" + seed)).live();
    }
    assertThat(crashes).isGreaterThan(SEEDS);
  }

  private static final class Run {

    private final String name;
    private final Path own;
    private final SplittableRandom random;
    private final JournalOptions options;

    /** What the journal acknowledged, by sequence number. */
    private final Map<Long, Entry> acknowledged = new HashMap<>();

    Run(int seed, Path own) {
      this.name = "seed " + seed;
      this.own = own;
      this.random = new SplittableRandom(seed);
      this.options =
          Ledgers.OPTIONS
              .withDurability(seed % 2 == 0 ? Durability.PROCESS : Durability.DISK)
              .withSegmentBytesMax(3_000 + random.nextInt(20_000));
    }

    int live() throws Exception {
      int crashes = 0;
      for (int start = 0; start < STARTS; start++) {
        FaultyDisk disk = new FaultyDisk();
        disk.stagedBytes(1 + random.nextInt(20_000));
        try (Ledger ledger = Ledger.open(own, options, "node1", Samples.CLOCK, disk)) {
          if (random.nextInt(5) > 0) {
            disk.failAfterBytes(random.nextInt(30_000));
          }
          traffic(ledger, new Lives(random.split(), "r" + start + "-"));
          crashes += ledger.isHealthy() ? 0 : 1;
        }
        cutBehindWhatIsSafe(disk);
        check();
      }
      rebuildGivesTheSame();
      return crashes;
    }

    private void traffic(Ledger ledger, Lives lives) throws InterruptedException {
      List<List<Entry>> groups = new ArrayList<>();
      List<Ledgers.Answer> answers = new ArrayList<>();
      int steps = 20 + random.nextInt(120);
      for (int i = 0; i < steps; i++) {
        groups.add(lives.next());
        answers.add(Ledgers.append(ledger, groups.getLast()));
        if (random.nextInt(20) == 0 && ledger.isHealthy()) {
          // What is staged is written then, and that may be when the machine dies.
          assertThat(ledger.awaitStore() || !ledger.isHealthy()).as(name).isTrue();
        }
      }
      for (int i = 0; i < steps; i++) {
        remember(groups.get(i), answers.get(i));
      }
    }

    private void remember(List<Entry> group, Ledgers.Answer answer) {
      try {
        long last = answer.await();
        for (int i = 0; i < group.size(); i++) {
          acknowledged.put(last - group.size() + 1 + i, group.get(i));
        }
      } catch (LedgerException e) {
        // After a failure nothing is acknowledged; a legal group is never refused.
        assertThat(e.kind()).as(name).isEqualTo(LedgerException.Kind.FAILED);
      }
    }

    /**
     * A killed process leaves all it wrote; a power cut may take what was not synced, and where
     * every batch is synced that is only what nobody was told of.
     */
    private void cutBehindWhatIsSafe(FaultyDisk disk) throws IOException {
      if (options.durability() == Durability.PROCESS) {
        return;
      }
      JournalFiles files = new JournalFiles(own);
      Path last = files.path(files.newest());
      long safe = disk.forcedBytes(last);
      long size = Files.size(last);
      if (size > safe) {
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
          file.setLength(safe + random.nextLong(size - safe + 1));
          if (random.nextBoolean()) {
            file.seek(file.length());
            file.write(new byte[random.nextInt(600)]);
          }
        }
      }
    }

    private void check() {
      try (Ledger ledger = Ledger.open(own, options, "node1", Samples.CLOCK)) {
        assertThat(ledger.isHealthy()).as(name).isTrue();
      }
      Map<Long, Entry> entries = Ledgers.entries(own);
      acknowledged.forEach((seq, entry) ->
          assertThat(entries.get(seq)).as("%s, seq %d", name, seq).isEqualTo(entry));
      Verification found = Ledgers.verify(own);
      assertThat(found.bad()).as(name).isNull();
      assertThat(found.storeProblems()).as(name).isEmpty();
      assertThat(found.requestsOpen()).as(name).isZero();
      try (LedgerReport report = LedgerReport.open(own)) {
        assertThat(report.accounts())
            .as(name)
            .filteredOn(row -> row.name().startsWith("holds:") || row.name().equals("commitments"))
            .allMatch(row -> row.balance().signum() == 0);
      }
    }

    private void rebuildGivesTheSame() throws Exception {
      List<String> grown = Ledgers.dump(own);
      try {
        LedgerRebuild.rebuild(own, Progress.SILENT);
      } catch (UncheckedIOException e) {
        throw new AssertionError(name, e);
      }
      assertThat(Ledgers.dump(own)).as(name).isEqualTo(grown);
    }
  }
}
