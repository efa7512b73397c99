package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The truth: append-only, hash-chained files of entries.
 *
 * <p>Each line is {@code <hash> <json>} where the hash is {@code sha256("<hash before> <json>")} in
 * lowercase hex, so that anybody can check a segment without this program:
 *
 * <pre>{@code
 * prev=$(sed -n '1s/.*"previous":"\([0-9a-f]*\)".*$/\1/p' "$file")
 * while IFS= read -r line; do
 *   hash=$(printf '%s %s' "$prev" "${line#* }" | sha256sum); prev=${line%% *}
 *   [ "${hash%% *}" = "$prev" ] || echo "bad: $line"
 * done < "$file"
 * }</pre>
 *
 * <p>Appending is safe for use by several threads and never blocks. With {@link Durability#PROCESS}
 * groups are staged in memory that outlives the process, which is done at once and on the thread of
 * whoever appends, and one writer thread writes them a moment later. With {@link Durability#DISK},
 * or when anything is in the way, they wait in a bounded queue for that thread, which writes all
 * that wait at once, syncs once, and then tells the listeners, in order. A disk without room closes
 * the journal for new requests until there is room again; the first failed sync closes it for good,
 * since a repeated one may claim success for data that is lost. Whoever waits for a slow disk too
 * long is told so by a second thread. An orderly close leaves the newest segment open; the next
 * start continues it.
 */
public final class Journal implements AutoCloseable {

  private static final String CLOSED = "The journal is closed.";

  /** How often the watch looks for groups that wait too long, in parts of the time they have. */
  private static final int LOOKS = 8;

  /** How long records may be staged before they are written. */
  private static final long STAGED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final DirectoryLock directoryLock;
  private final JournalTail tail;
  private final JournalWriter writer;
  private final JournalOptions options;
  private final Thread thread;
  private final Thread watch;

  private final GroupQueue queue = new GroupQueue();
  private final AtomicLong groupsLate = new AtomicLong();

  private Journal(
      DirectoryLock directoryLock, JournalTail tail, JournalWriter writer, JournalOptions options) {
    this.directoryLock = directoryLock;
    this.tail = tail;
    this.writer = writer;
    this.options = options;
    this.thread = Thread.ofPlatform().name("tollgate-journal").daemon().unstarted(this::run);
    this.watch = Thread.ofPlatform().name("tollgate-journal-watch").daemon().unstarted(this::watch);
  }

  /**
   * Opens the journal in a directory for appending: takes the directory's lock, cuts a torn tail,
   * and continues the chain.
   *
   * @param directory the ledger's directory, made if it does not exist
   * @param node the name of this node, written into each segment
   * @param clock for the journal's records about itself
   * @throws LedgerException when another process writes there, or the journal is damaged
   * @throws UncheckedIOException when the files cannot be read or written
   */
  public static Journal open(
      Path directory, JournalOptions options, String node, InstantSource clock) {
    return open(
        takeLock(directory), directory, options, node, clock, Disk.REAL, _ -> null, _ -> {});
  }

  static DirectoryLock takeLock(Path directory) {
    try {
      return DirectoryLock.take(directory);
    } catch (IOException e) {
      throw unopenable(directory, e);
    }
  }

  /**
   * Opens the journal of one who has the directory's lock already.
   *
   * @param directoryLock belongs to the journal from now on, even if the opening fails
   */
  static Journal open(
      DirectoryLock directoryLock,
      Path directory,
      JournalOptions options,
      String node,
      InstantSource clock,
      Disk disk,
      Gate gate,
      Consumer<Written> afterBatch) {
    try {
      JournalFiles files = new JournalFiles(directory);
      Files.createDirectories(files.journal());
      JournalTail tail = JournalTail.recover(files);
      JournalWriter writer =
          new JournalWriter(files, options, node, clock, disk, gate, afterBatch, tail);
      Journal journal = new Journal(directoryLock, tail, writer, options);
      journal.thread.start();
      journal.watch.start();
      return journal;
    } catch (IOException e) {
      directoryLock.close();
      throw unopenable(directory, e);
    } catch (RuntimeException e) {
      directoryLock.close();
      throw e;
    }
  }

  private static UncheckedIOException unopenable(Path directory, IOException e) {
    return new UncheckedIOException(
        new IOException("The journal in " + directory + " cannot be opened: " + e, e));
  }

  /**
   * From now on groups are staged where they can be, and so are acknowledged before they can be
   * read in the files.
   */
  void prepareStaging() {
    writer.prepareStaging();
  }

  /**
   * Hands a group to the writer and returns at once. A group that begins with a RESERVE or a JUDGED
   * is turned away where too many entries wait or the disk is slow or full; any other belongs to a
   * request whose hold it resolves.
   *
   * @param group entries that are written together, in this order, with nothing between them; not
   *     empty
   * @param listener is told exactly once, before this returns or later on another thread
   */
  public void append(List<Entry> group, AppendListener listener) {
    append(List.of(new Submission(group, listener)));
  }

  /** Hands several groups to the writer at once, each as if it came by itself, in their order. */
  void append(List<Submission> submissions) {
    LedgerException dead = dead();
    long now = System.nanoTime();
    List<Group> groups = new ArrayList<>(submissions.size());
    int entries = 0;
    for (Submission each : submissions) {
      Group group = new Group(each, now);
      // What began is always ended: only a new request is turned away.
      LedgerException refusal =
          dead == null && group.begins() ? refusal(entries + each.group().size()) : dead;
      if (refusal == null) {
        groups.add(group);
        entries += each.group().size();
      } else {
        group.failed(refusal);
      }
    }
    if (!groups.isEmpty() && !stage(groups) && !queue.addAll(groups)) {
      groups.forEach(group -> group.failed(LedgerException.failed(CLOSED, null)));
    }
  }

  /** Whether they could be staged: not before those that wait, for groups keep their order. */
  private boolean stage(List<Group> groups) {
    if (queue.entries() > 0) {
      return false;
    }
    return switch (writer.stage(groups)) {
      case NOT_NOW -> false;
      case CONTINUED -> true;
      case BEGUN -> {
        queue.nudge();
        yield true;
      }
    };
  }

  private @Nullable LedgerException dead() {
    LedgerException failure = writer.failure();
    return failure == null && queue.isClosing() ? LedgerException.failed(CLOSED, null) : failure;
  }

  /** Why a request cannot begin; {@code null} where it can. Cheap, for every request asks. */
  @Nullable LedgerException refusal() {
    LedgerException dead = dead();
    return dead == null ? refusal(1) : dead;
  }

  private @Nullable LedgerException refusal(int entries) {
    LedgerException full = writer.full();
    if (full != null) {
      return full;
    }
    long writingNanos = writer.writingNanos();
    if (writingNanos > options.beginWithin().toNanos()) {
      return LedgerException.busy(
          "The ledger's disk has been busy with one write for "
              + TimeUnit.NANOSECONDS.toMillis(writingNanos)
              + " ms.");
    }
    int queued = queue.entries();
    if (queued > 0 && queued + entries > options.queueEntriesMax()) {
      return LedgerException.busy(queued + " entries wait for the journal, which is its bound.");
    }
    return null;
  }

  private void run() {
    do {
      List<Group> groups =
          isFull()
              ? queue.take(options.retryPause().toNanos(), writer.isStuck())
              : queue.take(STAGED_NANOS);
      List<Group> left = writer.write(groups);
      if (queue.isClosing() && writer.isStuck()) {
        writer.drop(left);
        left = List.of();
      }
      queue.giveBack(left);
      writer.syncIfMuch();
    } while (!queue.isOver());
    writer.close();
  }

  /** Tells those who have waited too long, whatever the writer is stuck in. */
  private void watch() {
    long pause = Math.min(options.beginWithin().toNanos(), options.endWithin().toNanos()) / LOOKS;
    while (queue.pause(pause)) {
      queue.all(this::isLate).forEach(this::giveUp);
    }
  }

  private boolean isLate(Group group) {
    Duration patience = group.begins() ? options.beginWithin() : options.endWithin();
    return !group.isOrphan()
        && group.isWaiting()
        && System.nanoTime() - group.sinceNanos() > patience.toNanos();
  }

  private void giveUp(Group group) {
    LedgerException full = writer.full();
    if (group.giveUp(
        full == null ? LedgerException.busy("The ledger's disk is too slow.") : full)) {
      groupsLate.incrementAndGet();
    }
  }

  /** Whether requests can begin; where the disk was full or slow it becomes so again by itself. */
  public boolean isHealthy() {
    return refusal() == null;
  }

  /** Whether there is no room for new requests. */
  boolean isFull() {
    return writer.full() != null;
  }

  /** How far it may be read while it is written. */
  Frontier frontier() {
    return writer.frontier();
  }

  /** Groups whose listener was told that the disk took too long. */
  long groupsLate() {
    return groupsLate.get();
  }

  /** The sequence number of the last record that was acknowledged, or found at the start. */
  public long lastSeq() {
    return writer.lastSeq();
  }

  /**
   * Writes what is staged, on the caller's thread. Blocks; from any thread but an event loop.
   *
   * @return false where something that is acknowledged could not be written
   */
  boolean writeStaged() {
    long acknowledged = lastSeq();
    if (writer.writtenSeq() < acknowledged) {
      writer.write(List.of());
    }
    return writer.writtenSeq() >= acknowledged;
  }

  /** Why what is staged cannot be written for now; {@code null} while it can, or nothing is. */
  @Nullable String stagedProblem() {
    LedgerException failure = writer.failure();
    LedgerException problem = failure == null ? writer.full() : failure;
    return problem == null || writer.writtenSeq() >= lastSeq() ? null : problem.getMessage();
  }

  /** What was found at the end when the journal was opened. */
  JournalTail tail() {
    return tail;
  }

  /** Writes what waits and syncs; from then on nothing is accepted. Blocks. */
  void stop() {
    queue.close();
    Threads.joinUninterruptibly(thread);
    Threads.joinUninterruptibly(watch);
  }

  /** Writes what waits, syncs, and gives the directory back. Blocks. */
  @Override
  public void close() {
    stop();
    directoryLock.close();
  }
}
