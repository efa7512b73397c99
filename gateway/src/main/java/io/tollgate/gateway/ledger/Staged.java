package io.tollgate.gateway.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The records that a killed process had acknowledged and not yet written to a segment, as they lie
 * in the file behind its {@linkplain Disk.Staging memory}.
 *
 * <p>They begin at the beginning of one half of the file and may go on at that of the other; behind
 * them lies what was staged before, and those of them that a last write got to are in the segment,
 * too. Which of them count says the chain of hashes.
 */
final class Staged {

  private static final byte[] HEAD = " {\"seq\":".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final HashChain chain;
  private final ByteArrayOutputStream found = new ByteArrayOutputStream();
  private long seq;

  private Staged(byte[] bytes, Position end) {
    this.bytes = bytes;
    this.chain = new HashChain(end.hash());
    this.seq = end.seq();
  }

  /** The lines that go on right after a place in the journal, whole; none where nothing does. */
  static byte[] after(Position end, Path file) throws IOException {
    if (end.seq() == 0 || end.closed() || !Files.exists(file)) {
      return new byte[0];
    }
    byte[] bytes = Files.readAllBytes(file);
    Staged staged = new Staged(bytes, end);
    int half = bytes.length / 2;
    staged.read(0, half);
    staged.read(half, bytes.length);
    // Where it is the second half that goes on with the segment.
    staged.read(0, half);
    return staged.found.toByteArray();
  }

  /** Takes what goes on with what was found, of lines that follow each other. */
  private void read(int start, int end) {
    int line = start;
    boolean taking = false;
    for (int lineFeed = next(line, end); lineFeed >= 0; lineFeed = next(line, end)) {
      long number = seq(bytes, line, lineFeed);
      if (number == seq + 1 && chain.accept(bytes, line, lineFeed)) {
        found.write(bytes, line, lineFeed + 1 - line);
        seq = number;
        taking = true;
      } else if (taking || number < 0 || number > seq) {
        return;
      }
      line = lineFeed + 1;
    }
  }

  private int next(int from, int end) {
    for (int i = from; i < end && bytes[i] != 0; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The sequence number that a line says it has; -1 where it is no line of a journal. */
  private static long seq(byte[] bytes, int start, int end) {
    int at = start + HashChain.HEX_CHARS;
    if (end - at <= HEAD.length
        || !Arrays.equals(bytes, at, at + HEAD.length, HEAD, 0, HEAD.length)) {
      return -1;
    }
    long seq = 0;
    int digits = at + HEAD.length;
    for (int i = digits; i < end && i < digits + 18; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        break;
      }
      seq = 10 * seq + bytes[i] - '0';
    }
    return seq == 0 ? -1 : seq;
  }
}
