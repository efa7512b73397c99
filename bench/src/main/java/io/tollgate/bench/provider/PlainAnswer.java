package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends an answer in one piece after the time its model takes, as far as a fault lets it. */
final class PlainAnswer {

  private static final byte[] NOT_UTF8 = {(byte) 0xc3, 0x28, (byte) 0xff, (byte) 0xfe};
  private static final int SLOW_PIECES = 8;
  private static final String CONTENT = "\"content\":\"";

  private final Exchange exchange;
  private final String json;
  private final long startNanos = System.nanoTime();
  private boolean generated;

  private PlainAnswer(Exchange exchange, String json) {
    this.exchange = exchange;
    this.json = json;
  }

  static void send(Exchange exchange, long createdSeconds) {
    String json =
        CompletionJson.of(exchange.answer, exchange.model, createdSeconds, exchange.fault);
    PlainAnswer plain = new PlainAnswer(exchange, json);
    exchange.onClientLeft(plain::clientLeft);
    long generationNanos = exchange.answer.usage().completionTokens() * exchange.model.tokenNanos();
    exchange.after(exchange.answer.timeToFirstToken().plusNanos(generationNanos), plain::send);
  }

  private void send() {
    generated = true;
    exchange.response.putHeader("content-type", exchange.contentType());
    Buffer body = Buffer.buffer(json);
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
        KeepAlive.send(exchange, "\n", noContent.lasting(), () -> exchange.complete(body, true));
      }
      case Fault.ErrorEvent error -> exchange.refuse(Buffer.buffer(StreamedAnswer.ERROR));
      case Fault.UsageLie lie -> exchange.complete(body, false);
      case Fault.BreakAfter broken -> breakInTheMiddle(broken.how(), body);
      case Fault.Malformed malformed ->
          exchange.complete(body.slice(0, body.length() - body.length() / 4), false);
      case Fault.BadUtf8 bad -> exchange.complete(notUtf8(), true);
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

  private int contentIndex() {
    int content = json.indexOf(CONTENT);
    return content < 0 ? json.length() - 1 : content + CONTENT.length();
  }

  private Buffer notUtf8() {
    int content = contentIndex();
    return Buffer.buffer(json.substring(0, content))
        .appendBytes(NOT_UTF8)
        .appendBytes(json.substring(content).getBytes(StandardCharsets.UTF_8));
  }

  private void huge(long bytes) {
    int content = contentIndex();
    exchange.response.setChunked(true).write(json.substring(0, content));
    Filler.write(
        exchange, bytes, () -> exchange.complete(Buffer.buffer(json.substring(content)), true));
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
