package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The bytes of an answer, written piece by piece however long that takes.
 *
 * <p>A piece is one byte at a given rate, or ends in the middle of a character.
 */
final class PacedBytes {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long SPLIT_PAUSE_MILLIS = 1;

  private final Exchange exchange;
  private final Buffer bytes;
  private final Consumer<Buffer> last;
  private final long startNanos = System.nanoTime();
  private int sent;

  private PacedBytes(Exchange exchange, Buffer bytes, Consumer<Buffer> last) {
    this.exchange = exchange;
    this.bytes = bytes;
    this.last = last;
  }

  /**
   * Writes one byte at a time.
   *
   * @param last is given the last byte
   */
  static PacedBytes drip(
      Exchange exchange, Buffer bytes, int bytesPerSecond, Consumer<Buffer> last) {
    PacedBytes paced = new PacedBytes(exchange, bytes, last);
    paced.drip(bytesPerSecond);
    return paced;
  }

  /** Writes pieces that end in the middle of a character, one in a millisecond. */
  static PacedBytes split(Exchange exchange, Buffer bytes, Consumer<Buffer> last) {
    PacedBytes paced = new PacedBytes(exchange, bytes, last);
    paced.split();
    return paced;
  }

  /** Bytes that have been written. */
  int sent() {
    return sent;
  }

  private void drip(int bytesPerSecond) {
    long due = (System.nanoTime() - startNanos) * bytesPerSecond / NANOS_PER_SECOND + 1;
    while (sent < due && sent < bytes.length() - 1) {
      exchange.response.write(bytes.slice(sent, ++sent));
    }
    if (sent == bytes.length() - 1) {
      finish();
    } else {
      later(Math.max(1, 1000L / bytesPerSecond), () -> drip(bytesPerSecond));
    }
  }

  private void split() {
    int end = sent + 1;
    while (end < bytes.length() && !isContinuation(bytes.getByte(end))) {
      end++;
    }
    if (end >= bytes.length() - 1) {
      finish();
      return;
    }
    exchange.response.write(bytes.slice(sent, end));
    sent = end;
    later(SPLIT_PAUSE_MILLIS, this::split);
  }

  /** Whether a byte goes on with the character that the byte before it began. */
  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }

  private void later(long millis, Runnable step) {
    exchange.after(Duration.ofMillis(millis), step);
  }

  private void finish() {
    Buffer rest = bytes.slice(sent, bytes.length());
    sent = bytes.length();
    last.accept(rest);
  }
}
