package io.tollgate.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are acknowledged before they are in a segment. */
class StagedTest {

  /** The file system, on which what is to be written to segments can be held up. */
  private static final class HeldDisk implements Disk {

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private volatile boolean held;
    private volatile boolean syncsHeld;
    private volatile boolean syncsFail;
    private final Semaphore synced = new Semaphore(0);

    private void hang() throws IOException {
      hanging.countDown();
      try {
        letGo.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public Segment open(Path path) throws IOException {
      Segment real = REAL.open(path);
      return new Segment() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          if (held) {
            hang();
          }
          real.write(bytes);
        }

        @Override
        public void truncate(long bytes) throws IOException {
          real.truncate(bytes);
        }

        @Override
        public long bytes() throws IOException {
          return real.bytes();
        }

        @Override
        public void force() throws IOException {
          if (syncsHeld) {
            hang();
          }
          if (syncsFail) {
            throw new IOException("Input/output error");
          }
          real.force();
          synced.release();
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }

    @Override
    public @Nullable Staging stage(Path path, int bytes) throws IOException {
      return REAL.stage(path, bytes);
    }

    @Override
    public boolean delete(Path path) throws IOException {
      return REAL.delete(path);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
      return REAL.usableBytes(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      REAL.forceDirectory(directory);
    }
  }

  @TempDir(factory = MemoryDirectory.class)
  private Path directory;

  private final HeldDisk disk = new HeldDisk();

  /** What a process leaves that is killed when nothing of these entries is in a segment yet. */
  private Path killedWith(List<Entry> entries) throws IOException {
    Path own = directory.resolve("own");
    Path left = directory.resolve("left");
    try (Ledger ledger = Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, disk)) {
      // Longer than what follows, so that some of it stays behind that in the file.
      Ledgers.append(ledger, requests(20, "before")).await();
      assertThat(ledger.awaitStore()).isTrue();
      disk.held = true;
      assertThat(Ledgers.append(ledger, entries).isAppended()).isTrue();
      Ledgers.copy(own, left);
      disk.letGo.countDown();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertThat(Ledgers.entries(left).values()).doesNotContainAnyElementsOf(entries);
    return left;
  }

  private static List<Entry> requests(int count, String name) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(Samples.reserve(name + i));
      entries.add(Samples.dispatch(name + i, 1));
      entries.add(Samples.settle(name + i, 1, true));
    }
    return entries;
  }

  private static void start(Path own) {
    try (Ledger ledger = Ledgers.open(own)) {
      assertThat(ledger.isHealthy()).isTrue();
    }
    assertThat(Ledgers.verify(own).isSound()).isTrue();
  }

  @Test
  void what_is_staged_is_acknowledged_at_once_and_found_by_the_next_start() throws Exception {
    List<Entry> entries = requests(3, "r");
    Path left = killedWith(entries);
    try (Ledger ledger = Ledgers.open(left)) {
      assertThat(ledger.recovery().isClean()).isTrue();
    }
    assertThat(Ledgers.entries(left).values()).containsSubsequence(entries).hasSize(60 + 9);
    assertThat(Ledgers.verify(left).isSound()).isTrue();
  }

  @Test
  void what_a_last_write_had_begun_to_put_into_the_segment_is_there_once() throws Exception {
    List<Entry> entries = requests(2, "r");
    Path left = killedWith(entries);
    byte[] staged = staged(left);
    int all = staged.length;
    long before = Files.size(Ledgers.segment(left, 1));
    SplittableRandom random = new SplittableRandom(3);
    for (int cut = 1; cut <= all; cut += 1 + random.nextInt(97)) {
      Path own = directory.resolve("cut-" + cut);
      Ledgers.copy(left, own);
      try (RandomAccessFile file = new RandomAccessFile(Ledgers.segment(own, 1).toFile(), "rw")) {
        file.seek(before);
        file.write(staged, 0, cut);
      }
      try (Ledger ledger = Ledgers.open(own)) {
        assertThat(ledger.recovery().isClean()).as("cut at %d", cut).isTrue();
      }
      assertThat(Ledgers.entries(own).values())
          .as("cut at %d", cut)
          .containsSubsequence(entries)
          .hasSize(60 + 6);
      assertThat(Ledgers.verify(own).isSound()).isTrue();
    }
  }

  private static int indexOf(byte[] all, byte[] part) {
    int at = 0;
    while (!Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  private static byte[] staged(Path left) throws IOException, JournalDamage {
    JournalFiles files = new JournalFiles(left);
    try (JournalReader reader = new JournalReader(files, Position.START)) {
      JournalRecord record;
      do {
        record = reader.next();
      } while (record != null);
      return Staged.after(reader.position(), files.staged());
    }
  }

  @Test
  void a_record_that_was_being_staged_was_not_acknowledged_and_those_before_it_are_there()
      throws Exception {
    List<Entry> entries = requests(2, "r");
    Path left = killedWith(entries);
    byte[] staged = staged(left);
    byte[] file = Files.readAllBytes(new JournalFiles(left).staged());
    int at = indexOf(file, staged);
    SplittableRandom random = new SplittableRandom(4);
    for (int cut = 0; cut < staged.length; cut += 1 + random.nextInt(97)) {
      Path own = directory.resolve("torn-" + cut);
      Ledgers.copy(left, own);
      byte[] torn = file.clone();
      torn[at + cut] ^= 1;
      Files.write(new JournalFiles(own).staged(), torn);
      int whole = 0;
      for (int i = 0; i < cut; i++) {
        whole += staged[i] == '\n' ? 1 : 0;
      }
      start(own);
      assertThat(Ledgers.entries(own).values().stream().filter(entries::contains))
          .as("torn at %d", cut)
          .containsExactlyElementsOf(entries.subList(0, whole));
    }
  }

  @Test
  void what_is_staged_while_a_write_hangs_is_found_behind_what_was_to_be_written()
      throws Exception {
    Path own = directory.resolve("own");
    Path left = directory.resolve("left");
    List<Entry> all = new ArrayList<>();
    try (Ledger ledger = Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, disk)) {
      disk.held = true;
      for (int i = 0; i < 40; i++) {
        List<Entry> entries = requests(1, "r" + i + "-");
        assertThat(Ledgers.append(ledger, entries).isAppended()).isTrue();
        all.addAll(entries);
        if (i == 20) {
          // From here on the journal's thread has a page to write, and hangs.
          disk.hanging.await();
        }
      }
      Ledgers.copy(own, left);
      disk.letGo.countDown();
    }
    try (Ledger ledger = Ledgers.open(left)) {
      assertThat(ledger.recovery().isClean()).isTrue();
    }
    assertThat(Ledgers.entries(left).values()).containsExactlyElementsOf(all);
    assertThat(Ledgers.entries(own).values()).containsExactlyElementsOf(all);
    assertThat(Ledgers.verify(left).isSound()).isTrue();
  }

  @Test
  void while_a_sync_hangs_others_are_acknowledged_and_written() throws Exception {
    Path own = directory.resolve("own");
    List<Entry> meanwhile = requests(1, "later");
    try (Ledger ledger = Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, disk)) {
      disk.syncsHeld = true;
      Ledgers.append(ledger, requests(1_500, "r")).await();
      disk.hanging.await();
      boolean appended = Ledgers.append(ledger, meanwhile).isAppended();
      boolean written = ledger.awaitStore();
      disk.letGo.countDown();
      assertThat(appended).isTrue();
      assertThat(written).isTrue();
    }
    assertThat(Ledgers.entries(own).values()).endsWith(meanwhile.toArray(Entry[]::new));
    assertThat(Ledgers.verify(own).isSound()).isTrue();
  }

  @Test
  void much_that_is_written_is_synced_before_its_segment_ends() throws Exception {
    Path own = directory.resolve("own");
    try (Ledger ledger = Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, disk)) {
      disk.synced.drainPermits();
      for (int i = 0; i < 3; i++) {
        Ledgers.append(ledger, requests(1_500, "r" + i + "-")).await();
        assertThat(disk.synced.tryAcquire(20, TimeUnit.SECONDS)).as("sync %d", i).isTrue();
      }
    }
    assertThat(Ledgers.segment(own, 2)).doesNotExist();
  }

  @Test
  void a_sync_that_fails_is_the_end_though_nobody_waited_for_it() throws Exception {
    Path own = directory.resolve("own");
    Ledger ledger = Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, disk);
    disk.syncsFail = true;
    Ledgers.append(ledger, requests(1_500, "r")).await();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (ledger.isHealthy() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(ledger.isHealthy()).isFalse();
    ledger.close();
    assertThat(Ledgers.entries(own)).hasSize(4_500);
  }

  @Test
  void what_does_not_follow_from_the_journal_is_left_alone() throws Exception {
    Path left = killedWith(requests(2, "r"));
    byte[] staged = Files.readAllBytes(new JournalFiles(left).staged());
    start(left);
    int records = Ledgers.records(left).size();
    // An orderly stop leaves nothing staged; a copy from another day does no harm.
    assertThat(new JournalFiles(left).staged()).doesNotExist();
    Files.write(new JournalFiles(left).staged(), staged);
    start(left);
    assertThat(Ledgers.entries(left)).hasSize(60 + 6);
    assertThat(Ledgers.records(left)).hasSizeGreaterThan(records);
  }

  @Test
  void where_a_power_cut_is_to_be_survived_nothing_is_staged() throws Exception {
    Path own = directory.resolve("own");
    JournalOptions synced = Ledgers.OPTIONS.withDurability(Durability.DISK);
    try (Ledger ledger = Ledger.open(own, synced, "node1", Samples.CLOCK, disk)) {
      disk.held = true;
      Ledgers.Answer answer = Ledgers.append(ledger, requests(1, "r"));
      assertThat(new JournalFiles(own).staged()).doesNotExist();
      assertThat(answer.isAppended()).isFalse();
      disk.letGo.countDown();
      answer.await();
    }
  }

  @Test
  void a_group_that_does_not_fit_waits_for_its_write() throws Exception {
    Path own = directory.resolve("own");
    FaultyDisk small = new FaultyDisk();
    small.stagedBytes(2_000);
    List<Entry> few = requests(1, "few");
    List<Entry> many = requests(30, "many");
    try (Ledger ledger = Ledger.open(own, Ledgers.OPTIONS, "node1", Samples.CLOCK, small)) {
      Ledgers.append(ledger, few).await();
      Ledgers.append(ledger, many).await();
      Ledgers.append(ledger, requests(1, "last")).await();
    }
    assertThat(Ledgers.entries(own).values())
        .startsWith(few.getFirst())
        .containsSubsequence(many)
        .hasSize(96);
  }
}
