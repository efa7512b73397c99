package io.tollgate.bench.provider;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

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
  private long paced;
  private boolean usageReported;

  private StreamedAnswer(Exchange exchange, List<Step> steps) {
    this.exchange = exchange;
    this.steps = steps;
    this.tokenNanos =
        exchange.fault instanceof Fault.Slow slow
            ? slow.perEvent().toNanos()
            : exchange.model.tokenNanos();
    this.breakIndex =
        exchange.fault instanceof Fault.BreakAfter broken
            ? indexAfterContent(steps, broken.events())
            : -1;
  }

  static void send(Exchange exchange, long createdSeconds) {
    List<Step> steps =
        StreamScript.write(
            exchange.answer, exchange.chat, exchange.model, createdSeconds, exchange.fault);
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
    pump();
  }

  private void pump() {
    exchange.response.drainHandler(null);
    Buffer batch = Buffer.buffer();
    long dueTokens = dueTokens();
    while (next < steps.size() && batch.length() < BATCH_BYTES) {
      Step step = steps.get(next);
      if (next == breakIndex && exchange.fault instanceof Fault.BreakAfter broken) {
        flush(batch);
        exchange.breakOff(broken.how(), produced);
        return;
      }
      if (step.content() && produced == firstContent() && isHuge()) {
        flush(batch);
        huge();
        return;
      }
      if (costsTime(step) && paced >= dueTokens) {
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

  private void take(Step step) {
    next++;
    produced += step.tokens();
    paced += costsTime(step) ? 1 : 0;
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
    return startNanos + paced * tokenNanos - System.nanoTime();
  }

  private boolean isHuge() {
    return exchange.fault instanceof Fault.HugeEvent;
  }

  private long firstContent() {
    return exchange.answer.usage().reasoningTokens();
  }

  private void huge() {
    if (!(exchange.fault instanceof Fault.HugeEvent hugeEvent)) {
      return;
    }
    take(steps.get(next));
    exchange.response.write(
        "data: {\"id\":\""
            + exchange.answer.id()
            + "\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
            + "{\"content\":\"");
    Filler.write(
        exchange,
        hugeEvent.bytes(),
        () -> {
          exchange.response.write("\"},\"finish_reason\":null}]}\n\n");
          pump();
        });
  }

  private void clientLeft() {
    exchange.end(Ending.CLIENT_LEFT, exchange.answer.usage().afterOutput(produced), false);
  }
}
