package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;

/** Any number of bytes of text, written as fast as the client reads and never held in memory. */
final class Filler {

  private static final int PIECE_BYTES = 64 * 1024;
  private static final Buffer PIECE = Buffer.buffer("x".repeat(PIECE_BYTES));

  private final Exchange exchange;
  private final Runnable then;
  private long leftBytes;

  private Filler(Exchange exchange, long bytes, Runnable then) {
    this.exchange = exchange;
    this.leftBytes = bytes;
    this.then = then;
  }

  static void write(Exchange exchange, long bytes, Runnable then) {
    new Filler(exchange, bytes, then).write();
  }

  private void write() {
    while (leftBytes > 0) {
      if (exchange.over()) {
        return;
      }
      if (exchange.response.writeQueueFull()) {
        exchange.response.drainHandler(drained -> write());
        return;
      }
      int length = (int) Math.min(PIECE_BYTES, leftBytes);
      leftBytes -= length;
      exchange.response.write(length == PIECE_BYTES ? PIECE : PIECE.slice(0, length));
    }
    exchange.response.drainHandler(null);
    then.run();
  }
}
