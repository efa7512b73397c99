package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>Appending is safe for use by several threads and never blocks: groups wait in a bounded queue
 * for one writer thread, which writes all that wait at once (and with {@link Durability#DISK} syncs
 * once) and then tells the listeners, in order. The first failed write or sync is the end: it is
 * not tried again, since a repeated sync may claim success for data that is lost. An orderly close
 * leaves the newest segment open; the next start continues it.
 */
public final class Journal implements AutoCloseable {

  private final DirectoryLock directoryLock;
  private final JournalTail tail;
  private final JournalWriter writer;
  private final int queueEntriesMax;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private List<JournalWriter.Group> waiting = new ArrayList<>();
  private int entriesWaiting;
  private volatile boolean closing;

  private Journal(
      DirectoryLock directoryLock, JournalTail tail, JournalWriter writer, int queueEntriesMax) {
    this.directoryLock = directoryLock;
    this.tail = tail;
    this.writer = writer;
    this.queueEntriesMax = queueEntriesMax;
    this.thread = Thread.ofPlatform().name("tollgate-journal").daemon().unstarted(this::run);
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
        takeLock(directory), directory, options, node, clock, Disk.REAL, _ -> null, () -> {});
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
      JournalWriter.Gate gate,
      Runnable afterBatch) {
    try {
      JournalFiles files = new JournalFiles(directory);
      Files.createDirectories(files.journal());
      JournalTail tail = JournalTail.recover(files);
      JournalWriter writer =
          new JournalWriter(files, options, node, clock, disk, gate, afterBatch, tail);
      Journal journal = new Journal(directoryLock, tail, writer, options.queueEntriesMax());
      journal.thread.start();
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
   * Hands a group to the writer and returns at once. A group that begins with a RESERVE is turned
   * away where too many entries wait; any other belongs to a request whose hold it resolves.
   *
   * @param group entries that are written together, in this order, with nothing between them; not
   *     empty
   * @param listener is told exactly once
   */
  public void append(List<Entry> group, AppendListener listener) {
    JournalWriter.Group waitingGroup = new JournalWriter.Group(group, listener);
    if (waitingGroup.entries().isEmpty()) {
      throw new IllegalArgumentException("group: empty (expected: at least one entry)");
    }
    LedgerException refusal = enqueue(waitingGroup);
    if (refusal != null) {
      listener.failed(refusal);
    }
  }

  private @Nullable LedgerException enqueue(JournalWriter.Group group) {
    lock.lock();
    try {
      LedgerException failure = writer.failure();
      if (failure != null) {
        return failure;
      }
      if (closing) {
        return LedgerException.failed("The journal is closed.", null);
      }
      int entries = group.entries().size();
      // What began is always ended: only a new request is turned away.
      boolean begins = group.entries().getFirst() instanceof Entry.Reserve;
      if (begins && entriesWaiting > 0 && entriesWaiting + entries > queueEntriesMax) {
        return LedgerException.busy(
            entriesWaiting + " entries wait for the journal, which is its bound.");
      }
      entriesWaiting += entries;
      waiting.add(group);
      if (waiting.size() == 1) {
        notEmpty.signal();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    List<JournalWriter.Group> groups = new ArrayList<>();
    while (takeAll(groups)) {
      writer.write(groups);
      release(groups);
      groups.clear();
    }
    writer.close();
  }

  /** Waits for groups and takes them all; false when there will be no more. */
  private boolean takeAll(List<JournalWriter.Group> groups) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        notEmpty.awaitUninterruptibly();
      }
      groups.addAll(waiting);
      waiting.clear();
      return !groups.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void release(List<JournalWriter.Group> groups) {
    lock.lock();
    try {
      for (JournalWriter.Group group : groups) {
        entriesWaiting -= group.entries().size();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether appends are accepted; once false it stays so until the process is started again. */
  public boolean isHealthy() {
    return !closing && writer.failure() == null;
  }

  /** The sequence number of the last record that was acknowledged, or found at the start. */
  public long lastSeq() {
    return writer.lastSeq();
  }

  /** What was found at the end when the journal was opened. */
  JournalTail tail() {
    return tail;
  }

  /** Writes what waits and syncs; from then on nothing is accepted. Blocks. */
  void stop() {
    lock.lock();
    try {
      closing = true;
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
    Threads.joinUninterruptibly(thread);
  }

  /** Writes what waits, syncs, and gives the directory back. Blocks. */
  @Override
  public void close() {
    stop();
    directoryLock.close();
  }
}
