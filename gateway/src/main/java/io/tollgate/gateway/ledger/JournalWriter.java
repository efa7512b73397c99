package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one who writes to the journal: encodes groups, appends them in batches, tells their
 * listeners.
 *
 * <p>Used by one thread, but for {@link #failure} and {@link #lastSeq}.
 */
final class JournalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  /** Bytes after which a batch is written, though more groups wait. */
  private static final int BATCH_BYTES_MAX = 1 << 20;

  /** Entries that are written together, and who wants to know. */
  record Group(List<Entry> entries, AppendListener listener) {
    Group {
      entries = List.copyOf(entries);
    }
  }

  /** Decides whether entries may be written. */
  @FunctionalInterface
  interface Gate {
    /** {@code null} if they may, else the sentence that says why not. */
    @Nullable String refusal(List<Entry> entries);
  }

  /** A group of the batch at hand, with its last sequence number or its refusal. */
  private record Done(Group group, long seq, @Nullable LedgerException refusal) {}

  private final JournalFiles files;
  private final JournalOptions options;
  private final String node;
  private final InstantSource clock;
  private final Disk disk;
  private final Gate gate;
  private final Runnable afterBatch;

  private final LineBuffer buffer = new LineBuffer();
  private final HashChain chain;
  private final RecordEncoder encoder;
  private final List<Done> batch = new ArrayList<>();

  private Disk.Segment segment;
  private int segmentNumber;
  private long segmentBytes;
  private long segmentRecords;
  private long seq;

  private volatile long lastSeq;
  private volatile @Nullable LedgerException failure;

  JournalWriter(
      JournalFiles files,
      JournalOptions options,
      String node,
      InstantSource clock,
      Disk disk,
      Gate gate,
      Runnable afterBatch,
      JournalTail tail)
      throws IOException {
    this.files = files;
    this.options = options;
    this.node = node;
    this.clock = clock;
    this.disk = disk;
    this.gate = gate;
    this.afterBatch = afterBatch;
    Position end = tail.position().closed() ? tail.position().nextSegment() : tail.position();
    this.chain = new HashChain(end.hash());
    this.encoder = new RecordEncoder(buffer, chain);
    this.seq = end.seq();
    this.segmentNumber = end.segment();
    this.segmentBytes = end.offset();
    this.segmentRecords = end.line();
    this.segment = disk.open(files.path(segmentNumber));
    try {
      begin(tail.bytesCut());
    } catch (IOException e) {
      segment.close();
      throw e;
    }
  }

  private void begin(long bytesCut) throws IOException {
    if (segmentBytes == 0) {
      encodeOpen();
    }
    encoder.encode(new JournalRecord.NodeStarted(nextSeq(), clock.instant(), node, bytesCut));
    writeBuffer();
    segment.force();
    disk.forceDirectory(files.journal());
    disk.forceDirectory(files.directory());
    lastSeq = seq;
  }

  /** The last record of which the durability that was asked for is reached. */
  long lastSeq() {
    return lastSeq;
  }

  /** Why nothing can be written any more; {@code null} while all is well. */
  @Nullable LedgerException failure() {
    return failure;
  }

  void write(List<Group> groups) {
    for (int i = 0; i < groups.size(); i++) {
      LedgerException failed = failure;
      if (failed == null) {
        try {
          add(groups.get(i));
          if (i == groups.size() - 1 || buffer.length() >= BATCH_BYTES_MAX) {
            flush();
          }
        } catch (IOException | RuntimeException | Error e) {
          fail(e, groups.get(i));
        }
      } else {
        tell(groups.get(i).listener(), 0, failed);
      }
    }
  }

  private void add(Group group) throws IOException {
    String refusal = gate.refusal(group.entries());
    if (refusal != null) {
      batch.add(new Done(group, 0, LedgerException.refused(refusal)));
      return;
    }
    if (segmentBytes + buffer.length() >= options.segmentBytesMax()) {
      flush();
      roll();
    }
    for (Entry entry : group.entries()) {
      encoder.encode(nextSeq(), entry);
    }
    batch.add(new Done(group, seq, null));
  }

  private void flush() throws IOException {
    if (buffer.length() > 0) {
      writeBuffer();
      if (options.durability() == Durability.DISK) {
        segment.force();
      }
      lastSeq = seq;
      afterBatch.run();
    }
    for (Done done : batch) {
      tell(done.group().listener(), done.seq(), done.refusal());
    }
    batch.clear();
  }

  private void roll() throws IOException {
    long closeSeq = nextSeq();
    encoder.encode(
        new JournalRecord.SegmentClosed(closeSeq, clock.instant(), segmentNumber, segmentRecords));
    writeBuffer();
    segment.force();
    segment.close();
    segmentNumber++;
    segmentBytes = 0;
    segmentRecords = 0;
    Path next = files.path(segmentNumber);
    segment = disk.open(next);
    disk.forceDirectory(files.journal());
    encodeOpen();
  }

  private void encodeOpen() {
    encoder.encode(
        new JournalRecord.SegmentOpened(
            nextSeq(), clock.instant(), segmentNumber, node, chain.last()));
  }

  private long nextSeq() {
    segmentRecords++;
    return ++seq;
  }

  private void writeBuffer() throws IOException {
    segmentBytes += buffer.length();
    segment.write(buffer.asByteBuffer());
    buffer.clear();
  }

  private void fail(Throwable cause, Group current) {
    LedgerException failed =
        LedgerException.failed(
            "The journal cannot be written (" + cause + "); it accepts nothing until a restart.",
            cause);
    failure = failed;
    LOG.error("{} Segment: {}", failed.getMessage(), files.path(segmentNumber), cause);
    boolean currentInBatch = false;
    for (Done done : batch) {
      LedgerException refusal = done.refusal();
      tell(done.group().listener(), 0, refusal == null ? failed : refusal);
      currentInBatch |= isSame(done.group(), current);
    }
    batch.clear();
    if (!currentInBatch) {
      tell(current.listener(), 0, failed);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Two appends of equal entries are still two.
  private static boolean isSame(Group one, Group other) {
    return one == other;
  }

  private static void tell(
      AppendListener listener, long lastSeq, @Nullable LedgerException failure) {
    try {
      if (failure == null) {
        listener.appended(lastSeq);
      } else {
        listener.failed(failure);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("A listener of the journal failed", e);
    }
  }

  /** Syncs and closes the segment, which stays open for the next start to continue. */
  void close() {
    try {
      if (failure == null) {
        segment.force();
      }
      segment.close();
    } catch (IOException e) {
      LOG.error("The journal could not be synced at its close", e);
    }
  }
}
