package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The records that a killed process had acknowledged and not yet written to a segment, as they lie
 * in the file behind its {@linkplain Disk.Staging memory}.
 *
 * <p>They begin at the file's beginning, behind them lies what was staged before; and those of them
 * that a last write got to are in the segment, too. Which of them count says the chain of hashes.
 */
final class Staged {

  private static final byte[] HEAD = " {\"seq\":".getBytes(StandardCharsets.US_ASCII);

  private Staged() {}

  /** The lines that go on right after a place in the journal, whole; none where nothing does. */
  static byte[] after(Position end, Path file) throws IOException {
    if (end.seq() == 0 || end.closed() || !Files.exists(file)) {
      return new byte[0];
    }
    byte[] bytes = Files.readAllBytes(file);
    HashChain chain = new HashChain(end.hash());
    long seq = end.seq();
    int from = 0;
    int to = 0;
    int line = 0;
    for (int lineFeed = next(bytes, line); lineFeed >= 0; lineFeed = next(bytes, line)) {
      long found = seq(bytes, line, lineFeed);
      if (found == seq + 1 && chain.accept(bytes, line, lineFeed)) {
        from = to == 0 ? line : from;
        to = lineFeed + 1;
        seq = found;
      } else if (found < 0 || found > end.seq() || to > 0) {
        break;
      }
      line = lineFeed + 1;
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static int next(byte[] bytes, int from) {
    for (int i = from; i < bytes.length && bytes[i] != 0; i++) {
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
