package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one who writes to the journal: takes groups through the gate, appends them in batches,
 * tells their listeners.
 *
 * <p>Where entries are to survive the process only, whoever appends them can also {@linkplain
 * #stage stage} them by itself: they are acknowledged at once, since they lie in memory that
 * outlives the process, and the journal's thread writes them a moment later, many at a time. A
 * start puts into the journal what a killed process left staged.
 *
 * <p>A sync that fails is the end. A write that fails is taken back, with all that was not yet
 * acknowledged: from then on groups that begin a request are refused, the others are written one by
 * one into the room that the ballast leaves, and what finds no room waits. Once the ballast can be
 * made anew, requests may begin again.
 *
 * <p>One thread writes; any may stage, and ask about the state.
 */
final class JournalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  /** Bytes after which a batch is written, though more groups wait. */
  private static final int BATCH_BYTES_MAX = 1 << 20;

  /** Bytes of the staged records that may wait to be written; those of some thousand entries. */
  private static final int STAGED_BYTES_MAX = 1 << 20;

  /** Bytes after which a segment is synced though nobody asked for it. */
  private static final int UNSYNCED_BYTES_MAX = 1 << 20;

  /** A group of the batch at hand, with its last sequence number or its refusal. */
  private record Done(Group group, long seq, @Nullable LedgerException refusal) {}

  private final JournalOptions options;
  private final InstantSource clock;
  private final Gate gate;
  private final Consumer<Written> afterBatch;
  private final Room room;
  private final JournalEnd end;
  private final SyncAhead ahead = new SyncAhead(this::syncFailed);

  /** Is held by whoever writes; taken before {@link #turn}. */
  private final ReentrantLock pen = new ReentrantLock();

  /** Is held by whoever encodes or stages, and not for the write of what is staged. */
  private final ReentrantLock turn = new ReentrantLock();

  private final List<Done> batch = new ArrayList<>();

  /** What was written for nobody and is to be ended next. */
  private final List<Group> orphans = new ArrayList<>();

  private boolean stuck;
  private boolean stages;
  private boolean closed;

  private volatile @Nullable LedgerException failure;

  /** When the write or sync that is under way began; 0 while none is. */
  private volatile long writingSinceNanos;

  JournalWriter(
      JournalFiles files,
      JournalOptions options,
      String node,
      InstantSource clock,
      Disk disk,
      Gate gate,
      Consumer<Written> afterBatch,
      JournalTail tail)
      throws IOException {
    this.options = options;
    this.clock = clock;
    this.gate = gate;
    this.afterBatch = afterBatch;
    this.room = new Room(new Ballast(files, options.ballastBytes(), disk), options.retryPause());
    this.end = new JournalEnd(files, options.segmentBytesMax(), node, clock, disk, tail);
    try {
      begin(tail.bytesCut());
    } catch (IOException e) {
      end.closeSegment();
      throw e;
    }
  }

  private void begin(long bytesCut) throws IOException {
    try {
      end.begin(bytesCut);
    } catch (SyncFailure e) {
      throw e;
    } catch (IOException e) {
      end.back();
      if (!room.makeRoom()) {
        throw e;
      }
      end.mend();
      end.begin(bytesCut);
    }
    room.begin(end.path());
  }

  /** From now on groups can be staged, where that makes them as durable as they are to be. */
  void prepareStaging() {
    if (options.durability() == Durability.PROCESS) {
      pen.lock();
      turn.lock();
      try {
        stages = true;
        end.prepareStaging(STAGED_BYTES_MAX);
      } finally {
        turn.unlock();
        pen.unlock();
      }
    }
  }

  /** How far the journal may be read: what is only staged is behind it. */
  Frontier frontier() {
    return end;
  }

  /** The last record of which the durability that was asked for is reached. */
  long lastSeq() {
    return end.lastSeq();
  }

  /** Why nothing can be written any more; {@code null} while all is well. */
  @Nullable LedgerException failure() {
    return failure;
  }

  /** Why no request can begin for now; {@code null} while there is room. */
  @Nullable LedgerException full() {
    return room.shortage();
  }

  /** The last record that is in a segment. */
  long writtenSeq() {
    return end.committed().seq();
  }

  /** Nanoseconds that the disk has been busy with one write or sync; 0 while it is not. */
  long writingNanos() {
    long since = writingSinceNanos;
    return since == 0 ? 0 : System.nanoTime() - since;
  }

  /** Whether there is no use in another try before some time has passed. */
  boolean isStuck() {
    return stuck;
  }

  /** What became of groups that were to be staged. */
  enum StageResult {
    /** They are acknowledged, and the first that wait to be written. */
    BEGUN,
    /** They are acknowledged, and wait to be written with others. */
    CONTINUED,
    /** Nothing was done: they are to be written. */
    NOT_NOW
  }

  /**
   * Acknowledges groups on the caller's thread, without waiting for anybody or any disk; where that
   * cannot be, does nothing.
   */
  StageResult stage(List<Group> groups) {
    // A listener that appends at once, on the journal's thread, is in the middle of a batch.
    if (turn.isHeldByCurrentThread() || !turn.tryLock()) {
      return StageResult.NOT_NOW;
    }
    boolean begun;
    List<Done> done;
    try {
      if (closed || failure != null || full() != null || !orphans.isEmpty() || !end.canStage()) {
        return StageResult.NOT_NOW;
      }
      begun = end.bytesEncoded() == 0;
      if (!tryToStage(groups)) {
        back();
        return StageResult.NOT_NOW;
      }
      done = List.copyOf(batch);
      batch.clear();
    } finally {
      turn.unlock();
    }
    for (Done each : done) {
      tell(each);
    }
    return begun ? StageResult.BEGUN : StageResult.CONTINUED;
  }

  private boolean tryToStage(List<Group> groups) {
    try {
      for (Group group : groups) {
        add(group);
      }
      if (!end.stage()) {
        return false;
      }
      gate.commit();
      return true;
    } catch (RuntimeException | Error e) {
      LOG.debug("the journal's thread will come to the same, and end the journal", e);
      return false;
    }
  }

  /**
   * Writes what groups there are and what is staged, and tries to get out of a state without room.
   *
   * @return those that are still to be written, in order
   */
  List<Group> write(List<Group> groups) {
    pen.lock();
    try {
      if (groups.isEmpty() && turnPage()) {
        writePage();
        return List.of();
      }
      turn.lock();
      try {
        return writeInTurn(groups);
      } finally {
        turn.unlock();
      }
    } finally {
      pen.unlock();
    }
  }

  /** Has the segment synced beside what is written next, where much of it is yet to be synced. */
  void syncIfMuch() {
    pen.lock();
    try {
      if (end.bytesUnsynced() >= UNSYNCED_BYTES_MAX && failure == null) {
        end.syncBy(ahead);
      }
    } finally {
      pen.unlock();
    }
  }

  private void syncFailed(SyncFailure cause) {
    pen.lock();
    turn.lock();
    try {
      if (failure == null && !closed) {
        fail(cause, List.of());
      }
    } finally {
      turn.unlock();
      pen.unlock();
    }
  }

  private boolean turnPage() {
    turn.lock();
    try {
      return failure == null && full() == null && end.turnPage();
    } finally {
      turn.unlock();
    }
  }

  /** Writes what is staged, while more may be. */
  private void writePage() {
    Throwable problem = null;
    writingSinceNanos = System.nanoTime() | 1;
    try {
      end.writePage();
    } catch (IOException | RuntimeException | Error e) {
      problem = e;
    } finally {
      writingSinceNanos = 0;
    }
    turn.lock();
    try {
      switch (problem) {
        case null -> afterBatch.accept(end.commitPage());
        case ClosedChannelException e -> fail(e, List.of());
        case IOException e -> setBack(e, List.of());
        default -> fail(problem, List.of());
      }
    } catch (RuntimeException | Error e) {
      fail(e, List.of());
    } finally {
      turn.unlock();
    }
    if (problem == null) {
      end.touchStaging();
    }
  }

  private List<Group> writeInTurn(List<Group> groups) {
    LedgerException failed = failure;
    if (failed != null) {
      groups.forEach(group -> group.failed(failed));
      return List.of();
    }
    int answered = 0;
    try {
      end.mend();
      if (groups.isEmpty() || room.shortage() != null) {
        flush();
      }
      for (int i = 0; i < groups.size(); i++) {
        if (end.isSegmentFull()) {
          flush();
          answered = i;
          ahead.await();
          end.roll();
        }
        add(groups.get(i));
        // Where room is short, small steps find more of it.
        if (room.shortage() != null
            || i == groups.size() - 1
            || end.bytesEncoded() >= BATCH_BYTES_MAX) {
          flush();
          answered = i + 1;
        }
      }
      stuck = false;
      if (room.isBack()) {
        if (stages) {
          end.prepareStaging(STAGED_BYTES_MAX);
        }
        afterBatch.accept(Written.NOTHING);
      }
      List<Group> left = List.copyOf(orphans);
      orphans.clear();
      return left;
    } catch (SyncFailure | ClosedChannelException | RuntimeException | Error e) {
      fail(e, groups.subList(answered, groups.size()));
      return List.of();
    } catch (IOException e) {
      return setBack(e, groups.subList(answered, groups.size()));
    }
  }

  private void add(Group group) {
    LedgerException closed = room.shortage();
    if (group.begins() && closed != null) {
      batch.add(new Done(group, 0, closed));
      return;
    }
    if (group.begins() && group.isGivenUp()) {
      // Nobody waits for it and nothing was sent: it need not be written at all.
      return;
    }
    List<Entry> entries =
        group.isOrphan() ? gate.endsOf(group.entries(), clock.instant()) : group.entries();
    String refusal = gate.applyAll(entries);
    if (refusal != null) {
      batch.add(new Done(group, 0, LedgerException.refused(refusal)));
      return;
    }
    long seq = 0;
    for (Entry entry : entries) {
      seq = end.encode(entry);
    }
    batch.add(new Done(group, seq, null));
  }

  private void flush() throws IOException {
    if (end.isTurned()) {
      end.writePage();
      afterBatch.accept(end.commitPage());
    }
    if (end.bytesEncoded() > 0) {
      writingSinceNanos = System.nanoTime() | 1;
      try {
        end.write();
        if (options.durability() == Durability.DISK) {
          end.sync();
        }
      } finally {
        writingSinceNanos = 0;
      }
      Written written = end.commit();
      gate.commit();
      afterBatch.accept(written);
    }
    batch.forEach(this::answer);
    batch.clear();
  }

  private void answer(Done done) {
    if (!tell(done)) {
      orphans.add(done.group().orphaned());
    }
  }

  /** Tells what became of a group; false where it was written and nobody waits for it any more. */
  private boolean tell(Done done) {
    LedgerException refusal = done.refusal();
    if (refusal != null) {
      done.group().failed(refusal);
      return true;
    }
    return done.group().appended(done.seq());
  }

  /** Takes back what a write began that failed, and makes room. */
  private List<Group> setBack(IOException cause, List<Group> groups) {
    back();
    stuck = !room.makeRoom();
    LedgerException closed = room.runOut(cause, end.path());
    List<Group> left = new ArrayList<>(orphans);
    orphans.clear();
    for (Group group : groups) {
      if (group.begins()) {
        group.failed(closed);
      } else {
        left.add(group);
      }
    }
    return left;
  }

  private void back() {
    batch.clear();
    end.back();
    gate.rollBack();
  }

  private void fail(Throwable cause, List<Group> groups) {
    LedgerException failed =
        LedgerException.failed(
            "The journal cannot be written (" + cause + "); it accepts nothing until a restart.",
            cause);
    failure = failed;
    LOG.error("{} Segment: {}", failed.getMessage(), end.path(), cause);
    back();
    orphans.clear();
    try {
      // Nobody is told that it is there: whoever reads the file should not find it, either.
      end.mend();
    } catch (IOException | RuntimeException e) {
      LOG.warn("What was not acknowledged could not be cut off", e);
    }
    groups.forEach(group -> group.failed(failed));
  }

  /** Gives up groups that found no room; the next start resolves what they leave open. */
  void drop(List<Group> groups) {
    LedgerException closed = room.shortage();
    if (closed != null && !groups.isEmpty()) {
      LOG.error(
          "{} groups of entries found no room before the stop; the next start books estimates",
          groups.size());
      groups.forEach(group -> group.failed(closed));
    }
  }

  /** Syncs and closes the segment, which stays open for the next start to continue. */
  void close() {
    ahead.close();
    pen.lock();
    turn.lock();
    try {
      closed = true;
      if (failure == null) {
        end.mend();
        flush();
        end.sync();
        end.endStaging();
      }
      end.closeSegment();
    } catch (IOException e) {
      LOG.error("The journal could not be synced at its close", e);
    } finally {
      turn.unlock();
      pen.unlock();
    }
  }
}
