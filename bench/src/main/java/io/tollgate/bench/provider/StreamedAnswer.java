package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer as an event stream at its model's speed, as far as a fault lets it.
 *
 * <p>At high speed all tokens that are due go out in one write.
 */
final class StreamedAnswer {

  private static final int BATCH_BYTES = 64 * 1024;

  private final Exchange exchange;
  private final List<Step> steps;
  private final long tokenNanos;
  private final int breakIndex;
  private long startNanos;
  private int next;
  private long produced;
  private long timed;
  private @Nullable PacedBytes paced;
  private boolean usageReported;

  private StreamedAnswer(Exchange exchange, List<Step> steps) {
    this.exchange = exchange;
    this.steps = steps;
    this.tokenNanos =
        exchange.fault instanceof Fault.Slow slow
            ? slow.perEvent().toNanos()
            : exchange.model.tokenNanos();
    this.breakIndex =
        switch (exchange.fault) {
          case Fault.BreakAfter broken -> indexAfterContent(steps, broken.events());
          case Fault.ErrorEvent error -> indexAfterContent(steps, error.event() - 1);
          case null, default -> -1;
        };
  }

  static void send(Exchange exchange, long createdSeconds) {
    Voice voice = exchange.asked.voice();
    List<Step> steps =
        StreamDress.of(
            voice.stream(exchange.saying(createdSeconds)), voice.framing(), exchange.fault);
    StreamedAnswer streamed = new StreamedAnswer(exchange, steps);
    exchange.onClientLeft(streamed::clientLeft);
    exchange.after(exchange.answer.timeToFirstToken(), streamed::begin);
  }

  /** Where to break: before the content event that follows so many, or before the finish chunk. */
  private static int indexAfterContent(List<Step> steps, int events) {
    int content = 0;
    int afterLast = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).content()) {
        if (content == events) {
          return i;
        }
        content++;
        afterLast = i + 1;
      }
    }
    return afterLast;
  }

  private void begin() {
    exchange
        .response
        .setChunked(true)
        .putHeader("content-type", exchange.contentType())
        .putHeader("cache-control", "no-cache");
    startNanos = System.nanoTime();
    switch (exchange.fault) {
      case Fault.Drip drip ->
          paced = PacedBytes.drip(exchange, whole(), drip.bytesPerSecond(), this::completeWith);
      case Fault.Oddity.SPLIT_UTF8 ->
          paced = PacedBytes.split(exchange, whole(), this::completeWith);
      case Fault.NoContent noContent ->
          KeepAlive.send(
              exchange,
              exchange.asked.voice().keepAlive(),
              noContent.lasting(),
              () -> {
                startNanos = System.nanoTime();
                pump();
              });
      case Fault.Headers headers -> {
        if (!exchange.withHeaders(headers, whole())) {
          pump();
        }
      }
      case null, default -> pump();
    }
  }

  private Buffer whole() {
    Buffer whole = Buffer.buffer();
    steps.forEach(step -> whole.appendBuffer(step.event()));
    return whole;
  }

  private void completeWith(Buffer last) {
    exchange.complete(last, steps.stream().anyMatch(Step::usage));
  }

  private void pump() {
    exchange.response.drainHandler(null);
    Buffer batch = Buffer.buffer();
    long dueTokens = dueTokens();
    while (next < steps.size() && batch.length() < BATCH_BYTES) {
      Step step = steps.get(next);
      if (next == breakIndex) {
        flush(batch);
        breakOff();
        return;
      }
      if (exchange.fault instanceof Fault.HugeEvent huge && Marks.at(step.event()) >= 0) {
        flush(batch);
        huge(step, huge.bytes());
        return;
      }
      if (costsTime(step) && timed >= dueTokens) {
        break;
      }
      take(step);
      batch.appendBuffer(step.event());
    }
    if (next == steps.size()) {
      exchange.complete(batch, usageReported);
      return;
    }
    flush(batch);
    if (exchange.response.writeQueueFull()) {
      exchange.response.drainHandler(drained -> pump());
    } else {
      exchange.after(Duration.ofNanos(Math.max(1, nanosUntilNext())), this::pump);
    }
  }

  private void breakOff() {
    switch (exchange.fault) {
      case Fault.BreakAfter broken -> exchange.breakOff(broken.how(), produced);
      case Fault.ErrorEvent error when produced == 0 -> exchange.refuse(exchange.errorEvent(error));
      case Fault.ErrorEvent error -> {
        exchange.response.write(exchange.errorEvent(error));
        exchange.breakOff(Fault.Break.END, produced);
      }
      case null, default -> throw new IllegalStateException("nothing breaks: " + exchange.fault);
    }
  }

  private void take(Step step) {
    next++;
    produced += step.tokens();
    timed += costsTime(step) ? 1 : 0;
    usageReported |= step.usage();
  }

  private void flush(Buffer batch) {
    if (batch.length() > 0) {
      exchange.response.write(batch);
    }
  }

  /** A slow answer is slow in what the client sees; its hidden tokens cost no time. */
  private boolean costsTime(Step step) {
    return exchange.fault instanceof Fault.Slow ? step.content() : step.tokens() > 0;
  }

  private long dueTokens() {
    return tokenNanos == 0 ? Long.MAX_VALUE : (System.nanoTime() - startNanos) / tokenNanos + 1;
  }

  private long nanosUntilNext() {
    return startNanos + timed * tokenNanos - System.nanoTime();
  }

  private void huge(Step step, long bytes) {
    int mark = Marks.at(step.event());
    take(step);
    exchange.response.write(Marks.before(step.event(), mark));
    Filler.write(
        exchange,
        bytes,
        () -> {
          exchange.response.write(Marks.after(step.event(), mark));
          pump();
        });
  }

  private void clientLeft() {
    long tokens = paced == null ? produced : tokensWithin(paced.sent());
    exchange.end(Ending.CLIENT_LEFT, exchange.answer.usage().afterOutput(tokens), false);
  }

  private long tokensWithin(int bytes) {
    long tokens = 0;
    long end = 0;
    for (Step step : steps) {
      end += step.event().length();
      if (end > bytes) {
        break;
      }
      tokens += step.tokens();
    }
    return tokens;
  }
}
