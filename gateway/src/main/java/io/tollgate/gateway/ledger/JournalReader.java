package io.tollgate.gateway.ledger;

import io.tollgate.gateway.ledger.JournalDamage.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one after the other from any place on, over the ends of segments, and checks the
 * chain on the way: hashes, sequence numbers, links and counts of segments.
 *
 * <p>Meant for a journal that is being written: at the end {@link #next} gives {@code null} and may
 * be asked again later. What is not yet a whole line at the end is not looked at. Not safe for use
 * by several threads.
 */
final class JournalReader implements AutoCloseable {

  private final JournalFiles files;
  private final Frontier frontier;
  private final HashChain chain;

  /** After the last record read. */
  private Position position;

  /** Where the next record begins: there, or at the beginning of the segment after. */
  private Position cursor;

  private @Nullable FileChannel channel;

  /** Bytes read ahead: those from {@code from} to {@code to} follow the cursor. */
  private byte[] buffer = new byte[1 << 17];

  private int from;
  private int to;

  JournalReader(JournalFiles files, Position position) {
    this(files, position, Frontier.NONE);
  }

  JournalReader(JournalFiles files, Position position, Frontier frontier) {
    this.files = files;
    this.frontier = frontier;
    this.position = position;
    this.cursor = position;
    this.chain = new HashChain(position.hash());
  }

  /** The place after the last record read. */
  Position position() {
    return position;
  }

  /** Goes on from a place further on, of which the caller knows what comes before. */
  void skipTo(Position other) throws IOException {
    if (other.segment() != cursor.segment()) {
      close();
    }
    position = other;
    cursor = other;
    chain.reset(other.hash().getBytes(StandardCharsets.US_ASCII));
    from = 0;
    to = 0;
  }

  /** Bytes of the newest segment that were seen after the position and are not a whole line. */
  int bytesPending() {
    return to - from;
  }

  /** The next record, or {@code null} where the journal ends for now. */
  @Nullable JournalRecord next() throws IOException, JournalDamage {
    int scanned = from;
    while (true) {
      for (int i = scanned; i < to; i++) {
        if (buffer[i] == '\n') {
          return record(i);
        }
      }
      if (to - from > JournalFiles.LINE_BYTES_MAX) {
        throw damage("there is no line feed within " + JournalFiles.LINE_BYTES_MAX + " bytes");
      }
      int unread = to - from;
      // Asked before the file is read to its end: once the next segment exists, this one is whole.
      boolean nextExists = files.exists(cursor.segment() + 1);
      if (!readMore()) {
        if (!nextExists) {
          return null;
        }
        enterNextSegment();
        unread = 0;
      }
      scanned = from + unread;
    }
  }

  private void enterNextSegment() throws IOException, JournalDamage {
    if (to > from) {
      throw damage("the record is incomplete, though another segment follows");
    }
    if (!cursor.closed()) {
      throw damage("the segment ends without SEGMENT_CLOSE, though another follows");
    }
    close();
    cursor = cursor.nextSegment();
    from = 0;
    to = 0;
  }

  /** Reads on; false at the end of the file, or of what may be read. */
  private boolean readMore() throws IOException {
    long allowed = frontier.bytes(cursor.segment()) - cursor.offset() - (to - from);
    if (allowed <= 0) {
      return false;
    }
    FileChannel open = channel;
    if (open == null) {
      if (!files.exists(cursor.segment())) {
        return false;
      }
      open = FileChannel.open(files.path(cursor.segment()), StandardOpenOption.READ);
      channel = open;
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int room = (int) Math.min(buffer.length - to, allowed);
    int count = open.read(ByteBuffer.wrap(buffer, to, room), cursor.offset() + to);
    if (count <= 0) {
      return false;
    }
    to += count;
    return true;
  }

  private JournalRecord record(int lineFeed) throws JournalDamage {
    if (cursor.closed()) {
      throw damage("a record follows SEGMENT_CLOSE");
    }
    if (!chain.accept(buffer, from, lineFeed)) {
      throw damage("its hash is not that of the record before and its own text");
    }
    JournalRecord record;
    try {
      record = RecordDecoder.decode(buffer, from + HashChain.HEX_CHARS + 1, lineFeed);
    } catch (IllegalArgumentException e) {
      throw contradiction("it cannot be read: " + e.getMessage());
    }
    check(record);
    position =
        new Position(
            cursor.segment(),
            cursor.offset() + (lineFeed + 1 - from),
            cursor.line() + 1,
            record instanceof JournalRecord.SegmentClosed,
            record.seq(),
            chain.last());
    cursor = position;
    from = lineFeed + 1;
    return record;
  }

  private void check(JournalRecord record) throws JournalDamage {
    if (record.seq() != cursor.seq() + 1) {
      throw contradiction("it has the sequence number " + record.seq());
    }
    if (cursor.offset() == 0 && !(record instanceof JournalRecord.SegmentOpened)) {
      throw contradiction("the segment does not begin with SEGMENT_OPEN");
    }
    switch (record) {
      case JournalRecord.SegmentOpened opened -> {
        if (cursor.offset() != 0) {
          throw contradiction("SEGMENT_OPEN in the middle of a segment");
        }
        if (opened.segment() != cursor.segment()) {
          throw contradiction("it opens segment " + opened.segment());
        }
        if (!opened.previous().equals(cursor.hash())) {
          throw contradiction("it does not continue the segment before");
        }
      }
      case JournalRecord.SegmentClosed closed -> {
        if (closed.segment() != cursor.segment()) {
          throw contradiction("it closes segment " + closed.segment());
        }
        if (closed.records() != cursor.line() + 1) {
          throw contradiction(
              "it counts " + closed.records() + " records where there are " + (cursor.line() + 1));
        }
      }
      case JournalRecord.NodeStarted _, JournalRecord.Posted _ -> {}
    }
  }

  private JournalDamage damage(String problem) {
    return new JournalDamage(badNext(problem), Extent.BYTES);
  }

  private JournalDamage contradiction(String problem) {
    return new JournalDamage(badNext(problem), Extent.CONTENT);
  }

  private BadRecord badNext(String problem) {
    return new BadRecord(
        JournalFiles.name(cursor.segment()), cursor.line() + 1, cursor.seq() + 1, problem);
  }

  /**
   * Where the journal ends too early, because a segment is not there though newer ones are; {@code
   * null} where none is missing. To be asked after {@link #next} gave {@code null}.
   */
  @Nullable BadRecord missingSegment() throws IOException {
    int next = cursor.offset() == 0 ? cursor.segment() : cursor.segment() + 1;
    int newest = files.newest();
    if (newest < next || files.exists(next)) {
      return null;
    }
    return new BadRecord(
        JournalFiles.name(next),
        1,
        cursor.seq() + 1,
        "the segment is missing, though " + JournalFiles.name(newest) + " exists");
  }

  /** The record that was read last, with what a reader of its content finds wrong with it. */
  BadRecord badLast(String problem) {
    return new BadRecord(
        JournalFiles.name(position.segment()), position.line(), position.seq(), problem);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
