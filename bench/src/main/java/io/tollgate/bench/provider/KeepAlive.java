package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What a provider sends lest the connection seem dead, while it has nothing to say. */
final class KeepAlive {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Exchange exchange;
  private final Buffer sign;
  private final long endNanos;
  private final Runnable then;

  private KeepAlive(Exchange exchange, Buffer sign, Duration lasting, Runnable then) {
    this.exchange = exchange;
    this.sign = sign;
    this.endNanos = System.nanoTime() + lasting.toNanos();
    this.then = then;
  }

  /** Sends a sign of life now and then, and after some time goes on. */
  static void send(Exchange exchange, Buffer sign, Duration lasting, Runnable then) {
    new KeepAlive(exchange, sign, lasting, then).send();
  }

  private void send() {
    long leftNanos = endNanos - System.nanoTime();
    if (leftNanos <= 0) {
      then.run();
      return;
    }
    if (sign.length() > 0) {
      exchange.response.write(sign);
    }
    Duration left = Duration.ofNanos(leftNanos);
    exchange.after(left.compareTo(PAUSE) < 0 ? left : PAUSE, this::send);
  }
}
