package io.tollgate.gateway.ledger;

import io.tollgate.gateway.ledger.JournalRecord.SegmentOpened;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a journal as a start finds it, with a torn tail cut off.
 *
 * <p>Torn is what a write that was cut short leaves: after the last good record, bytes in which no
 * whole record follows. They are kept beside the segment. A bad record that whole records follow is
 * damage: no crash does that, so a start refuses instead of guessing. What a killed process left
 * {@linkplain Staged staged} is written behind the last good record; bytes of it that are there
 * already are not torn.
 *
 * @param position the place after the last good record
 * @param recordsCut lines cut, the last of which may be partial
 * @param bytesCut bytes cut
 * @param version of the format of the newest segment; the current one where there is none
 */
record JournalTail(Position position, long recordsCut, long bytesCut, int version) {

  private static final byte[] HEAD = " {\"seq\":".getBytes(StandardCharsets.US_ASCII);

  /**
   * Finds the end, and cuts.
   *
   * @throws LedgerException when the newest segment is damaged, or one is missing
   */
  static JournalTail recover(JournalFiles files) throws IOException {
    int newest = files.newest();
    if (newest == 0) {
      return new JournalTail(Position.START, 0, 0, SegmentOpened.VERSION);
    }
    for (int i = 1; i < newest; i++) {
      if (!files.exists(i)) {
        throw refusal(JournalFiles.name(i) + " is missing, though " + newest + " exists");
      }
    }
    try (JournalReader reader = new JournalReader(files, beginning(files, newest))) {
      @Nullable JournalDamage damage = null;
      int version = SegmentOpened.VERSION;
      try {
        JournalRecord record;
        do {
          record = reader.next();
          version = record instanceof SegmentOpened opened ? opened.version() : version;
        } while (record != null);
      } catch (JournalDamage e) {
        damage = e;
      }
      Position end = reader.position();
      byte[] rest = rest(files, end, damage);
      byte[] staged = Staged.after(end, files.staged());
      if (staged.length == 0) {
        if (rest.length > 0) {
          cut(files, end, rest);
        }
        return new JournalTail(end, lines(rest), rest.length, version);
      }
      boolean torn = !isBeginning(rest, staged);
      if (torn) {
        cut(files, end, rest);
      }
      put(files, end, staged);
      return new JournalTail(
          endBehind(files, end), torn ? lines(rest) : 0, torn ? rest.length : 0, version);
    }
  }

  private static boolean isBeginning(byte[] bytes, byte[] of) {
    return bytes.length <= of.length && Arrays.equals(bytes, 0, bytes.length, of, 0, bytes.length);
  }

  /** Writes records of which the beginning may be there. */
  private static void put(JournalFiles files, Position end, byte[] records) throws IOException {
    try (FileChannel channel =
        FileChannel.open(files.path(end.segment()), StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(records);
      while (left.hasRemaining()) {
        channel.write(left, end.offset() + left.position());
      }
      channel.force(true);
    }
  }

  private static Position endBehind(JournalFiles files, Position end) throws IOException {
    try (JournalReader reader = new JournalReader(files, end)) {
      JournalRecord record;
      do {
        record = reader.next();
      } while (record != null);
      return reader.position();
    } catch (JournalDamage e) {
      throw refusal(e.bad().sentence() + ", which was staged");
    }
  }

  /** The place before the first record of a segment, known from the end of the one before. */
  private static Position beginning(JournalFiles files, int segment) throws IOException {
    if (segment == 1) {
      return Position.START;
    }
    String line = files.lineBefore(segment - 1, files.bytes(segment - 1));
    if (line != null && line.length() > HashChain.HEX_CHARS) {
      byte[] json = line.substring(HashChain.HEX_CHARS + 1).getBytes(StandardCharsets.UTF_8);
      try {
        if (RecordDecoder.decode(json, 0, json.length)
            instanceof JournalRecord.SegmentClosed closed) {
          String hash = line.substring(0, HashChain.HEX_CHARS);
          return new Position(segment, 0, 0, false, closed.seq(), hash);
        }
      } catch (IllegalArgumentException e) {
        throw refusal(JournalFiles.name(segment - 1) + ", last line: " + e.getMessage());
      }
    }
    throw refusal(
        JournalFiles.name(segment - 1)
            + " does not end with SEGMENT_CLOSE, though another segment follows");
  }

  private static byte[] rest(JournalFiles files, Position end, @Nullable JournalDamage damage)
      throws IOException {
    byte[] rest = files.read(end.segment(), end.offset(), files.bytes(end.segment()));
    if (damage == null) {
      return rest;
    }
    if (damage.extent() == JournalDamage.Extent.CONTENT) {
      throw refusal(damage.bad().sentence());
    }
    if (holdsWholeRecord(rest)) {
      throw refusal(damage.bad().sentence() + "; whole records follow it");
    }
    return rest;
  }

  /** Whether a record begins, and a line ends after it, anywhere behind the first byte. */
  private static boolean holdsWholeRecord(byte[] rest) {
    int lastLineFeed = rest.length - 1;
    while (lastLineFeed >= 0 && rest[lastLineFeed] != '\n') {
      lastLineFeed--;
    }
    for (int i = HashChain.HEX_CHARS + 1; i + HEAD.length <= lastLineFeed; i++) {
      if (isHead(rest, i) && isHash(rest, i - HashChain.HEX_CHARS)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHead(byte[] bytes, int at) {
    for (int i = 0; i < HEAD.length; i++) {
      if (bytes[at + i] != HEAD[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHash(byte[] bytes, int at) {
    for (int i = at; i < at + HashChain.HEX_CHARS; i++) {
      boolean hex = (bytes[i] >= '0' && bytes[i] <= '9') || (bytes[i] >= 'a' && bytes[i] <= 'f');
      if (!hex) {
        return false;
      }
    }
    return true;
  }

  private static void cut(JournalFiles files, Position end, byte[] rest) throws IOException {
    Path segment = files.path(end.segment());
    Path kept = segment.resolveSibling(segment.getFileName() + ".cut-at-" + end.offset());
    Files.write(kept, rest);
    try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.truncate(end.offset());
      channel.force(true);
    }
  }

  private static long lines(byte[] rest) {
    if (rest.length == 0) {
      return 0;
    }
    long lines = 0;
    for (byte b : rest) {
      lines += b == '\n' ? 1 : 0;
    }
    return rest[rest.length - 1] == '\n' ? lines : lines + 1;
  }

  private static LedgerException refusal(String problem) {
    return LedgerException.unusable(
        "The journal is damaged: "
            + problem
            + ". Run `tollgate ledger verify` for the whole picture, then restore the segment from"
            + " a copy. Nothing was changed.");
  }
}
