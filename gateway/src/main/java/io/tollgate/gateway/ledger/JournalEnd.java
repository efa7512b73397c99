package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of the journal: encodes records, appends them to the newest segment, and finds back to
 * the last place that was committed when a write fails.
 *
 * <p>Used by one thread, but for {@link #committed} and {@link #bytes}.
 */
final class JournalEnd implements Frontier {

  private final JournalFiles files;
  private final long segmentBytesMax;
  private final String node;
  private final InstantSource clock;
  private final Disk disk;

  private final LineBuffer buffer = new LineBuffer();
  private final HashChain chain;
  private final RecordEncoder encoder;

  private Disk.@Nullable Segment segment;
  private int segmentNumber;
  private long segmentBytes;
  private long segmentRecords;
  private long seq;

  /** Entries since the last commit; none of them counts where other records lie between. */
  private List<Entry> entries = new ArrayList<>();

  /** Sequence number of the record before them. */
  private long seqBefore;

  /** The segment that was begun by a program with an older format; 0 where there is none. */
  private final int outdatedSegment;

  /** Whether bytes of a failed write may lie behind what is committed. */
  private boolean torn;

  private volatile Position committed;

  /** The end of a journal of which nothing is open yet. */
  JournalEnd(
      JournalFiles files,
      long segmentBytesMax,
      String node,
      InstantSource clock,
      Disk disk,
      JournalTail tail) {
    this.files = files;
    this.segmentBytesMax = segmentBytesMax;
    this.node = node;
    this.clock = clock;
    this.disk = disk;
    Position end = tail.position();
    this.committed = end.closed() ? end.nextSegment() : end;
    this.outdatedSegment = tail.version() < JournalRecord.SegmentOpened.VERSION ? end.segment() : 0;
    this.chain = new HashChain(committed.hash());
    this.encoder = new RecordEncoder(buffer, chain);
    reset();
  }

  private void reset() {
    segmentNumber = committed.segment();
    segmentBytes = committed.offset();
    segmentRecords = committed.line();
    seq = committed.seq();
    chain.reset(committed.hash());
    buffer.clear();
    entries = new ArrayList<>();
    seqBefore = seq;
  }

  /** Writes that the node has started, and makes it and the names of the files last. */
  void begin(long bytesCut) throws IOException {
    if (segmentNumber == outdatedSegment && segmentBytes > 0) {
      // A program that reads only the older format must not meet this one in a segment of its own.
      roll();
    }
    openIfNeeded();
    encodeOpenIfNeeded();
    encoder.encode(new JournalRecord.NodeStarted(nextSeq(), clock.instant(), node, bytesCut));
    write();
    sync();
    forceDirectory(files.journal());
    forceDirectory(files.directory());
    commit();
  }

  /** The last place of which the durability that was asked for is reached. */
  Position committed() {
    return committed;
  }

  @Override
  public long bytes(int segment) {
    Position end = committed;
    if (segment == end.segment()) {
      return end.offset();
    }
    return segment < end.segment() ? Long.MAX_VALUE : 0;
  }

  int bytesEncoded() {
    return buffer.length();
  }

  boolean isSegmentFull() {
    return segmentBytes + buffer.length() >= segmentBytesMax;
  }

  /** Encodes an entry behind those that wait to be written, and gives its sequence number. */
  long encode(Entry entry) {
    encodeOpenIfNeeded();
    encoder.encode(nextSeq(), entry);
    entries.add(entry);
    return seq;
  }

  /** Writes what is encoded. After a failure go {@link #back}. */
  void write() throws IOException {
    Disk.Segment open = openIfNeeded();
    segmentBytes += buffer.length();
    torn = true;
    open.write(buffer.asByteBuffer());
    torn = false;
    buffer.clear();
  }

  /** Makes what is written survive a power cut. */
  void sync() throws SyncFailure {
    Disk.Segment open = segment;
    if (open != null) {
      try {
        open.force();
      } catch (IOException e) {
        torn = true;
        throw new SyncFailure(e);
      }
    }
  }

  /** What is written stays. */
  Written commit() {
    Position end =
        new Position(segmentNumber, segmentBytes, segmentRecords, false, seq, chain.last());
    Written written =
        entries.size() == seq - seqBefore
            ? new Written(seqBefore + 1, entries, end)
            : Written.NOTHING;
    entries = new ArrayList<>();
    seqBefore = seq;
    committed = end;
    return written;
  }

  /** Closes the segment, of which all that was encoded is committed; the next begins after it. */
  void roll() throws IOException {
    encoder.encode(
        new JournalRecord.SegmentClosed(nextSeq(), clock.instant(), segmentNumber, segmentRecords));
    write();
    sync();
    closeSegment();
    segmentNumber++;
    segmentBytes = 0;
    segmentRecords = 0;
    commit();
  }

  /** Forgets what was encoded or written since the last commit; the file is yet to be mended. */
  void back() {
    reset();
  }

  /** Cuts off what a failed write left behind. */
  void mend() throws IOException {
    Disk.Segment open = segment;
    if (torn && open != null) {
      open.truncate(committed.offset());
      long bytes = open.bytes();
      if (bytes < committed.offset()) {
        throw new SyncFailure(
            "it has " + bytes + " bytes where " + committed.offset() + " were acknowledged");
      }
    }
    torn = false;
  }

  private Disk.Segment openIfNeeded() throws IOException {
    Disk.Segment open = segment;
    if (open == null) {
      open = disk.open(files.path(segmentNumber));
      segment = open;
      forceDirectory(files.journal());
    }
    return open;
  }

  private void forceDirectory(Path directory) throws SyncFailure {
    try {
      disk.forceDirectory(directory);
    } catch (IOException e) {
      throw new SyncFailure(e);
    }
  }

  private void encodeOpenIfNeeded() {
    if (segmentBytes == 0 && buffer.length() == 0) {
      encoder.encode(
          new JournalRecord.SegmentOpened(
              nextSeq(),
              clock.instant(),
              segmentNumber,
              JournalRecord.SegmentOpened.VERSION,
              node,
              chain.last()));
    }
  }

  private long nextSeq() {
    segmentRecords++;
    return ++seq;
  }

  /** Closes the file, which stays open for the next start to continue. */
  void closeSegment() throws SyncFailure {
    Disk.Segment open = segment;
    segment = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new SyncFailure(e);
      }
    }
  }

  /** The file that is written to. */
  Path path() {
    return files.path(segmentNumber);
  }
}
