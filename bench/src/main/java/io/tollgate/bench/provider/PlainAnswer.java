package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Sends an answer in one piece after the time its model takes, as far as a fault lets it. */
final class PlainAnswer {

  private static final int SLOW_PIECES = 8;

  private final Exchange exchange;
  private final Buffer body;
  private final long startNanos = System.nanoTime();
  private boolean generated;

  private PlainAnswer(Exchange exchange, Buffer body) {
    this.exchange = exchange;
    this.body = body;
  }

  static void send(Exchange exchange, long createdSeconds) {
    Buffer body = exchange.asked.voice().plain(exchange.saying(createdSeconds));
    PlainAnswer plain = new PlainAnswer(exchange, body);
    exchange.onClientLeft(plain::clientLeft);
    long generationNanos = exchange.answer.usage().completionTokens() * exchange.model.tokenNanos();
    exchange.after(exchange.answer.timeToFirstToken().plusNanos(generationNanos), plain::send);
  }

  private void send() {
    generated = true;
    exchange.response.putHeader("content-type", exchange.contentType());
    switch (exchange.fault) {
      case null -> exchange.complete(body, true);
      case Fault.Oddity oddity -> odd(oddity, body);
      case Fault.Comments comments -> exchange.complete(body, true);
      case Fault.Headers headers -> {
        if (!exchange.withHeaders(headers, body)) {
          exchange.complete(body, true);
        }
      }
      case Fault.Drip drip -> {
        exchange.response.putHeader("content-length", Integer.toString(body.length()));
        PacedBytes.drip(
            exchange, body, drip.bytesPerSecond(), last -> exchange.complete(last, true));
      }
      case Fault.NoContent noContent -> {
        exchange.response.setChunked(true);
        Buffer sign = Buffer.buffer("\n");
        KeepAlive.send(exchange, sign, noContent.lasting(), () -> exchange.complete(body, true));
      }
      case Fault.ErrorEvent error ->
          exchange.refuse(Buffer.buffer(exchange.dialect.error(Refusal.of(error)).json()));
      case Fault.UsageLie lie -> exchange.complete(body, false);
      case Fault.BreakAfter broken -> breakInTheMiddle(broken.how(), body);
      case Fault.Malformed malformed ->
          exchange.complete(body.slice(0, body.length() - body.length() / 4), false);
      case Fault.BadUtf8 bad -> exchange.complete(Marks.withoutUtf8(body), true);
      case Fault.HugeEvent huge -> huge(huge.bytes());
      case Fault.Slow slow -> {
        exchange.response.putHeader("content-length", Integer.toString(body.length()));
        slow(slow.perEvent(), body, 0);
      }
      case Fault.NoAnswer _, Fault.Status _, Fault.Redirect _ ->
          throw new IllegalStateException(exchange.fault + " is followed before an answer begins");
    }
  }

  private void odd(Fault.Oddity oddity, Buffer body) {
    switch (oddity) {
      case SPLIT_UTF8 -> {
        exchange.response.putHeader("content-length", Integer.toString(body.length()));
        PacedBytes.split(exchange, body, last -> exchange.complete(last, true));
      }
      case BOM -> exchange.complete(Buffer.buffer("\ufeff").appendBuffer(body), true);
      case CRLF, CR, WRONG_TYPE, NO_FINISH, DONE_TWICE, EARLY_USAGE ->
          exchange.complete(body, true);
    }
  }

  private void breakInTheMiddle(Fault.Break how, Buffer body) {
    if (how == Fault.Break.END) {
      exchange.response.setChunked(true);
    } else {
      exchange.response.putHeader("content-length", Integer.toString(body.length()));
    }
    exchange.response.write(body.slice(0, body.length() / 2));
    exchange.breakOff(how, exchange.answer.usage().completionTokens());
  }

  private void huge(long bytes) {
    int mark = Marks.at(body);
    if (mark < 0) {
      exchange.complete(body, true);
      return;
    }
    exchange.response.setChunked(true).write(Marks.before(body, mark));
    Filler.write(exchange, bytes, () -> exchange.complete(Marks.after(body, mark), true));
  }

  private void slow(Duration pause, Buffer body, int piece) {
    int start = body.length() * piece / SLOW_PIECES;
    int end = body.length() * (piece + 1) / SLOW_PIECES;
    if (piece == SLOW_PIECES - 1) {
      exchange.complete(body.slice(start, end), true);
    } else {
      exchange.response.write(body.slice(start, end));
      exchange.after(pause, () -> slow(pause, body, piece + 1));
    }
  }

  /** What was generated until the client left: the output takes its time like a stream's. */
  private void clientLeft() {
    long nanos = System.nanoTime() - startNanos - exchange.answer.timeToFirstToken().toNanos();
    long tokenNanos = exchange.model.tokenNanos();
    long produced = nanos <= 0 ? 0 : tokenNanos == 0 ? Long.MAX_VALUE : nanos / tokenNanos;
    if (generated) {
      produced = Long.MAX_VALUE;
    }
    exchange.end(Ending.CLIENT_LEFT, exchange.answer.usage().afterOutput(produced), false);
  }
}
