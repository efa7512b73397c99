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
 * The end of the journal: encodes records, stages them or appends them to the newest segment, and
 * finds back to the last that is kept when a write fails.
 *
 * <p>Used by one thread at a time, but for {@link #committed}, {@link #lastSeq}, {@link #bytes},
 * and what the one who writes does while others stage: {@link #writePage}, which has its page for
 * itself, and {@link #syncBy}.
 */
final class JournalEnd implements Frontier {

  private static final Logger LOG = LoggerFactory.getLogger(JournalEnd.class);

  private final JournalFiles files;
  private final long segmentBytesMax;
  private final String node;
  private final InstantSource clock;
  private final Disk disk;

  private final HashChain chain;

  /** What is encoded goes to one of two pages, while the other may be on its way to the segment. */
  private Page page;

  private Page otherPage;

  /** Whether the other page is yet to be written: all of it is staged. */
  private boolean turned;

  private Disk.@Nullable Segment segment;
  private int segmentNumber;
  private long segmentBytes;
  private long segmentRecords;
  private long seq;

  /** Bytes that were written since the last sync of the segment began. */
  private long bytesUnsynced;

  /** Where records are kept until they are written; {@code null} where there is no such place. */
  private Disk.@Nullable Staging staging;

  private final Kept kept = new Kept();

  /** The segment that was begun by a program with an older format; 0 where there is none. */
  private final int outdatedSegment;

  /** Whether bytes of a failed write may lie behind what is committed. */
  private boolean torn;

  private volatile Position committed;
  private volatile long keptSeq;

  /** The end of what is acknowledged, written or staged: from there nothing is taken back. */
  private static final class Kept {
    private long records;

    /** Those of the page, and its entries. */
    private int bytes;

    private int entries;
    private final byte[] hash = new byte[HashChain.HEX_CHARS];
  }

  /** Records that are encoded and not yet in the segment. */
  private static final class Page {
    private final LineBuffer buffer = new LineBuffer();
    private final RecordEncoder encoder;

    /** Which half of the staged records these are in. */
    private final int half;

    /** Entries since the last commit; none of them counts where other records lie between. */
    private List<Entry> entries = new ArrayList<>();

    /** Sequence number of the record before them. */
    private long seqBefore;

    /** The place behind them, once the page is turned; its offset is that of their beginning. */
    private Position end = Position.START;

    private Page(HashChain chain, int half) {
      this.encoder = new RecordEncoder(buffer, chain);
      this.half = half;
    }

    private void begin(long seq) {
      buffer.clear();
      entries = new ArrayList<>();
      seqBefore = seq;
    }

    private Written written(Position behind) {
      return entries.size() == behind.seq() - seqBefore
          ? new Written(seqBefore + 1, entries, behind)
          : Written.NOTHING;
    }
  }

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
    this.page = new Page(chain, 0);
    this.otherPage = new Page(chain, 1);
    this.segmentNumber = committed.segment();
    this.segmentBytes = committed.offset();
    this.segmentRecords = committed.line();
    this.seq = committed.seq();
    page.begin(seq);
    keep();
  }

  /** What is encoded so far stays. */
  private void keep() {
    kept.records = segmentRecords;
    kept.bytes = page.buffer.length();
    kept.entries = page.entries.size();
    chain.copyLast(kept.hash);
    keptSeq = seq;
  }

  /** Writes that the node has started, and makes it and the names of the files last. */
  void begin(long bytesCut) throws IOException {
    if (segmentNumber == outdatedSegment && segmentBytes > 0) {
      // A program that reads only the older format must not meet this one in a segment of its own.
      roll();
    }
    openIfNeeded();
    encodeOpenIfNeeded();
    page.encoder.encode(new JournalRecord.NodeStarted(nextSeq(), clock.instant(), node, bytesCut));
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

  /** The sequence number of the last record that is acknowledged. */
  long lastSeq() {
    return keptSeq;
  }

  @Override
  public long bytes(int segment) {
    Position end = committed;
    if (segment == end.segment()) {
      return end.offset();
    }
    return segment < end.segment() ? Long.MAX_VALUE : 0;
  }

  /** Bytes that are encoded and not on their way to the segment. */
  int bytesEncoded() {
    return page.buffer.length();
  }

  boolean isSegmentFull() {
    long before = segmentBytes + (turned ? otherPage.buffer.length() : 0);
    return before + page.buffer.length() >= segmentBytesMax;
  }

  /** Encodes an entry behind those that wait to be written, and gives its sequence number. */
  long encode(Entry entry) {
    encodeOpenIfNeeded();
    page.encoder.encode(nextSeq(), entry);
    page.entries.add(entry);
    return seq;
  }

  /** From now on records can be {@linkplain #stage staged}, where the disk has a place for them. */
  void prepareStaging(int bytes) {
    if (staging != null) {
      return;
    }
    try {
      staging = disk.stage(files.staged(), bytes);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Each entry waits for the journal's thread, since it cannot be staged: {}", "" + e);
    }
  }

  /** Whether there is a place to stage records, and nothing that has to be done on a disk first. */
  boolean canStage() {
    return staging != null && segment != null && segmentBytes > 0 && !isSegmentFull();
  }

  /**
   * Keeps what is encoded where it outlives the process, until it is written. No disk is waited
   * for.
   *
   * @return false where there is no room for it: go {@link #back}
   */
  boolean stage() {
    Disk.Staging place = staging;
    int end = page.buffer.length();
    if (place == null || end > place.bytes() / 2) {
      return false;
    }
    try {
      int at = page.half * (place.bytes() / 2) + kept.bytes;
      place.put(at, page.buffer.array(), kept.bytes, end - kept.bytes);
    } catch (InternalError e) {
      // Whatever became of the file: the segment is another.
      LOG.error("{} cannot be used any more", files.staged(), e);
      staging = null;
      return false;
    }
    keep();
    return true;
  }

  /**
   * Turns the page, of which all is staged: it is to be {@linkplain #writePage written} while what
   * comes goes to the other. Not before the last one is.
   *
   * @return false where there is nothing on it
   */
  boolean turnPage() {
    if (turned || page.buffer.length() == 0 || kept.bytes < page.buffer.length()) {
      return false;
    }
    Page full = page;
    full.end = new Position(segmentNumber, segmentBytes, segmentRecords, false, seq, chain.last());
    page = otherPage;
    otherPage = full;
    turned = true;
    page.begin(seq);
    keep();
    return true;
  }

  /** Whether there is a page that is turned and not written. */
  boolean isTurned() {
    return turned;
  }

  /** Writes the page that was turned; what is encoded meanwhile is not looked at. */
  void writePage() throws IOException {
    Disk.Segment open = segment;
    if (open == null) {
      throw new IOException(path() + " is closed");
    }
    torn = true;
    open.write(otherPage.buffer.asByteBuffer());
    torn = false;
    bytesUnsynced += otherPage.buffer.length();
  }

  /** The page that was turned is written, and stays. */
  Written commitPage() {
    segmentBytes += otherPage.buffer.length();
    Position at = otherPage.end;
    Position end = new Position(at.segment(), segmentBytes, at.line(), false, at.seq(), at.hash());
    Written written = otherPage.written(end);
    otherPage.begin(end.seq());
    turned = false;
    committed = end;
    return written;
  }

  /** Has the place for the records of the next page ready, so that nobody waits for it. */
  void touchStaging() {
    Disk.Staging place = staging;
    if (place != null) {
      try {
        place.touch(otherPage.half * (place.bytes() / 2), place.bytes() / 2);
      } catch (InternalError e) {
        LOG.error("{} cannot be used any more", files.staged(), e);
        staging = null;
      }
    }
  }

  /** Writes what is encoded, when no page is turned. After a failure go {@link #back}. */
  void write() throws IOException {
    Disk.Segment open = openIfNeeded();
    torn = true;
    open.write(page.buffer.asByteBuffer());
    torn = false;
    segmentBytes += page.buffer.length();
    bytesUnsynced += page.buffer.length();
    page.buffer.clear();
  }

  /** Bytes that were written since the last sync of the segment began. */
  long bytesUnsynced() {
    return bytesUnsynced;
  }

  /** Lets another sync what is written, unless it has not done with the last time. */
  void syncBy(SyncAhead ahead) {
    Disk.Segment open = segment;
    if (open != null && ahead.begin(open)) {
      bytesUnsynced = 0;
    }
  }

  /** Makes what is written survive a power cut. */
  void sync() throws SyncFailure {
    Disk.Segment open = segment;
    if (open != null) {
      try {
        open.force();
        bytesUnsynced = 0;
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
    Written written = page.written(end);
    page.begin(seq);
    committed = end;
    keep();
    return written;
  }

  /** Closes the segment, of which all that was encoded is committed; the next begins after it. */
  void roll() throws IOException {
    page.encoder.encode(
        new JournalRecord.SegmentClosed(nextSeq(), clock.instant(), segmentNumber, segmentRecords));
    write();
    sync();
    closeSegment();
    segmentNumber++;
    segmentBytes = 0;
    segmentRecords = 0;
    commit();
  }

  /** Forgets what was encoded or written since the last that is kept; the file is to be mended. */
  void back() {
    segmentNumber = committed.segment();
    segmentBytes = committed.offset();
    segmentRecords = kept.records;
    seq = keptSeq;
    chain.reset(kept.hash);
    page.buffer.cut(kept.bytes);
    page.entries.subList(kept.entries, page.entries.size()).clear();
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
    if (segmentBytes == 0 && page.buffer.length() == 0) {
      page.encoder.encode(
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

  /** Gives up the place for staged records, of which none is left there that is not written. */
  void endStaging() {
    Disk.Staging place = staging;
    staging = null;
    if (place != null) {
      place.close();
      try {
        disk.delete(files.staged());
      } catch (IOException | RuntimeException e) {
        LOG.warn("{} stays behind, which does no harm: {}", files.staged(), "" + e);
      }
    }
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
